import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../playground/cluster/system.mts';
import { until } from '../harness/until.mts';
import { eventMaker } from './events.mts';
import type { Fault, Scale, Scene } from './fault.mts';
import type { Ingestion } from './ingestion.mts';
import { UNDER_WAY } from './executions.mts';
import { sendSteadily, type Load } from './load.mts';
import { reconcile, type Row } from './reconcile.mts';
import { settle } from './settle.mts';

export interface Amount {
	/** Events per fault, at least. */
	events: number;
	/** Events per second. */
	rate: number;
	scale: Scale;
}

/** What one fault did to the events of both ways of answering. */
export interface Result {
	system: System['name'];
	fault: string;
	title: string;
	rows: Row[];
	/** Executions that the events went into. */
	started: number;
	/** Executions that nobody worked on any more, stopped so that they could be retried. */
	stopped: number;
	/** Executions that were retried after it, and those that n8n could not retry. */
	retried: number;
	notRetryable: number;
	seconds: number;
}

/** Parts of the load that are sent before the fault begins, and at least after it is over. */
const BEFORE = 0.3;
const AFTER = 0.2;

/** How long a fault may take until it is felt. */
const FELT_MS = 240_000;
/** So often in a row n8n has nothing under way, and whoever still waits for an answer gets none. */
const IDLE_LOOKS = 10;
const LOOK_EVERY_MS = 200;

/** Lets one fault happen in the middle of a steady load, waits until everything has ended, and says where every event is. */
export async function runFault(
	system: System,
	ingestion: Ingestion,
	fault: Fault,
	amount: Amount,
): Promise<Result> {
	const started = Date.now();
	const { rate, scale } = amount;
	const since = await ingestion.executions.newestId();

	const load = sendSteadily(eventMaker(), amount.events, rate, ingestion.urlOf, scale.patienceMs);
	try {
		while (load.posted() < amount.events * BEFORE) await sleep(50);
		await fault.happen(sceneOf(system, scale, load, ingestion));
		const overAt = load.posted();
		while (load.posted() < overAt + amount.events * AFTER) await sleep(50);
	} finally {
		load.end();
	}
	await endOfAnswers(load, ingestion, since);
	const sent = await load.done;
	await sleep(fault.beforeRetryMs?.(scale) ?? 0);

	const again = fault.duringFirstReplay;
	const { held, marks, ...retries } = await settle(
		system,
		ingestion,
		since,
		scale.leftMs,
		again && (() => again(system)),
	);
	const records = await ingestion.records(started);
	return {
		system: system.name,
		fault: fault.name,
		title: fault.title,
		rows: (['immediately', 'whenFinished'] as const).map((mode) =>
			reconcile(mode, sent, records, held, marks),
		),
		...retries,
		seconds: (Date.now() - started) / 1_000,
	};
}

function sceneOf(system: System, scale: Scale, load: Load, ingestion: Ingestion): Scene {
	return {
		system,
		scale,
		untilRejected: async () =>
			await until('a sender was rejected', () => load.rejected() > 0, FELT_MS),
		untilKept: async (fits = () => true) =>
			await until(
				'there is such a dead letter',
				async () => (await ingestion.deadLetters()).some(fits),
				FELT_MS,
			),
	};
}

/** Waits until every sender has its answer, or n8n has nothing under way that one could come from. */
async function endOfAnswers(load: Load, { executions }: Ingestion, since: number): Promise<void> {
	let answered = false;
	void load.done.then(() => (answered = true));
	for (let idle = 0; !answered && idle < IDLE_LOOKS; ) {
		await sleep(LOOK_EVERY_MS);
		idle = (await executions.since(since, UNDER_WAY)).length === 0 ? idle + 1 : 0;
	}
	load.giveUp();
}
