/** Source: Adobe, "Data Prep mapping functions", section Fields: names that must be wrapped in ${}. */
export const RESERVED = new Set(
	'new mod or break var lt for false while eq gt div not null continue else and ne true le if ge return _errors do function empty size'.split(
		' ',
	),
);

/** Words that are synonyms of operators. */
export const WORD_OPERATORS: Record<string, string> = {
	and: '&&',
	or: '||',
	eq: '==',
	ne: '!=',
	lt: '<',
	le: '<=',
	gt: '>',
	ge: '>=',
	div: '/',
	mod: '%',
	not: '!',
};

/** From lowest to highest precedence. */
export const PRECEDENCE = [
	['||'],
	['&&'],
	['==', '!='],
	['<', '<=', '>', '>='],
	['+', '-'],
	['*', '/', '%'],
];

export const UNARY = new Set(['!', '-', '+', '~']);

export const CONSTANTS = new Map<string, null | boolean>([
	['null', null],
	['true', true],
	['false', false],
]);
