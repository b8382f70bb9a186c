import type { Usage } from './processes.mts';

export interface Sample extends Usage {
	/** Milliseconds since the load began. */
	at: number;
}

/** When what counts begins and ends, in milliseconds since the load began. */
export interface Windows {
	warm: [from: number, to: number];
	end: [from: number, to: number];
}

export interface Change {
	before: number;
	after: number;
	/** `after` over `before`. */
	ratio: number;
	held: boolean;
}

/**
 * How much more of a figure a process may use at the end than after warm-up. The lowest heap of two windows differs by up
 * to 5 % without any growth.
 */
const MOST_GROWTH: Record<keyof Usage, number> = {
	memory: 0.05,
	heap: 0.1,
	files: 0.1,
	handles: 0.1,
};
/** One socket more among twenty is no leak: so many more files or handles always pass. */
export const FEW = 5;

/**
 * A third of the time warms up, the next and the last sixth are compared. In the first ten minutes of half an hour, V8
 * gives back about 40 % of a process's memory and takes a part of it again.
 */
export function windowsOf(totalMs: number): Windows {
	const width = totalMs / 6;
	return { warm: [2 * width, 3 * width], end: [totalMs - width, totalMs] };
}

export function median(numbers: number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How a figure changed between the windows: its median, of the heap the lowest, which is what stays after a collection.
 * @returns undefined when there is none of it in one of them
 */
export function changeOf(
	samples: Sample[],
	figure: keyof Usage,
	{ warm, end }: Windows,
): Change | undefined {
	const typical = figure === 'heap' ? (numbers: number[]) => Math.min(...numbers) : median;
	const within = ([from, to]: [number, number]) =>
		samples
			.filter(({ at }) => at >= from && at <= to)
			.map((sample) => sample[figure])
			.filter((value) => value !== undefined);
	const [first, last] = [within(warm), within(end)];
	if (first.length === 0 || last.length === 0) return undefined;
	const [before, after] = [typical(first), typical(last)];
	const few = figure === 'files' || figure === 'handles' ? FEW : 0;
	const held = after <= Math.max(before * (1 + MOST_GROWTH[figure]), before + few);
	return { before, after, ratio: after / before, held };
}
