/** How the inlet has been answering: decides how long to keep trying and when to leave it alone. */
export interface Health {
	/** Whether any definite answer has come yet: until then requests go one at a time. */
	heard(): boolean;
	/** A definite answer, yes or no. */
	definite(): void;
	/** No answer, or one that may be different later. */
	passing(now: number): void;
	/** Time left for waiting in ms, for a message that first got a passing answer then. */
	remainingMs(firstPassAt: number, now: number): number;
	/** A request was given up; gives whether the whole run should be. */
	givenUp(now: number): boolean;
}

/**
 * Requests given up in a row, with no definite answer in between, before the rest is not even tried:
 * one lost request says little, three over the whole budget say that the inlet is away.
 */
const GIVEN_UP_IN_A_ROW = 3;

/** The budget (ms) runs from the first passing answer since the last definite one. */
export function createHealth(budgetMs: number): Health {
	let everHeard = false;
	let silentSince: number | undefined;
	let inARow = 0;

	return {
		heard: () => everHeard,
		definite() {
			everHeard = true;
			silentSince = undefined;
			inARow = 0;
		},
		passing(now) {
			silentSince ??= now;
		},
		remainingMs(firstPassAt, now) {
			return Math.min(firstPassAt, silentSince ?? firstPassAt) + budgetMs - now;
		},
		givenUp(now) {
			inARow += 1;
			const silent = silentSince !== undefined && now - silentSince >= budgetMs;
			return silent && inARow >= GIVEN_UP_IN_A_ROW;
		},
	};
}
