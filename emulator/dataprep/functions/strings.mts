import { NotComputable } from '../notComputable.mts';
import { isNull, toArray, toInteger, toText } from '../values.mts';
import { fn, MANY, nullable, orElse, type FunctionTable } from './table.mts';

/** A padded text must not be larger than a record. */
const MAX_PADDED = 1_000_000;

function regex(source: unknown, flags = ''): RegExp {
	try {
		return new RegExp(toText(source), flags);
	} catch {
		throw new NotComputable(`"${toText(source).slice(0, 60)}" is no regular expression`);
	}
}

/** Splits at the matches, without empty parts at the end, like Java. */
function explode(text: string, separator: RegExp): string[] {
	const parts: string[] = [];
	let start = 0;
	for (const match of text.matchAll(separator)) {
		if (match[0] === '') continue;
		parts.push(text.slice(start, match.index));
		start = match.index + match[0].length;
	}
	parts.push(text.slice(start));
	while (parts.length > 1 && parts.at(-1) === '') parts.pop();
	return parts;
}

function split(text: string, separators: string): string[] {
	const any = new Set(separators);
	const parts: string[] = [];
	let part = '';
	for (const char of text) {
		if (!any.has(char)) part += char;
		else if (part !== '') [part] = ['', parts.push(part)];
	}
	return part === '' ? parts : [...parts, part];
}

/** Returns the zero-based index of the nth occurrence, or -1 as Java's indexOf does (Adobe does not document this). */
function instr(text: string, sub: string, start: number, occurrence: number): number {
	let at = text.indexOf(sub, start);
	for (let count = 1; count < occurrence && at >= 0; count++) at = text.indexOf(sub, at + 1);
	return at;
}

function padding(text: string, count: number, pad: string): string {
	if (count > MAX_PADDED) throw new NotComputable(`A text cannot be padded to ${count} characters`);
	return (pad || ' ')
		.repeat(Math.max(0, count - text.length))
		.slice(0, Math.max(0, count - text.length));
}

const substr = (text: string, start: number, length: number) =>
	text.slice(Math.max(0, start), Math.max(0, start) + Math.max(0, length));

const lower = fn([1, 1], ([text]) => toText(text).toLowerCase());
const upper = fn([1, 1], ([text]) => toText(text).toUpperCase());

/** Source: Adobe, "Data Prep mapping functions", string and regular expression functions. */
export const strings: FunctionTable = {
	// It is not documented if a null argument makes the whole text null: here it is skipped.
	concat: nullable([1, MANY], (parts) =>
		parts
			.filter((part) => !isNull(part))
			.map(toText)
			.join(''),
	),
	explode: fn([1, 2], ([text, separator]) =>
		explode(toText(text), regex(orElse(separator, ','), 'g')),
	),
	split: fn([2, 2], ([text, separators]) => split(toText(text), toText(separators))),
	join: fn([2, 2], ([separator, items]) =>
		toArray(items)
			.filter((item) => !isNull(item))
			.map(toText)
			.join(toText(separator)),
	),
	instr: fn([2, 4], ([text, sub, start, occurrence]) =>
		instr(toText(text), toText(sub), toInteger(orElse(start, 0)), toInteger(orElse(occurrence, 1))),
	),
	replacestr: fn([3, 3], ([text, find, replacement]) =>
		find === '' ? text : toText(text).replaceAll(toText(find), () => toText(replacement)),
	),
	substr: fn([3, 3], ([text, start, length]) =>
		substr(toText(text), toInteger(start), toInteger(length)),
	),
	lower,
	lcase: lower,
	upper,
	ucase: upper,
	lpad: nullable([3, 3], ([input, count, pad]) => {
		const text = toText(orElse(input, ''));
		return padding(text, toInteger(count), toText(orElse(pad, ' '))) + text;
	}),
	rpad: nullable([3, 3], ([input, count, pad]) => {
		const text = toText(orElse(input, ''));
		return text + padding(text, toInteger(count), toText(orElse(pad, ' ')));
	}),
	left: fn([2, 2], ([text, count]) => substr(toText(text), 0, toInteger(count))),
	right: fn([2, 2], ([text, count]) => {
		const fullText = toText(text);
		return fullText.slice(Math.max(0, fullText.length - Math.max(0, toInteger(count))));
	}),
	trim: fn([1, 1], ([text]) => toText(text).trim()),
	ltrim: fn([1, 1], ([text]) => toText(text).trimStart()),
	rtrim: fn([1, 1], ([text]) => toText(text).trimEnd()),
	extract_regex: fn([2, 2], ([text, pattern]) => {
		const match = regex(pattern).exec(toText(text));
		return match ? [...match].map((group) => group ?? null) : [];
	}),
	matches_regex: fn([2, 2], ([text, pattern]) =>
		regex(`^(?:${toText(pattern)})$`).test(toText(text)),
	),
};

/** Methods that can be called on a text with a dot. Source: as above, rows equals and equalsIgnoreCase. */
export const textMethods: Record<string, (text: unknown, other: unknown) => boolean> = {
	equals: (text, other) => !isNull(other) && toText(text) === toText(other),
	equalsIgnoreCase: (text, other) =>
		!isNull(other) && toText(text).toLowerCase() === toText(other).toLowerCase(),
};
