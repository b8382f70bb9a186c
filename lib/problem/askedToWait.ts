import { durationInWords } from './durationInWords';
import type { Problem } from './problem';

/** The latest time that RFC 3339 can write, in ms since 1970: a service can ask to wait for any time. */
const LATEST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Longest time for which a process does not ask a service again because it asked to wait, in ms: a gateway with a wrong
 * clock must not shut out a credential until n8n is restarted.
 */
export const LONGEST_SILENCE_MS = 3_600_000;

/** Replaces the advice of a code, which names a shorter time. */
export const WAIT_ADVICE = 'Try again after that time.';

/**
 * Returns a time as `retryAt` of a problem.
 * @param askedUntil in ms since 1970
 * @returns undefined for a time in the past
 */
export const retryAtOf = (askedUntil: number, now = Date.now()): string | undefined =>
	askedUntil > now ? new Date(Math.min(askedUntil, LATEST_TIME)).toISOString() : undefined;

/** Adds to the message how long Adobe still asks to wait, if it does. */
export function tellAskedWait(problem: Problem, now = Date.now()): Problem {
	const waitMs = askedUntilOf(problem) - now;
	if (waitMs <= 0) return problem;
	return {
		...problem,
		message: `${problem.message}. Adobe asks to wait ${durationInWords(waitMs)}`,
	};
}

/** Returns the time before which the service asks not to be asked again, in ms since 1970; 0 if it does not say. */
export const askedUntilOf = ({ retryAt }: Problem): number =>
	retryAt === undefined ? 0 : Date.parse(retryAt);
