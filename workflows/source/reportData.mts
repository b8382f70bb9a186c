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
	status?: string;
	retry?: string;
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
		runs: answerIn<RunRow[]>(rows, 'dataflow runs'),
		reconciliation: answerIn<Reconciliation>(rows, 'reconciliation'),
	};
}

/** Adds the quarters of each hour; a slot that two runs counted counts once, as the later one has it. */
function hoursOf(rows: ReportRow[], start: number, until: number): Hour[] {
	const hours: Hour[] = [];
	for (let from = start; from < until; from += HOUR_MS) hours.push({ from, kinds: new Map() });
	const slots = new Map<string, ReportRow>();
	for (const row of rows) if (row.name?.startsWith('slot ')) slots.set(row.name, row);
	for (const { at = '', value = '{}' } of slots.values()) {
		const hour = hours[Math.floor((Date.parse(at) - start) / HOUR_MS)];
		if (!hour) continue;
		for (const [kind, { events, waits }] of Object.entries(
			JSON.parse(value) as Record<string, KindCount>,
		))
			addCount(hour.kinds, kind, { events, waits });
	}
	return hours;
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
	for (const { code, status, retry = '', createdAt } of rows) {
		// Without rows, n8n hands over one item without fields.
		if (createdAt === undefined) continue;
		const name = shorten(code || status || 'unknown');
		const key = JSON.stringify([name, retry]);
		const oldest = Date.parse(createdAt);
		const group = groups.get(key) ?? { code: name, needsPerson, retry, events: 0, oldest };
		group.events += 1;
		group.oldest = Math.min(group.oldest, oldest);
		groups.set(key, group);
	}
	return [...groups.values()].sort((a, b) => b.events - a.events);
}

/** Codes are short; whatever is in their place must not fill the page. */
export const shorten = (text: string): string => text.slice(0, 80);

function answerIn<Value>(rows: ReportRow[], name: string): Answer<Value> | undefined {
	const row = rows.findLast((each) => each.name === name);
	if (!row) return undefined;
	return { at: Date.parse(row.at ?? ''), ...(JSON.parse(row.value ?? '{}') as object) };
}
