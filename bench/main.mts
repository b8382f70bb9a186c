// npm run bench: measures this package next to what a user would choose instead, and prints the
// results.
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
import { writePages } from './report/page.mts';
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

const knownIds = sessions.flatMap(({ figures }) => figures.map(({ id }) => id));
const unknownIds = only?.filter((id) => !knownIds.includes(id)) ?? [];
if (unknownIds.length > 0) {
	console.error(`No figure is called ${unknownIds.join(', ')}. There are: ${knownIds.join(', ')}`);
	process.exit(1);
}

const figuresOf = ({ figures }: Session) => figures.filter(({ id }) => !only || only.includes(id));

const measurements = new Map<Session, Measured>();
for (const session of sessions) {
	if (figuresOf(session).length === 0) continue;
	const reason = session.leftOut?.(scale);
	if (reason) console.log(`${session.title}: ${reason}`);
	else measurements.set(session, { sides: {} });
}

const rounds = Math.max(
	...[...measurements.keys()].map((session) => planOf(session, scale).rounds),
);
for (let round = 1; round <= rounds; round++)
	for (const [session, before] of measurements) {
		if (before.why || round > planOf(session, scale).rounds) continue;
		const inRound: Step = (text, work) => step(`Round ${round} of ${rounds}, ${text}`, work);
		const result: Measured = stop.signal.aborted
			? { sides: {}, why: 'stopped' }
			: await measure(session, figuresOf(session), scale, inRound, stop.signal);
		if (result.why) console.error(`${session.title}: ${result.why}`);
		measurements.set(session, both(before, result));
	}

const judgedFigures = [...measurements].flatMap(([session, { sides, why }]) =>
	figuresOf(session).map((figure) =>
		judge(figure, sides[figure.ours] ?? [], sides[figure.theirs] ?? [], why),
	),
);

const model = [...measurements]
	.map(([session, { sides }]) => {
		const { engine, sides: names = [] } = session.model ?? {};
		const observations = names
			.filter((name) => sides[name]?.length)
			.map((setUp) => ({ setUp, passes: sides[setUp].flat() }));
		return engine && fitModel(engine, observations);
	})
	.filter((engine) => !!engine);

console.log(`\n${tableOf(judgedFigures)}`);
if (model.length > 0) console.log(`\n${modelTable(model)}`);
const results = makeResults(judgedFigures, model.length > 0 ? model : null, started);
const complete = judgedFigures.every(({ why }) => !why);
const isFullRun = complete && !quick && !only;
if (json || isFullRun) writeResults(results, json ?? RESULTS_FILE);
if (isFullRun) {
	mkdirSync(dirname(CHART_FILE), { recursive: true });
	writeFileSync(CHART_FILE, chartOf(judgedFigures));
	await writePages(results);
}
console.log(`\n${judgedFigures.length} figures in ${results.seconds} s`);
process.exit(complete ? 0 : 1);
