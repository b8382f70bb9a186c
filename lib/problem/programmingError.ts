/** Errors that JavaScript itself throws: their messages are for programmers. */
const PROGRAMMING_ERRORS = [
	'EvalError',
	'RangeError',
	'ReferenceError',
	'SyntaxError',
	'TypeError',
	'URIError',
];

/** Returns true if a value had an unexpected form; the message of such an error helps no user. */
export const isProgrammingError = (error: unknown): boolean =>
	PROGRAMMING_ERRORS.includes((error as Error)?.name);

interface Logging {
	logger: { error: (text: string) => void };
	getNode: () => { name: string };
}

/** Logs an error whose message is of no use in a panel. */
export function logProgrammingError(context: Logging, error: unknown): void {
	if (isProgrammingError(error))
		context.logger.error(`${context.getNode().name}: ${(error as Error).stack}`);
}
