import { keysIn, type Mode } from './events.mts';
import type { SentEvent } from './load.mts';

/** A record of Adobe's dataset, as far as this needs it. */
export interface StoredRecord {
	_id: string | null;
	receivedAt: number;
	/** Text in which the event's key stands. */
	text: string;
}

/** When each part of a fault's story was over, in milliseconds since 1970. */
export interface Marks {
	/** Nothing was under way any more. */
	settledAt: number;
	/** Crashed and failed executions were retried. */
	retriedAt: number;
}

/** Texts of what n8n still holds; an event's key stands in the text of what holds it. */
export interface Held {
	/** Executions that have not ended. */
	underWay: string[];
	/** Dead letters, and failed executions that have kept their data. */
	kept: string[];
}

/** One fault, one way of answering: where every event is. */
export interface Row {
	mode: Mode;
	sent: number;
	acknowledged: number;
	/** Of the acknowledged: answered 200 although the trigger never saw it. */
	falselyAcknowledged: number;
	atOnce: number;
	byRetry: number;
	byReplay: number;
	onItsWay: number;
	kept: number;
	/** Of the acknowledged: nowhere. */
	lost: number;
	lostKeys: string[];
	neverAcknowledged: number;
	/** How many, by cause. */
	causes: Record<string, number>;
	deliveredUnacknowledged: number;
	/** Events Adobe stored under different `_id`s. */
	twoIds: number;
	/** Events Adobe stored several times under one `_id`: harmless. */
	oneIdTwice: number;
}

/**
 * Says of every event where it is at the end of a fault. The columns from `atOnce` to `kept` count every event in
 * exactly one of them, acknowledged or not; an event that is in none was lost, or was never taken.
 */
export function reconcile(
	mode: Mode,
	events: SentEvent[],
	records: StoredRecord[],
	held: Held,
	marks: Marks,
): Row {
	const row = emptyRow(mode);
	const stored = recordsByKey(records, new Set(events.map(({ key }) => key)));
	const known = new Set(events.map(({ key }) => key));
	const keysOf = (texts: string[]) => new Set(texts.flatMap((text) => keysIn(text, known)));
	const underWay = keysOf(held.underWay);
	const kept = keysOf(held.kept);

	for (const { key, mode: own, outcome } of events) {
		if (own !== mode) continue;
		const found = stored.get(key) ?? [];
		row.sent++;
		if (found.length > 0) row[phaseOf(found, marks)]++;
		else if (underWay.has(key)) row.onItsWay++;
		else if (kept.has(key)) row.kept++;
		else if (outcome.acknowledged) {
			row.lost++;
			row.lostKeys.push(key);
		}
		if (outcome.acknowledged) {
			row.acknowledged++;
			if (outcome.falsely) row.falselyAcknowledged++;
		} else {
			row.neverAcknowledged++;
			row.causes[outcome.cause] = (row.causes[outcome.cause] ?? 0) + 1;
			if (found.length > 0) row.deliveredUnacknowledged++;
		}
		const ids = new Set(found.map(({ _id }) => _id));
		if (ids.size > 1) row.twoIds++;
		else if (found.length > 1) row.oneIdTwice++;
	}
	return row;
}

/** In which part of the story the first of an event's records came. */
function phaseOf(found: StoredRecord[], { settledAt, retriedAt }: Marks) {
	const first = Math.min(...found.map(({ receivedAt }) => receivedAt));
	if (first <= settledAt) return 'atOnce';
	return first <= retriedAt ? 'byRetry' : 'byReplay';
}

function recordsByKey(records: StoredRecord[], known: ReadonlySet<string>) {
	const byKey = new Map<string, StoredRecord[]>();
	for (const record of records)
		for (const key of keysIn(record.text, known))
			byKey.set(key, [...(byKey.get(key) ?? []), record]);
	return byKey;
}

const emptyRow = (mode: Mode): Row => ({
	mode,
	sent: 0,
	acknowledged: 0,
	falselyAcknowledged: 0,
	atOnce: 0,
	byRetry: 0,
	byReplay: 0,
	onItsWay: 0,
	kept: 0,
	lost: 0,
	lostKeys: [],
	neverAcknowledged: 0,
	causes: {},
	deliveredUnacknowledged: 0,
	twoIds: 0,
	oneIdTwice: 0,
});
