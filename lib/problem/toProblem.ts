import { createProblem, type Problem } from './problem';
import { isProgrammingError } from './programmingError';
import { problemIn } from './serviceError';

/**
 * Returns the problem for anything thrown: the one in a ServiceError, otherwise one with n8n's message, for example for
 * an expression that cannot be evaluated.
 * @param what names the value with the unexpected form, for JavaScript's own errors; begins a sentence
 */
export function toProblem(
	error: unknown,
	what = 'A parameter of this node, or something in a response,',
): Problem {
	const known = problemIn(error);
	if (known) return known;
	const isReadable = error instanceof Error && !isProgrammingError(error);
	if (!isReadable) return createProblem('unexpected.value', { what });
	const { message, description } = error as Error & { description?: string | null };
	const advice = description || undefined;
	const reason = message || 'n8n could not read a parameter of this node';
	return createProblem('setting.unreadable', { reason }, { advice });
}
