import { NO_TASK_RUNNER, QUICK_START } from '../playground/n8nProgram.mts';

/** One measurement of one side of a comparison. */
export interface Pass {
	/** The compared value: events per second, milliseconds, bytes, requests. */
	value: number;
	/** Every event or record is counted by its ID at both ends. */
	lost: number;
	doubled: number;
	/** Other values worth keeping: percentiles, CPU time, number of requests, responses with 429. */
	details?: Record<string, number>;
}

/** Goal of a ratio; empty if the ratio is only reported. */
export interface Goal {
	atLeast?: number;
	atMost?: number;
}

/** One row of the table: two sides, measured in turns within one run. */
export interface Figure {
	/** Short and stable, for `--only` and results.json: letters and dashes. */
	id: string;
	title: string;
	/** The other side of the comparison, as the table names it. */
	against: string;
	unit: string;
	goal: Goal;
	/** Sides that share work (the same running n8n) are measured together: see `Session`. */
	ours: string;
	theirs: string;
	/** Returns the compared value of a pass; default: its value. */
	of?: (pass: Pass) => number;
	/** Returns the ratio of two passes of the same round; default: ours divided by theirs. */
	ratio?: (ours: Pass, theirs: Pass) => number;
}

/** Amount of measurement. `quick` only checks that the benchmark works: its figures mean nothing. */
export interface Scale {
	quick: boolean;
}

/** Settings for an n8n of the quick run without Code nodes, whose start is not measured. */
export const QUICK_SETTINGS = { ...QUICK_START, ...NO_TASK_RUNNER };

/** Number of measurements of each side: this many rounds with this many turns each, at least five in all. */
export interface Plan {
	rounds: number;
	turns: number;
}

/**
 * A setup, such as a running n8n, with its sides measured in turns: A B C, A B C, … It is opened again in each round,
 * so that the spread includes the differences between starts of n8n and between times of day.
 */
export interface Session {
	title: string;
	figures: Figure[];
	/** Default: three rounds of three turns. */
	plan?: Plan;
	/** Sides from which the model of n8n's costs is fitted, and the expression engine that they were measured with. */
	model?: { engine: 'lazy' | 'default'; sides: string[] };
	/** Returns the reason that it cannot be measured here, e.g. a missing program; undefined if it can. */
	leftOut?: (scale: Scale) => string | undefined;
	open: (scale: Scale) => Promise<OpenSession>;
}

export interface OpenSession {
	/** Sides by the names in `ours` and `theirs` of the figures. */
	sides: Record<string, () => Promise<Pass>>;
	close: () => Promise<void>;
}
