/** Tracks how the inlet responds, to decide how long to keep trying and when to stop the run. */
export interface InletHealth {
	/** Returns true after the first definite answer, here or a moment ago: until then, requests are sent one at a time. */
	hasAnswered(): boolean;
	/** Records a definite answer, accepted or rejected. */
	recordAnswer(): void;
	/** Records a missing response, or one that may differ later. */
	recordTransient(now: number): void;
	/** Returns the remaining waiting time in ms, for a message whose first failure was then. */
	remainingMs(firstFailedAt: number, now: number): number;
	/** Records that a request was given up; returns true if the whole run should stop. */
	recordGivenUp(now: number): boolean;
}

/**
 * Requests given up in a row, without a definite answer in between, before the run stops: one lost request says little,
 * three over the whole budget mean that the inlet is not available.
 */
const MAX_GIVEN_UP = 3;

/**
 * Creates the health of an inlet. The budget (ms) runs from the first transient failure since the last definite answer.
 * @param hasAnswered true if it gave one a moment ago
 */
export function createInletHealth(budgetMs: number, hasAnswered = false): InletHealth {
	let unansweredSince: number | undefined;
	let givenUpInARow = 0;

	return {
		hasAnswered: () => hasAnswered,
		recordAnswer() {
			hasAnswered = true;
			unansweredSince = undefined;
			givenUpInARow = 0;
		},
		recordTransient(now) {
			unansweredSince ??= now;
		},
		remainingMs(firstFailedAt, now) {
			return Math.min(firstFailedAt, unansweredSince ?? firstFailedAt) + budgetMs - now;
		},
		recordGivenUp(now) {
			givenUpInARow += 1;
			const isBudgetSpent = unansweredSince !== undefined && now - unansweredSince >= budgetMs;
			return isBudgetSpent && givenUpInARow >= MAX_GIVEN_UP;
		},
	};
}
