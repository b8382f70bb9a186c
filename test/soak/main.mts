// npm run test:soak: a steady load for a long time, and whether any process of n8n grows.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { startSingle } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { temporaryHome } from '../../playground/cluster/temporaryHome.mts';
import { step } from '../../playground/step.mts';
import { eventMaker } from '../faults/events.mts';
import { sendSteadily } from '../faults/load.mts';
import { readOptions } from './options.mts';
import { usageOf } from './processes.mts';
import { report, type Watched } from './report.mts';
import { publishBuiltIn, publishOurs, type Target } from './workflows.mts';

const SAMPLE_EVERY_MS = 10_000;
const STARTS = { single: startSingle, cluster: startCluster };

const options = readOptions();
const totalMs = options.minutes * 60_000;
const home = temporaryHome('soak');
let system: System | undefined;

async function end(code: number): Promise<never> {
	await system?.stop();
	home.remove();
	process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.once(signal, () => void end(1));

/** Samples every process until the time is over; says now and then how it goes. */
async function watch(parts: System['parts'], posted: () => number): Promise<Watched[]> {
	const watched = parts.map(
		({ name, role }): Watched => ({ name, role, restarts: 0, samples: [] }),
	);
	const started = Date.now();
	for (let next = SAMPLE_EVERY_MS; next <= totalMs; next += SAMPLE_EVERY_MS) {
		await sleep(Math.max(0, started + next - Date.now()));
		const at = Date.now() - started;
		const usages = await Promise.all(parts.map(async (part) => await usageOf(part)));
		usages.forEach((usage, n) => usage && watched[n].samples.push({ at, ...usage }));
		if (next % 60_000 === 0) {
			const memory = usages.map((usage, n) => {
				const megabytes = usage ? `${(usage.memory / 2 ** 20).toFixed(0)} MB` : 'down';
				return `${parts[n].name} ${megabytes}`;
			});
			console.log(`  ${next / 60_000} min, ${posted()} sent: ${memory.join(', ')}`);
		}
	}
	return watched.map((one, n) => ({ ...one, restarts: parts[n].restarts() }));
}

/** Waits until what was acknowledged has arrived, or nothing more arrives for a while. */
async function settled(target: Target, sent: number): Promise<number | undefined> {
	let stored = await target.stored();
	for (let idle = 0; stored !== undefined && stored < sent && idle < 30; idle++) {
		await sleep(1_000);
		const now = await target.stored();
		if (now !== stored) idle = 0;
		stored = now;
	}
	return stored;
}

try {
	const running = await step(`Starting the ${options.system}`, () =>
		STARTS[options.system]({ home: home.path, emulatorState: join(home.path, 'adobe.sqlite') }),
	);
	system = running;
	const target = await step('Publishing the workflow', () =>
		options.builtIn ? publishBuiltIn(running) : publishOurs(running),
	);
	console.log(`${options.rate} events a second for ${options.minutes} minutes`);
	const load = sendSteadily(eventMaker(), 1, options.rate, target.urlOf);
	const watched = await watch(running.parts, load.posted);
	load.end();
	const events = await load.done;
	const causes: Record<string, number> = {};
	for (const { outcome, mode } of events) {
		if (outcome.acknowledged) continue;
		const cause = `${mode}: ${outcome.cause}`;
		causes[cause] = (causes[cause] ?? 0) + 1;
	}
	const held = report(options, watched, {
		sent: events.length,
		acknowledged: events.filter(({ outcome }) => outcome.acknowledged).length,
		causes,
		stored: await settled(target, events.length),
	});
	await end(held ? 0 : 1);
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	await end(1);
}
