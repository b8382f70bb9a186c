import { NotComputable } from './notComputable.mts';

export interface Token {
	kind: 'number' | 'text' | 'name' | 'wrapped' | 'mark' | 'end';
	/** Meaning of the token: a text without quotes and escapes, a name without its wrapping. */
	value: string;
	/** Position in the expression, counted from 0. */
	at: number;
}

/**
 * Source: Adobe, "Data Prep mapping functions", section Fields: letters and digits, "$" and "_"; "\." inside a name.
 */
const FORMS: Array<[Token['kind'] | 'space', RegExp]> = [
	['space', /\s+/y],
	['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
	['text', /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y],
	['wrapped', /\$\{[^{}]*\}/y],
	['name', /(?:[\p{L}_$]|\\\.)(?:[\p{L}\p{Nd}_$]|\\\.)*/uy],
	['mark', /==|!=|<=|>=|&&|\|\||[-+*/%!~<>()[\]{},.:]/y],
];

const SHORT_ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** A backslash before any other character is kept: such texts contain regular expressions. */
function unescape(text: string): string {
	return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\\"'nrt]))/g, (_, code?: string, char?: string) =>
		code ? String.fromCharCode(parseInt(code, 16)) : (SHORT_ESCAPES[char!] ?? char!),
	);
}

const MEANING: Partial<Record<Token['kind'], (raw: string) => string>> = {
	text: (raw) => unescape(raw.slice(1, -1)),
	wrapped: (raw) => raw.slice(2, -1).replaceAll('\\.', '.'),
	name: (raw) => raw.replaceAll('\\.', '.'),
};

/** Splits an expression into tokens; the last one has the kind "end". Throws NotComputable if no token matches. */
export function tokenize(expression: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < expression.length) {
		const [kind, raw] = nextToken(expression, at);
		if (kind !== 'space') tokens.push({ kind, value: MEANING[kind]?.(raw) ?? raw, at });
		at += raw.length;
	}
	return [...tokens, { kind: 'end', value: '', at }];
}

function nextToken(expression: string, at: number): [Token['kind'] | 'space', string] {
	for (const [kind, form] of FORMS) {
		form.lastIndex = at;
		const match = form.exec(expression);
		if (match) return [kind, match[0]];
	}
	const character = String.fromCodePoint(expression.codePointAt(at)!);
	const isOpenText = character === '"' || character === "'";
	throw new NotComputable(
		isOpenText
			? `The text that begins at position ${at} has no closing ${character}`
			: `"${character}" at position ${at} has no meaning in an expression`,
	);
}
