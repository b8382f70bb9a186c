import { PROBLEM_CODES, type ProblemCode } from './problemCodes';
import type { ProblemDefinition, ProblemRetry, ProblemService } from './problemDefinition';
import type { SchemaViolation } from './schemaViolations';

/** Something that went wrong: what happened, what to do, and a code that a workflow can branch on. */
export interface Problem {
	/** Stable; workflows branch on it, never on the message. */
	code: ProblemCode;
	/** Says what happened. */
	message: string;
	/** Says what to do. */
	advice: string;
	retry: ProblemRetry;
	/** Time before which the service asks not to be asked again, RFC 3339; absent if it does not say. */
	retryAt?: string;
	/** HTTP status, if a service answered. */
	status?: number;
	service?: ProblemService;
	requestId?: string;
	/** Dotted path in the item, or the label of a field in the panel. */
	field?: string;
	/** Differences between a record and its schema. */
	violations?: SchemaViolation[];
}

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
	? Name | Placeholders<Rest>
	: never;

type TextsOf<Code extends ProblemCode> =
	| (typeof PROBLEM_CODES)[Code]['message']
	| (typeof PROBLEM_CODES)[Code]['advice'];

/** Values for the placeholders in a code's texts. */
export type ProblemValues<Code extends ProblemCode> = Record<
	Placeholders<TextsOf<Code>>,
	string | number
>;

export type ProblemDetails = Partial<
	Pick<Problem, 'status' | 'requestId' | 'field' | 'violations' | 'advice' | 'retryAt'>
>;

/**
 * Creates a problem from the table of codes.
 * @param values fills the placeholders of the message and the advice
 * @param details other known facts; an advice here replaces the one in the table
 */
export function createProblem<Code extends ProblemCode>(
	code: Code,
	values: ProblemValues<Code>,
	details: ProblemDetails = {},
): Problem {
	const { message, advice, retry, service }: ProblemDefinition = PROBLEM_CODES[code];
	const { advice: otherAdvice, ...known } = details;
	return {
		code,
		message: fill(message, values),
		advice: otherAdvice ?? fill(advice, values),
		retry,
		...(service && { service }),
		...definedOnly(known),
	};
}

function fill(text: string, values: Record<string, string | number>): string {
	return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

function definedOnly<Fields extends object>(fields: Fields): Partial<Fields> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as Partial<Fields>;
}

/** Joins the message and the advice into one text, each ending with a period. */
export const problemText = ({ message, advice }: Pick<Problem, 'message' | 'advice'>): string =>
	[message, advice].filter(Boolean).map(asSentence).join(' ');

/** Returns the text with a period at its end. */
export const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
