// npm run bench: measures this package beside what a user would pick instead, and says what came out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../playground/paths.mts';
import { step } from '../playground/step.mts';
import type { Scale, Session } from './figure.mts';
import { judge } from './judge.mts';
import { both, measure, planOf, type Measured, type Step } from './measure.mts';
import { fitModel } from './model.mts';
import { readOptions } from './options.mts';
import { chartOf } from './report/chart.mts';
import { modelTable } from './report/modelTable.mts';
import { writePage } from './report/page.mts';
import { makeResults, RESULTS_FILE, writeResults } from './report/results.mts';
import { tableOf } from './report/table.mts';
import { sessions } from './sessions.mts';

const CHART_FILE = join(root, 'docs', 'images', 'performance.svg');

const { quick, only, json } = readOptions();
const scale: Scale = { quick };
const started = Date.now();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.once(signal, () => {
		console.error(`\nStopped by ${signal}: closing what is open`);
		stop.abort(new Error(`Stopped by ${signal}`));
	});

const known = sessions.flatMap(({ figures }) => figures.map(({ id }) => id));
const unknown = only?.filter((id) => !known.includes(id)) ?? [];
if (unknown.length > 0) {
	console.error(`No figure is called ${unknown.join(', ')}. There are: ${known.join(', ')}`);
	process.exit(1);
}

const wantedOf = ({ figures }: Session) => figures.filter(({ id }) => !only || only.includes(id));

const measured = new Map<Session, Measured>();
for (const session of sessions) {
	if (wantedOf(session).length === 0) continue;
	const reason = session.leftOut?.(scale);
	if (reason) console.log(`${session.title}: ${reason}`);
	else measured.set(session, { sides: {} });
}

const rounds = Math.max(...[...measured.keys()].map((session) => planOf(session, scale).rounds));
for (let round = 1; round <= rounds; round++)
	for (const [session, before] of measured) {
		if (before.why || round > planOf(session, scale).rounds) continue;
		const inRound: Step = (text, work) => step(`Round ${round} of ${rounds}, ${text}`, work);
		const result: Measured = stop.signal.aborted
			? { sides: {}, why: 'stopped' }
			: await measure(session, wantedOf(session), scale, inRound, stop.signal);
		if (result.why) console.error(`${session.title}: ${result.why}`);
		measured.set(session, both(before, result));
	}

const judged = [...measured].flatMap(([session, { sides, why }]) =>
	wantedOf(session).map((figure) =>
		judge(figure, sides[figure.ours] ?? [], sides[figure.theirs] ?? [], why),
	),
);

const model = [...measured]
	.map(([session, { sides }]) => {
		const { engine, sides: names = [] } = session.model ?? {};
		const observations = names
			.filter((name) => sides[name]?.length)
			.map((setUp) => ({ setUp, passes: sides[setUp].flat() }));
		return engine && fitModel(engine, observations);
	})
	.filter((engine) => !!engine);

console.log(`\n${tableOf(judged)}`);
if (model.length > 0) console.log(`\n${modelTable(model)}`);
const results = makeResults(judged, model.length > 0 ? model : null, started);
const complete = judged.every(({ why }) => !why);
const whole = complete && !quick && !only;
if (json || whole) writeResults(results, json ?? RESULTS_FILE);
if (whole) {
	mkdirSync(dirname(CHART_FILE), { recursive: true });
	writeFileSync(CHART_FILE, chartOf(judged));
	await writePage(results);
}
console.log(`\n${judged.length} figures in ${results.seconds} s`);
process.exit(complete ? 0 : 1);
