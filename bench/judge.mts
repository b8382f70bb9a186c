import type { Figure, Goal, Pass } from './figure.mts';

/** The result of a figure. */
export interface Judged {
	id: string;
	title: string;
	against: string;
	unit: string;
	goal: Goal;
	/** Median ratio of our passes to theirs within the same round, or null if no round has both. */
	ratio: number | null;
	/** Smallest and largest of these ratios. */
	spread: [least: number, most: number] | null;
	/** Null if there is no goal or no result. */
	met: boolean | null;
	/** Medians of the compared values. */
	medians: { ours: number; theirs: number } | null;
	lost: Sides;
	doubled: Sides;
	/** Reason that it is incomplete; undefined if it is complete. */
	why?: string;
	/** The passes of each round. */
	ours: Pass[][];
	theirs: Pass[][];
}

interface Sides {
	ours: number;
	theirs: number;
}

/** Returns the middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Creates the row of the table from the passes of two sides. Each pass of ours is compared with each of theirs in the
 * same round, not only with the neighboring one, which would be chance: the median of all pairs is more stable (Hodges
 * and Lehmann's estimator), and their spread shows the range to expect from another run.
 * @param ours the passes of each round
 */
export function judge(figure: Figure, ours: Pass[][], theirs: Pass[][], why?: string): Judged {
	const { id, title, against, unit, goal } = figure;
	const of = figure.of ?? (({ value }: Pass) => value);
	const ratioOf = figure.ratio ?? ((a: Pass, b: Pass) => of(a) / of(b));
	const ratios = ours.flatMap((round, roundIndex) =>
		round.flatMap((pass) => (theirs[roundIndex] ?? []).map((other) => ratioOf(pass, other))),
	);
	const [ourPasses, theirPasses] = [ours.flat(), theirs.flat()];
	const isMeasured = ratios.length > 0;
	const ratio = isMeasured ? median(ratios) : null;
	const lost = { ours: sum(ourPasses, 'lost'), theirs: sum(theirPasses, 'lost') };
	const doubled = { ours: sum(ourPasses, 'doubled'), theirs: sum(theirPasses, 'doubled') };
	const isComplete = lost.ours === 0 && doubled.ours === 0;
	return {
		...{ id, title, against, unit, goal, ratio },
		spread: isMeasured ? [Math.min(...ratios), Math.max(...ratios)] : null,
		met: ratio === null || why || !hasGoal(goal) ? null : isComplete && isReached(goal, ratio),
		medians: isMeasured
			? { ours: median(ourPasses.map(of)), theirs: median(theirPasses.map(of)) }
			: null,
		...{ lost, doubled, why, ours, theirs },
	};
}

const sum = (passes: Pass[], what: 'lost' | 'doubled') =>
	passes.reduce((total, pass) => total + pass[what], 0);

const hasGoal = ({ atLeast, atMost }: Goal) => atLeast !== undefined || atMost !== undefined;

const isReached = ({ atLeast = -Infinity, atMost = Infinity }: Goal, ratio: number) =>
	ratio >= atLeast && ratio <= atMost;
