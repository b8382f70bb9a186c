import { NO_TASK_RUNNER, QUICK_START } from '../playground/n8n.mts';

/** What one side of a comparison did, once. */
export interface Pass {
	/** What is compared: events a second, milliseconds, bytes, requests. */
	value: number;
	/** Every event or record is counted by its id at both ends. */
	lost: number;
	doubled: number;
	/** What else is worth keeping: percentiles, CPU time, requests made, refusals met. */
	details?: Record<string, number>;
}

/** What a ratio has to reach; `undefined` where it is only stated. */
export interface Goal {
	atLeast?: number;
	atMost?: number;
}

/** One line of the table: two sides, measured in turns within one run. */
export interface Figure {
	/** Short and stable, for `--only` and for results.json: letters and dashes. */
	id: string;
	title: string;
	/** What it is compared with, as the table says it. */
	against: string;
	unit: string;
	goal: Goal;
	/** Sides that share work (the same running n8n) are measured together: see `Session`. */
	ours: string;
	theirs: string;
	/** What of a pass is compared; default its value. */
	of?: (pass: Pass) => number;
	/** The ratio of two passes of the same round; default ours divided by theirs. */
	ratio?: (ours: Pass, theirs: Pass) => number;
}

/** How much is measured. `quick` only checks that the benchmark works: its figures mean nothing. */
export interface Scale {
	quick: boolean;
}

/** For an n8n of the quick run without Code nodes: what starts sooner is not measured. */
export const QUICK_SETTINGS = { ...QUICK_START, ...NO_TASK_RUNNER };

/** How often each side of a session is measured: in so many rounds, each with so many turns. At least five in all. */
export interface Plan {
	rounds: number;
	turns: number;
}

/**
 * A set-up, such as a running n8n, and what is measured on it in turns: A B C, A B C, … Opened anew in each round, so
 * that the spread shows what differs from one start of n8n to the next, and from one quarter of an hour to the next.
 */
export interface Session {
	title: string;
	figures: Figure[];
	/** Default three rounds of three turns. */
	plan?: Plan;
	/** Sides of which the model of n8n's costs is made, and the expression engine they were measured with. */
	model?: { engine: 'lazy' | 'default'; sides: string[] };
	/** Why it cannot be measured here, e.g. because a program is missing; undefined where it can. */
	leftOut?: (scale: Scale) => string | undefined;
	open: (scale: Scale) => Promise<OpenSession>;
}

export interface OpenSession {
	/** By the names that `ours` and `theirs` of the figures give. */
	sides: Record<string, () => Promise<Pass>>;
	close: () => Promise<void>;
}
