import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part, Role, System } from '../../playground/cluster/system.mts';
import { always, INLET } from './adobeFaults.mts';
import { takeJob } from '../harness/takenJob.mts';
import { until } from '../harness/until.mts';
import type { Fault } from './fault.mts';

/** Adobe lets every request wait so long, and then drops it: what is killed meanwhile finds nothing delivered. */
const SLOW_MS = 1_500;
/** Longer than a busy machine takes to begin with an event. */
const DELIVERS_MS = 120_000;

/** Does something to processes, or to one of them, while executions are in the middle of delivering. */
async function whileDelivering(
	system: System,
	act: () => Promise<void>,
	victim?: Part,
): Promise<void> {
	const since = Date.now();
	await always(system, INLET, { delayMs: SLOW_MS, dropConnection: 'before' });
	await until(
		`${victim?.name ?? 'n8n'} is in the middle of delivering`,
		async () => hasWork(victim) && (await waitsForAdobe(system, since)),
		DELIVERS_MS,
	);
	const acting = act();
	await Promise.race([acting, sleep(SLOW_MS)]);
	await system.emulator.control.clearFaults();
	await acting;
}

/** Whether Adobe holds back a request that came after that moment, in milliseconds since 1970. */
async function waitsForAdobe({ emulator }: System, since: number): Promise<boolean> {
	const requests = await emulator.control.requests(INLET.path);
	return requests.some(({ at, status, dropped }) => at >= since && !status && !dropped);
}

/** Whether a worker has begun more executions than it has ended since it was started; no other process says so. */
function hasWork(part?: Part): boolean {
	if (part?.role !== 'worker') return true;
	const log = readFileSync(part.log, 'utf8');
	const own = log.slice(log.lastIndexOf('n8n worker is now ready'));
	const count = (words: string) => own.split(words).length;
	return count('Worker started execution') > count('Worker finished execution');
}

const partOf = (system: System, role: Role): Part => {
	const part = system.parts.find((one) => one.role === role);
	if (!part) throw new Error(`The system has no ${role}`);
	return part;
};

/** Does it and waits until the processes work again. @throws Error when one of them is still the old one */
async function replaced(parts: Part[], act: () => Promise<void>): Promise<void> {
	const before = parts.map((part) => part.pid());
	await act();
	await Promise.all(parts.map((part) => part.ready()));
	for (const [index, part] of parts.entries())
		if (part.pid() === before[index]) throw new Error(`${part.name} was never down`);
}

/** SIGKILL; a supervisor starts it again. */
export const kill = (role: Role): Fault['happen'] => {
	return async ({ system }) => {
		const part = partOf(system, role);
		await replaced([part], () => whileDelivering(system, () => part.kill(), part));
	};
};

/** Ends it in order and starts it again after a while. @param isFelt whether a sender is rejected in that time */
export const stop = (role: Role, ms: number, isFelt = false): Fault['happen'] => {
	return async ({ system, untilRejected }) => {
		const part = partOf(system, role);
		await replaced([part], () =>
			whileDelivering(system, async () => {
				await part.stop();
				await sleep(ms);
				if (isFelt) await untilRejected();
				await part.start();
			}),
		);
	};
};

const N8N_ROLES: Role[] = ['webhook', 'worker', 'main'];

/** Everything of n8n ends in order and starts again, as after a change of its settings. */
export const restart: Fault['happen'] = async ({ system }) => {
	const parts = system.parts.filter(({ role }) => N8N_ROLES.includes(role));
	await replaced(parts, () =>
		whileDelivering(system, async () => {
			await Promise.all(parts.map((part) => part.stop()));
			await Promise.all(parts.map((part) => part.start()));
		}),
	);
};

const TAKEN = 5;

/**
 * Workers are killed, and the jobs that Redis hands out in that moment go to nobody. No kill can be aimed at so short a
 * moment: the jobs are taken from the queue before the workers are back.
 */
export const takenByTheDead: Fault['happen'] = async ({ system }) => {
	const workers = system.parts.filter(({ role }) => role === 'worker');
	await Promise.all(workers.map((worker) => worker.killAndHold()));
	for (let taken = 0; taken < TAKEN; ) {
		await sleep(SLOW_MS);
		if (await takeJob(system.part('redis').url!)) taken++;
	}
	await Promise.all(workers.map((worker) => worker.start()));
	await Promise.all(workers.map((worker) => worker.ready()));
};
