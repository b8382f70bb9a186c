import type { RunSummary } from './services/flowRuns';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Time after which a failure shows. Adobe names up to 60 minutes until data is in the data lake, and nothing for failed
 * batches: half an hour more is our own margin. Source: Adobe, "Guardrails for data ingestion".
 */
export const LATEST_FAILURE_MS = 90 * MINUTE_MS;

/** Difference between n8n's clock and Adobe's that moves a record into the run before or after, in ms. */
export const CLOCK_MS = MINUTE_MS;

/** A row of the ledger: one acceptance. */
export interface AcceptedRecord {
	/** Index of the row. */
	row: number;
	recordId: string;
	/** In ms since 1970. */
	acceptedAt: number;
	/** Adobe's ID of the acceptance, if the row has it. */
	transactionId?: string;
}

/** The records that were accepted in the period of one dataflow run, usually an hour. */
export interface Window {
	/** In ms since 1970; `to` is excluded. */
	from: number;
	to: number;
	accepted: number;
	/** Records that the run read, stored or not. */
	arrived: number;
	/**
	 * Records that were accepted and did not arrive, at least; 0 as long as it is too early. Copies can hide some, and so
	 * can the runs before and after for records at the edge.
	 */
	missing: number;
	tooEarly: boolean;
}

/**
 * Counts the accepted records by dataflow run; records without a run by the hour of the clock.
 * @returns periods without overlap, the earliest first; each record is in one
 */
export function windowsOf(
	ledger: readonly AcceptedRecord[],
	runs: readonly RunSummary[],
	now: number,
): Window[] {
	const times = ledger.map(({ acceptedAt }) => acceptedAt).sort((a, b) => a - b);
	const ofRuns = withoutOverlap(runs.flatMap((run) => windowOfRun(run) ?? []));
	const windows = [...ofRuns, ...windowsBetween(ofRuns, times)].sort((a, b) => a.from - b.from);
	let next = 0;
	const counted = windows.map((window) => {
		const first = next;
		while (next < times.length && times[next] < window.to) next += 1;
		const inside = times.slice(first, next);
		const atStart = inside.filter((at) => at < window.from + CLOCK_MS).length;
		const atEnd = inside.filter((at) => at >= window.to - CLOCK_MS).length;
		return { ...window, atStart, atEnd, difference: inside.length - window.arrived };
	});
	const surplusAt = (index: number) => Math.max(0, -(counted[index]?.difference ?? 0));
	return counted.map((window, index) => {
		const { from, to, arrived, difference, atStart, atEnd, isOver } = window;
		const moved = Math.min(surplusAt(index - 1), atStart) + Math.min(surplusAt(index + 1), atEnd);
		const tooEarly = !isOver || to + LATEST_FAILURE_MS > now;
		const missing = tooEarly ? 0 : Math.max(0, difference - moved);
		return { from, to, accepted: difference + arrived, arrived, missing, tooEarly };
	});
}

/**
 * Returns the period that a time is in.
 * @param windows as `windowsOf` returns them
 */
export function windowAt(windows: readonly Window[], time: number): Window | undefined {
	let low = 0;
	let high = windows.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (windows[middle].to <= time) low = middle + 1;
		else high = middle;
	}
	const window = windows.at(low);
	return window && window.from <= time ? window : undefined;
}

interface RunWindow extends Pick<Window, 'from' | 'to' | 'arrived'> {
	/** False while the run may still read records. */
	isOver: boolean;
}

/**
 * Sorts the periods of runs. Runs with the same start read the records of one period together. A run that ends after
 * the next one has begun would count the records of both.
 */
function withoutOverlap(windows: RunWindow[]): RunWindow[] {
	const byStart = new Map<number, RunWindow>();
	for (const window of windows) {
		const same = byStart.get(window.from);
		const merged = same && {
			from: window.from,
			to: Math.max(same.to, window.to),
			arrived: same.arrived + window.arrived,
			isOver: same.isOver && window.isOver,
		};
		byStart.set(window.from, merged ?? window);
	}
	const sorted = [...byStart.values()].sort((a, b) => a.from - b.from);
	return sorted.map((window, index) => ({
		...window,
		to: Math.min(window.to, sorted[index + 1]?.from ?? Infinity),
	}));
}

/**
 * Returns the hours of records without a run, less what belongs to the runs before and after, which have their own
 * numbers.
 * @param runs without overlap, the earliest first
 * @param times the earliest first
 */
function windowsBetween(runs: readonly RunWindow[], times: readonly number[]): RunWindow[] {
	const windows: RunWindow[] = [];
	let next = 0;
	let end = -Infinity;
	for (const time of times) {
		while (next < runs.length && runs[next].to <= time) next += 1;
		if (time < end || runs[next]?.from <= time) continue;
		const hour = Math.floor(time / HOUR_MS) * HOUR_MS;
		end = Math.min(runs[next]?.from ?? Infinity, hour + HOUR_MS);
		const from = Math.max(runs[next - 1]?.to ?? -Infinity, hour);
		windows.push({ from, to: end, arrived: 0, isOver: true });
	}
	return windows;
}

/** A run without an end, or with one that is not after its start, counts as one of an hour. */
function windowOfRun({ startedAt, completedAt, recordsIn, status }: RunSummary) {
	if (startedAt === undefined) return undefined;
	const from = Date.parse(startedAt);
	const end = Date.parse(completedAt ?? '');
	const to = end > from ? end : from + HOUR_MS;
	const window: RunWindow = { from, to, arrived: recordsIn, isOver: status !== 'processing' };
	return window;
}
