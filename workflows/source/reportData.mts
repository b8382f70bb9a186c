import type { KindCount } from './countEvents.mts';
import type { Reconciliation } from './sumUpReconciliation.mts';

/** A row of the data table Chatlio report: a `slot`, the dataflow runs, or the reconciliation. */
export interface ReportRow {
	name?: string;
	/** ISO 8601. */
	at?: string;
	/** JSON. */
	value?: string;
	/** Only from Count: see `CountedSlot`. */
	until?: string;
}

/** A row of the data table Chatlio dead letters, of which the report reads only this. */
export interface DeadLetterRow {
	code?: string | null;
	status?: string | null;
	retry?: string | null;
	createdAt?: string;
}

/** A dataflow run, as Dataflow Run: Get Many returns it. */
export interface RunRow {
	startedAt?: string;
	status: string;
	recordsIn: number;
	recordsFailed: number;
}

/** The latest answer of Adobe about something, or the code of the problem that kept it from answering. */
export interface Answer<Value> {
	/** In ms since 1970. */
	at: number;
	value?: Value;
	code?: string;
}

/** Undelivered events with the same problem code. */
export interface Undelivered {
	code: string;
	needsPerson: boolean;
	retry: string;
	events: number;
	/** In ms since 1970. */
	oldest: number;
}

/** An hour of the report. */
export interface Hour {
	/** In ms since 1970. */
	from: number;
	/** By event type. */
	kinds: Map<string, KindCount>;
}

/** Everything that the page shows. */
export interface ReportData {
	/** Times in ms since 1970: the first hour, the end of what is counted, and now. */
	start: number;
	until: number;
	now: number;
	/** IANA name of the time zone, such as Europe/Berlin. */
	zone: string;
	hours: Hour[];
	undelivered: Undelivered[];
	/** True if there are more undelivered events than were read. */
	moreUndelivered: boolean;
	runs?: Answer<RunRow[]>;
	reconciliation?: Answer<Reconciliation>;
}

/** What the nodes before hand over. */
export interface ReportInput {
	start: string;
	now: string;
	zone: string;
	/** Rows that were kept, and those of Count, which come last. */
	rows: ReportRow[];
	waiting: DeadLetterRow[];
	needsPerson: DeadLetterRow[];
	/** Most rows that are read of each of the two. */
	limit: number;
}

export const HOUR_MS = 3_600_000;

/** Prepares what the page shows. */
export function readReport(input: ReportInput): ReportData {
	const { rows, waiting, needsPerson, limit, zone } = input;
	const start = Date.parse(input.start);
	const now = Date.parse(input.now);
	const until = Date.parse(rows.findLast((row) => row.until)?.until ?? input.now);
	return {
		start,
		until,
		now,
		zone,
		hours: hoursOf(rows, start, until),
		undelivered: [...groupByCode(needsPerson, true), ...groupByCode(waiting, false)],
		moreUndelivered: waiting.length >= limit || needsPerson.length >= limit,
		runs: answerIn(rows, 'dataflow runs', runsIn),
		reconciliation: answerIn(rows, 'reconciliation', reconciliationIn),
	};
}

/** Adds the quarters of each hour; a slot that two runs counted counts once, as the later one has it. */
function hoursOf(rows: ReportRow[], start: number, until: number): Hour[] {
	const hours: Hour[] = [];
	for (let from = start; from < until; from += HOUR_MS) hours.push({ from, kinds: new Map() });
	const slots = new Map<string, ReportRow>();
	for (const row of rows) if (row.name?.startsWith('slot ')) slots.set(row.name, row);
	for (const { at = '', value } of slots.values()) {
		const hour = hours[Math.floor((Date.parse(at) - start) / HOUR_MS)];
		if (!hour) continue;
		for (const [kind, count] of Object.entries(fieldsOf(parsed(value))))
			addCount(hour.kinds, kind, countIn(count));
	}
	return hours;
}

function countIn(value: unknown): KindCount {
	const { events, waits } = fieldsOf(value);
	const buckets = Object.entries(fieldsOf(waits)).filter(([bucket]) => /^\d+$/.test(bucket));
	return {
		events: numberIn(events),
		waits: Object.fromEntries(buckets.map(([bucket, number]) => [bucket, numberIn(number)])),
	};
}

/** Adds a count to the one of the same kind. */
export function addCount(kinds: Map<string, KindCount>, kind: string, added: KindCount): void {
	const sum = kinds.get(kind) ?? { events: 0, waits: {} };
	sum.events += added.events;
	for (const [bucket, events] of Object.entries(added.waits))
		sum.waits[bucket] = (sum.waits[bucket] ?? 0) + events;
	kinds.set(kind, sum);
}

function groupByCode(rows: DeadLetterRow[], needsPerson: boolean): Undelivered[] {
	const groups = new Map<string, Undelivered>();
	for (const row of rows) {
		// Without rows, n8n hands over one item without fields.
		if (row.createdAt === undefined) continue;
		const name = shorten(textIn(row.code) || textIn(row.status) || UNKNOWN);
		const retry = textIn(row.retry);
		const key = JSON.stringify([name, retry]);
		const oldest = timeIn(row.createdAt);
		const group = groups.get(key) ?? { code: name, needsPerson, retry, events: 0, oldest };
		group.events += 1;
		group.oldest = Math.min(group.oldest, oldest);
		groups.set(key, group);
	}
	return [...groups.values()].sort((a, b) => b.events - a.events);
}

/** Codes are short; whatever is in their place must not fill the page. */
export const shorten = (text: string): string => text.slice(0, 80);

const UNKNOWN = 'unknown';

/** Reads the last row of a name; one that has no value that can be read has a code. */
function answerIn<Value>(
	rows: ReportRow[],
	name: string,
	read: (value: unknown) => Value | undefined,
): Answer<Value> | undefined {
	const row = rows.findLast((each) => each.name === name);
	if (!row) return undefined;
	const { value, code } = fieldsOf(parsed(row.value));
	const at = timeIn(row.at);
	const answer = textIn(code) ? undefined : read(value);
	return answer ? { at, value: answer } : { at, code: textIn(code) || UNKNOWN };
}

/** Returns undefined if one is no run: n8n passes on what a node was given if the node fails. */
function runsIn(value: unknown): RunRow[] | undefined {
	if (!Array.isArray(value)) return undefined;
	const runs = value.map(fieldsOf);
	if (runs.some(({ recordsIn }) => recordsIn === undefined)) return undefined;
	return runs.map(({ startedAt, status, recordsIn, recordsFailed }) => ({
		startedAt: textIn(startedAt),
		status: textIn(status) || UNKNOWN,
		recordsIn: numberIn(recordsIn),
		recordsFailed: numberIn(recordsFailed),
	}));
}

function reconciliationIn(value: unknown): Reconciliation | undefined {
	const fields = fieldsOf(value);
	if (fields.noObjection === undefined) return undefined;
	return {
		failed: numberIn(fields.failed),
		tooEarly: numberIn(fields.tooEarly),
		noObjection: numberIn(fields.noObjection),
		notCompared: numberIn(fields.notCompared),
		missing: numberIn(fields.missing),
		code: textIn(fields.code) || undefined,
	};
}

function parsed(json: unknown): unknown {
	try {
		return JSON.parse(String(json));
	} catch {
		return undefined;
	}
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A data table can have numbers as texts. */
function numberIn(value: unknown): number {
	const number = typeof value === 'string' ? Number(value) : value;
	return typeof number === 'number' && number > 0 && number < Infinity ? number : 0;
}

const textIn = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Returns 1970 for what is no time: it counts as outdated. */
function timeIn(value: unknown): number {
	const time = Date.parse(String(value));
	return Number.isNaN(time) ? 0 : time;
}
