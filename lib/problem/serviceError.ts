import {
	createProblem,
	problemText,
	type Problem,
	type ProblemDetails,
	type ProblemValues,
} from './problem';
import type { ProblemCode } from './problemCodes';
import { serviceText } from './serviceText';

/** Longest text, in characters: enough for a title, a detail, a code and a request ID of a service. */
const LONGEST_TEXT = 2_500;

/**
 * Carries a problem to the code that reports it to the user. Its texts may repeat a service's response: they are
 * shortened, and tokens in them are redacted. It has no cause, because n8n's request errors contain secrets.
 */
export class ServiceError extends Error {
	readonly problem: Problem;

	/** Place where every n8n looks for data that it keeps in its own error. Up to n8n-workflow 2.33, it keeps no cause. */
	readonly response: { data: { name: string; problem: Problem } };

	constructor(problem: Problem) {
		const { message, advice } = problem;
		const safeProblem = {
			...problem,
			message: serviceText(message, LONGEST_TEXT),
			advice: serviceText(advice, LONGEST_TEXT),
		};
		super(problemText(safeProblem));
		this.name = 'ServiceError';
		this.problem = safeProblem;
		this.response = { data: { name: this.name, problem: safeProblem } };
	}
}

/** An error in more errors than this has nothing to do with a request. */
const MOST_ERRORS = 5;

/** Returns an error and the ones that caused it, the outermost first; the last cause may have more. */
export function errorsIn(error: unknown): unknown[] {
	const errors: unknown[] = [];
	for (let each = error; each && errors.length < MOST_ERRORS; each = (each as Error).cause)
		errors.push(each);
	return errors;
}

/**
 * Returns the problem in an error, if there is one. n8n wraps an error of a credential in its own, and nodes and
 * credentials may be loaded separately and so share no class; hence the check by name.
 */
export function problemIn(error: unknown): Problem | undefined {
	const { context, httpCode } = (error ?? {}) as {
		context?: { data?: unknown };
		httpCode?: string | null;
	};
	// With a status, the data came from a service, which must not pass for this package.
	const kept = httpCode ? undefined : context?.data;
	return [...errorsIn(error), kept].find(isServiceError)?.problem;
}

const isServiceError = (error: unknown): error is ServiceError =>
	(error as { name?: unknown } | undefined)?.name === 'ServiceError' &&
	typeof (error as ServiceError).problem === 'object';

/** Creates the error for a problem from the table of codes; see `createProblem`. */
export const serviceError = <Code extends ProblemCode>(
	code: Code,
	values: ProblemValues<Code>,
	details?: ProblemDetails,
): ServiceError => new ServiceError(createProblem(code, values, details));
