/** A row of the data table Chatlio ledger, as n8n's Data Table node returns it. */
export interface LedgerRow {
	/** Absent if the item stands for no row. */
	id?: number;
	eventType?: string | null;
	/** ISO 8601; empty if the event came without it. */
	receivedAt?: string | null;
	acceptedAt?: string | null;
	createdAt?: string;
}

/** Events of one kind. `waits` counts them by the time from webhook to accepted: see `waitBucket`. */
export interface KindCount {
	events: number;
	waits: Record<string, number>;
}

/** Events of a quarter of an hour, as the data table Chatlio report keeps them. */
export interface CountedSlot {
	name: string;
	/** ISO 8601, the start. */
	at: string;
	/** JSON: a `KindCount` by event type. */
	value: string;
	/** ID of the last row that is counted in this slot or before it. */
	lastId: number;
	/** ISO 8601: nothing after this time is counted. */
	until: string;
}

/** A quarter of an hour: the offset of every time zone from UTC is a multiple of it. */
const SLOT_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** Two neighboring buckets differ by 5 percent. */
const BUCKET = 1.05;

/** Returns the bucket of a time in ms. The time of a bucket is 1.05 to the power of its number. */
export const waitBucket = (ms: number): number =>
	Math.round(Math.log(Math.max(1, ms)) / Math.log(BUCKET));

/**
 * Counts the rows of the ledger by quarter of an hour and event type.
 * @param rows those created from `since` to `until`, as they were added
 * @param since ISO 8601, the start of a quarter of an hour
 * @param lastId ID of the last row before `since`, 0 if unknown
 * @param limit maximum number of rows that are read. If it was reached, the quarter of an hour of the last row may be
 * incomplete and is left out, unless it is the only one: otherwise, the next run would read the same rows again.
 * @returns at least one slot
 */
export function countEvents(
	rows: LedgerRow[],
	since: string,
	until: string,
	lastId: number,
	limit: number,
): CountedSlot[] {
	const first = Date.parse(since);
	const slotOf = (time: number) => Math.floor((time - first) / SLOT_MS);
	const last = rows.length < limit ? NaN : Date.parse(rows.at(-1)?.createdAt ?? '');
	// Rows that were added at the same moment can be in any order.
	const wholeSlots = Math.max(1, slotOf(last - MINUTE_MS));
	const readUntil = Number.isNaN(last) ? Infinity : first + wholeSlots * SLOT_MS;
	const end = Math.min(Date.parse(until), readUntil);
	const slots = [new Map<string, KindCount>()];
	while (first + slots.length * SLOT_MS < end) slots.push(new Map());
	const lastIds = slots.map(() => 0);
	for (const { id = 0, eventType, receivedAt, acceptedAt, createdAt } of rows) {
		const created = Date.parse(createdAt ?? '');
		// Without rows, n8n hands over one item without fields.
		if (!(created >= first && created < end)) continue;
		const slot = slotOf(created);
		lastIds[slot] = Math.max(lastIds[slot], id);
		const name = eventType || 'unknown';
		const kind = slots[slot].get(name) ?? { events: 0, waits: {} };
		slots[slot].set(name, kind);
		kind.events += 1;
		const wait = Date.parse(acceptedAt ?? '') - Date.parse(receivedAt ?? '');
		if (Number.isNaN(wait)) continue;
		const bucket = waitBucket(wait);
		kind.waits[bucket] = (kind.waits[bucket] ?? 0) + 1;
	}
	return slots.map((kinds, index) => {
		const at = new Date(first + index * SLOT_MS).toISOString();
		return {
			name: `slot ${at}`,
			at,
			value: JSON.stringify(Object.fromEntries(kinds)),
			lastId: Math.max(lastId, ...lastIds.slice(0, index + 1)),
			until: new Date(end).toISOString(),
		};
	});
}
