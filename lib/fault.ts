/** Errors that JavaScript itself throws: what they say is for programmers. */
const FAULTS = [
	'EvalError',
	'RangeError',
	'ReferenceError',
	'SyntaxError',
	'TypeError',
	'URIError',
];

/** Whether something took an unexpected form, so that its message helps nobody who reads it. */
export const isFault = (error: unknown): boolean => FAULTS.includes((error as Error)?.name);

interface Logging {
	logger: { error: (text: string) => void };
	getNode: () => { name: string };
}

/** Keeps for the log what is of no use in a panel. */
export function logFault(context: Logging, error: unknown): void {
	if (isFault(error)) context.logger.error(`${context.getNode().name}: ${(error as Error).stack}`);
}

/**
 * What an error says, if it is a sentence.
 * @param otherwise says what happened in place of a fault's own words
 */
export const sentenceOf = (error: unknown, otherwise: string): string =>
	isFault(error) ? otherwise : (error as Error).message;
