import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../playground/cluster/system.mts';
import { FAILED, UNDER_WAY } from './executions.mts';
import type { Ingestion } from './ingestion.mts';
import type { Held, Marks } from './reconcile.mts';

/** How long a fault's executions may take to end. A killed worker's are noticed after two minutes by n8n's defaults. */
const SETTLE_MS = 240_000;
const LOOK_EVERY_MS = 200;
/** After replays for so long, a dead letter remains one. A rejected token request is remembered for 5 s. */
const REPLAY_MS = 60_000;

export interface Settled {
	/** Executions that the load started. */
	started: number;
	held: Held;
	marks: Marks;
	/** Executions that nobody worked on any more, stopped so that they could be retried. */
	stopped: number;
	/** Executions that were retried, and those that n8n could not retry. */
	retried: number;
	notRetryable: number;
}

/**
 * Brings everything to an end after a fault: waits until nothing is under way, retries what crashed, failed or is left
 * as the example workflow for it does, replays the dead letters, and looks at what n8n still holds then.
 * @param since number of the last execution before the fault
 * @param leftMs what is under way for so long while nothing else happens is left: a worker was killed as it took it, or
 * before it had noted that it began
 * @param beforeReplay makes something wrong at Adobe during the first replay
 */
export async function settle(
	system: System,
	ingestion: Ingestion,
	since: number,
	leftMs: number,
	beforeReplay?: () => Promise<void>,
): Promise<Settled> {
	const { adobe, executions } = ingestion;
	await Promise.all(system.parts.map((part) => part.ready()));
	let stopped = await quiet(ingestion, since, leftMs);
	const settledAt = Date.now();
	const { length: started } = await executions.since(since, [...FAILED, 'success']);

	const failed = await stillFailed(ingestion, since);
	const notRetryable = await executions.retry(failed);
	if (failed.length > 0) stopped += await quiet(ingestion, since, leftMs);
	const retriedAt = Date.now();

	await beforeReplay?.();
	const deadline = Date.now() + REPLAY_MS;
	while ((await ingestion.deadLetters()).length > 0 && Date.now() < deadline) {
		await ingestion.replay();
		await adobe.clearFaults();
		await sleep(LOOK_EVERY_MS);
	}
	await adobe.clearFaults();
	stopped += await quiet(ingestion, since, leftMs);

	const failures = await executions.texts(await stillFailed(ingestion, since));
	return {
		started,
		held: {
			underWay: await executions.texts(await executions.since(since, UNDER_WAY)),
			kept: [...(await ingestion.deadLetters()), ...failures],
		},
		marks: { settledAt, retriedAt },
		stopped,
		retried: failed.length,
		notRetryable,
	};
}

async function stillFailed({ executions }: Ingestion, since: number) {
	const failed = await executions.since(since, FAILED);
	return failed.filter(({ retrySuccessId }) => !retrySuccessId);
}

/**
 * Waits until no execution is under way, and Adobe has validated what it accepted.
 * @returns how many executions were left, and stopped
 */
async function quiet(
	{ adobe, executions }: Ingestion,
	since: number,
	leftMs: number,
): Promise<number> {
	const deadline = Date.now() + SETTLE_MS;
	let stopped = 0;
	let seen = { text: '', at: Date.now() };
	for (let inARow = 0; inARow < 2 && Date.now() < deadline; ) {
		await sleep(LOOK_EVERY_MS);
		const underWay = await executions.since(since, UNDER_WAY);
		inARow = underWay.length === 0 ? inARow + 1 : 0;
		const text = underWay.map(({ id, status }) => `${id} ${status}`).join();
		if (text !== seen.text) seen = { text, at: Date.now() };
		if (underWay.length === 0 || Date.now() - seen.at < leftMs) continue;
		stopped += await executions.stop(underWay);
		seen.at = Date.now();
	}
	await adobe.settled(0, {}, SETTLE_MS);
	return stopped;
}
