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

/** Counts the accepted records by dataflow run; records without a run by the hour of the clock. */
export function windowsOf(
	ledger: readonly AcceptedRecord[],
	runs: readonly RunSummary[],
	now: number,
): Window[] {
	const windows = withoutOverlap(runs.flatMap((run) => windowOfRun(run) ?? []));
	for (const { acceptedAt } of ledger) {
		if (windows.some((window) => isIn(window, acceptedAt))) continue;
		const from = Math.floor(acceptedAt / HOUR_MS) * HOUR_MS;
		// Without the records of the runs before and after, which have their own numbers.
		const ends = windows.map(({ to }) => to).filter((to) => to <= acceptedAt);
		const starts = windows.map(({ from: start }) => start).filter((start) => start > acceptedAt);
		windows.push({
			from: ends.reduce((latest, to) => Math.max(latest, to), from),
			to: starts.reduce((earliest, start) => Math.min(earliest, start), from + HOUR_MS),
			arrived: 0,
			isOver: true,
		});
	}
	windows.sort((a, b) => a.from - b.from);
	const counted = windows.map((window) => {
		const times = ledger.map(({ acceptedAt }) => acceptedAt).filter((at) => isIn(window, at));
		const atStart = times.filter((at) => at < window.from + CLOCK_MS).length;
		const atEnd = times.filter((at) => at >= window.to - CLOCK_MS).length;
		return { ...window, atStart, atEnd, difference: times.length - window.arrived };
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

interface RunWindow extends Pick<Window, 'from' | 'to' | 'arrived'> {
	/** False while the run may still read records. */
	isOver: boolean;
}

/** A run that ends after the next one has begun would count the records of both. */
function withoutOverlap(windows: RunWindow[]): RunWindow[] {
	const sorted = [...windows].sort((a, b) => a.from - b.from);
	return sorted.map((window, index) => {
		const next = sorted.find(({ from }, other) => other > index && from > window.from);
		return next ? { ...window, to: Math.min(window.to, next.from) } : window;
	});
}

const isIn = ({ from, to }: Pick<Window, 'from' | 'to'>, time: number) => from <= time && time < to;

function windowOfRun({ startedAt, completedAt, recordsIn, status }: RunSummary) {
	if (startedAt === undefined) return undefined;
	const from = Date.parse(startedAt);
	const to = completedAt === undefined ? from + HOUR_MS : Date.parse(completedAt);
	const window: RunWindow = { from, to, arrived: recordsIn, isOver: status !== 'processing' };
	return window;
}
