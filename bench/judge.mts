import type { Figure, Goal, Pass } from './figure.mts';

/** A figure as it came out. */
export interface Judged {
	id: string;
	title: string;
	against: string;
	unit: string;
	goal: Goal;
	/** The median of the ratios of each pass of ours to each of theirs of the same round; null when there is none. */
	ratio: number | null;
	/** The least and the greatest of these ratios. */
	spread: [least: number, most: number] | null;
	/** Null where there is no goal or no answer. */
	met: boolean | null;
	/** Of what is compared. */
	medians: { ours: number; theirs: number } | null;
	lost: Sides;
	doubled: Sides;
	/** Why it is not complete; undefined when it is. */
	why?: string;
	/** The passes of each round. */
	ours: Pass[][];
	theirs: Pass[][];
}

interface Sides {
	ours: number;
	theirs: number;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Makes of the passes of two sides what the table says. Each pass of ours is compared with each of theirs of the same
 * round, not only with the one beside it, which is there by chance: the median of all pairs is steadier (Hodges and
 * Lehmann's estimator), and their spread says what another run may come to.
 * @param ours the passes of each round
 */
export function judge(figure: Figure, ours: Pass[][], theirs: Pass[][], why?: string): Judged {
	const { id, title, against, unit, goal } = figure;
	const of = figure.of ?? (({ value }: Pass) => value);
	const ratioOf = figure.ratio ?? ((a: Pass, b: Pass) => of(a) / of(b));
	const ratios = ours.flatMap((round, at) =>
		round.flatMap((pass) => (theirs[at] ?? []).map((other) => ratioOf(pass, other))),
	);
	const [mine, others] = [ours.flat(), theirs.flat()];
	const measured = ratios.length > 0;
	const ratio = measured ? median(ratios) : null;
	const lost = { ours: sum(mine, 'lost'), theirs: sum(others, 'lost') };
	const doubled = { ours: sum(mine, 'doubled'), theirs: sum(others, 'doubled') };
	const counted = lost.ours === 0 && doubled.ours === 0;
	return {
		...{ id, title, against, unit, goal, ratio },
		spread: measured ? [Math.min(...ratios), Math.max(...ratios)] : null,
		met: ratio === null || why || !hasGoal(goal) ? null : counted && isReached(goal, ratio),
		medians: measured ? { ours: median(mine.map(of)), theirs: median(others.map(of)) } : null,
		...{ lost, doubled, why, ours, theirs },
	};
}

const sum = (passes: Pass[], what: 'lost' | 'doubled') =>
	passes.reduce((total, pass) => total + pass[what], 0);

const hasGoal = ({ atLeast, atMost }: Goal) => atLeast !== undefined || atMost !== undefined;

const isReached = ({ atLeast = -Infinity, atMost = Infinity }: Goal, ratio: number) =>
	ratio >= atLeast && ratio <= atMost;
