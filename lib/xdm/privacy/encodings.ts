/** A decoded character: its code point or UTF-16 code unit, and the length of what encodes it. */
export interface Decoded {
	point: number;
	length: number;
}

/** A way to write characters as others. Reads normalized text, so its letters are lowercase. */
export interface Encoding {
	/** Code unit that each encoded character begins with. */
	sign: number;
	/** Matches text that may contain an encoded character. */
	pattern: RegExp;
	/** Returns undefined if no encoded character begins at the position. */
	read: (text: string, at: number) => Decoded | undefined;
}

const unitOf = (character: string) => character.charCodeAt(0);

/** Percent-encoding of UTF-8 (RFC 3986, section 2.1), and `%u0040` of JavaScript's old `escape`. */
export const percentEncoding: Encoding = {
	sign: unitOf('%'),
	pattern: /%(?:[\da-f]{2}|u[\da-f]{4})/,
	read: readPercent,
};

/**
 * Escapes of JSON (RFC 8259, section 7), those that only JavaScript has, such as `\x40` and `\u{40}`, and punctuation marks
 * that Markdown escapes, such as `\_`.
 */
export const jsonEscapes: Encoding = {
	sign: unitOf('\\'),
	pattern: /\\(?:[!-/:-@[-`{-~bfnrt]|u[\da-f]{4}|u\{[\da-f]|x[\da-f]{2})/,
	read: readBackslash,
};

/** Character references of HTML. Source: HTML Standard, "Named character references"; the common ones. */
export const htmlEntities: Encoding = {
	sign: unitOf('&'),
	pattern: /&(?:#x?[\da-f]|[a-z]{2,8};)/,
	read: readEntity,
};

const SHORT_ESCAPES = new Map(
	[...'bfnrt'].map((letter) => [unitOf(letter), unitOf(JSON.parse(`"\\${letter}"`) as string)]),
);
for (const mark of '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~')
	SHORT_ESCAPES.set(unitOf(mark), unitOf(mark));

function readBackslash(text: string, at: number): Decoded | undefined {
	const letter = text[at + 1];
	if (letter === 'u') return text[at + 2] === '{' ? readBraces(text, at) : readCode(text, at, 4);
	if (letter === 'x') return readCode(text, at, 2);
	const point = SHORT_ESCAPES.get(text.charCodeAt(at + 1));
	return point === undefined ? undefined : { point, length: 2 };
}

const BRACES = /^\{([\da-f]{1,6})\}/;

function readBraces(text: string, at: number): Decoded | undefined {
	const digits = BRACES.exec(text.slice(at + 2, at + 10))?.[1];
	const point = digits === undefined ? 0 : parseInt(digits, 16);
	if (digits === undefined || !isCharacter(point)) return undefined;
	return { point, length: digits.length + 4 };
}

/** Reads a fixed number of hexadecimal digits after two characters. */
function readCode(text: string, at: number, digits: number): Decoded | undefined {
	const point = readHex(text, at + 2, digits);
	return point < 0 ? undefined : { point, length: digits + 2 };
}

/** Replaces bytes that are not valid UTF-8, such as those of older encodings; not a letter. */
const REPLACEMENT = 0xfffd;

const FIRST_ASTRAL = 0x10000;

const LAST_POINT = 0x10ffff;

/** Smallest code point by its number of bytes in UTF-8. */
const SMALLEST = [0, 0, 0x80, 0x800, FIRST_ASTRAL];

function readPercent(text: string, at: number): Decoded | undefined {
	if (text[at + 1] === 'u') return readCode(text, at, 4);
	const first = readHex(text, at + 1, 2);
	if (first < 0) return undefined;
	if (first < 0x80) return { point: first, length: 3 };
	const invalid = { point: REPLACEMENT, length: 3 };
	const bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	let point = first & (0x7f >> bytes);
	for (let byte = 1; byte < bytes; byte++) {
		const start = at + byte * 3;
		const next = text[start] === '%' ? readHex(text, start + 1, 2) : -1;
		if (next >> 6 !== 2) return invalid;
		point = (point << 6) | (next & 0x3f);
	}
	const isValid = first >= 0xc2 && point >= SMALLEST[bytes] && isCharacter(point);
	return isValid ? { point, length: bytes * 3 } : invalid;
}

const isCharacter = (point: number) => point <= LAST_POINT && (point < 0xd800 || point > 0xdfff);

/** Reads a number of hexadecimal digits; returns -1 if one is missing. */
function readHex(text: string, at: number, digits: number): number {
	let value = 0;
	for (let digit = 0; digit < digits; digit++) {
		const code = text.charCodeAt(at + digit);
		const lower = code | 0x20;
		if (code >= 0x30 && code <= 0x39) value = value * 16 + code - 0x30;
		else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
		else return -1;
	}
	return value;
}

const SIGNS: Record<string, string> = {
	amp: '&',
	apos: "'",
	ast: '*',
	bsol: '\\',
	colon: ':',
	comma: ',',
	commat: '@',
	copy: '©',
	dash: '-',
	emsp: ' ',
	ensp: ' ',
	equals: '=',
	excl: '!',
	gt: '>',
	hyphen: '-',
	laquo: '«',
	ldquo: '“',
	lowbar: '_',
	lpar: '(',
	lsquo: '‘',
	lt: '<',
	mdash: '—',
	nbsp: ' ',
	ndash: '–',
	newline: '\n',
	num: '#',
	percnt: '%',
	period: '.',
	plus: '+',
	quot: '"',
	raquo: '»',
	rdquo: '”',
	rpar: ')',
	rsquo: '’',
	semi: ';',
	shy: '\u00ad',
	sol: '/',
	tab: '\t',
	thinsp: ' ',
	zwj: '\u200d',
	zwnj: '\u200c',
	aelig: 'æ',
	eth: 'ð',
	inodot: 'ı',
	lstrok: 'ł',
	oelig: 'œ',
	oslash: 'ø',
	szlig: 'ß',
	thorn: 'þ',
};

/** Accents in the names of letters, e.g. `eacute`, by their combining marks. */
const ACCENTS: Record<string, string> = {
	acute: '\u0301',
	breve: '\u0306',
	caron: '\u030c',
	cedil: '\u0327',
	circ: '\u0302',
	dblac: '\u030b',
	dot: '\u0307',
	grave: '\u0300',
	macr: '\u0304',
	ogon: '\u0328',
	ring: '\u030a',
	tilde: '\u0303',
	uml: '\u0308',
};

/** Code units of the characters by their names. Letters with an accent that Unicode does not compose are left out. */
const ENTITIES = new Map<string, number>();

for (const [name, character] of Object.entries(SIGNS)) ENTITIES.set(name, unitOf(character));
for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
	for (const [name, mark] of Object.entries(ACCENTS)) {
		const character = `${letter}${mark}`.normalize('NFC');
		if (character.length === 1) ENTITIES.set(`${letter}${name}`, unitOf(character));
	}
}

const LONGEST_NAME = 8;

/** Digits of the largest code point in decimal, and some leading zeros. */
const MOST_DIGITS = 10;

function readEntity(text: string, at: number): Decoded | undefined {
	if (text[at + 1] === '#') return readNumber(text, at);
	const end = text.slice(at + 1, at + LONGEST_NAME + 2).indexOf(';');
	const point = end > 0 ? ENTITIES.get(text.slice(at + 1, at + 1 + end)) : undefined;
	return point === undefined ? undefined : { point, length: end + 2 };
}

/** Reads a decimal or hexadecimal reference; browsers accept it without the semicolon. */
function readNumber(text: string, at: number): Decoded | undefined {
	const isHex = text[at + 2] === 'x';
	const start = at + (isHex ? 3 : 2);
	const digits = text.slice(start, start + MOST_DIGITS).match(isHex ? /^[\da-f]+/ : /^\d+/)?.[0];
	if (digits === undefined) return undefined;
	const point = parseInt(digits, isHex ? 16 : 10);
	if (!isCharacter(point) || point === 0) return undefined;
	const end = start + digits.length;
	return { point, length: end - at + (text[end] === ';' ? 1 : 0) };
}
