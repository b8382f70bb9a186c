/** A form of a text for the search, and the position of each code unit in the original. */
export interface TextView {
	text: string;
	/** Index in the original for each code unit, followed by the original's length; absent if they are the same. */
	starts?: Uint32Array;
}

const ASCII = /^[\0-\x7f]*$/;

const SPACES_IN_A_ROW = /[\t-\r ]{2}/;

const OTHER_SPACES = /[\t-\r]/;

const EVERY_OTHER_SPACE = /[\t-\r]/g;

const SPACE = 0x20;

/** Marks a code unit whose form is not a single code unit; no character. */
const NOT_SINGLE = 0xffff;

/** Characters with a longer form are ligatures of whole phrases; bounds the memory for hostile text. */
const LONGEST_FORM = 4;

/** Ignorable characters are invisible. Source: Unicode, DerivedCoreProperties.txt; the last three annotate text. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

/**
 * Accents, and the vowel signs of Arabic and Hebrew: most people leave them out. Those of other scripts stay, because they
 * make another word.
 */
const OPTIONAL_MARKS = /[\u0300-\u036f\u064b-\u065f]|[\u0591-\u05c7]|\u0640|\u0670/g;

/** Letters that keyboards without them replace, and that Unicode does not decompose. Lowercase. */
const REPLACED: Readonly<Record<string, string>> = {
	æ: 'ae',
	ð: 'd',
	ø: 'o',
	þ: 'th',
	đ: 'd',
	ħ: 'h',
	ł: 'l',
	œ: 'oe',
	ŧ: 't',
	// Arabic letters that Persian and Urdu keyboards have instead of those of other keyboards.
	ة: 'ه',
	ى: 'ي',
	ٱ: 'ا',
	ک: 'ك',
	ی: 'ي',
};

/** Typographic characters that people and programs replace by plain ones and back. */
const PLAIN: ReadonlyArray<[pattern: RegExp, plain: string]> = [
	[/\s/u, ' '],
	[/[\u2018-\u201b\u2032\u2035\u02b9\u02bb-\u02bf\u02c8\u00b4`\u055a\u05f3\ua78b\ua78c]/u, "'"],
	[/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u05f4\u300c-\u300f]/u, '"'],
	[/[\p{Pd}\u2212\u00ad\u2043]/u, '-'],
];

/** Forms of single code units; 0 until a code unit first appears. */
const singles = new Uint16Array(0x10000);

const forms = new Map<number, string>();

/**
 * Converts a text to the form in which values are compared: compatibility forms decomposed (Unicode NFKD), case folded,
 * without accents and vowel signs, decimal digits of all scripts as ASCII digits, invisible characters removed,
 * typographic quotation marks and dashes as plain ones, and each run of spaces and line breaks as one space. Takes time
 * proportional to the text.
 */
export function normalize({ text, starts: outer }: TextView): TextView {
	if (ASCII.test(text) && !SPACES_IN_A_ROW.test(text)) {
		const lower = text.toLowerCase();
		const isPlain = !OTHER_SPACES.test(lower);
		return { text: isPlain ? lower : lower.replace(EVERY_OTHER_SPACE, ' '), starts: outer };
	}
	const view = new ViewBuilder(text.length, outer);
	for (let at = 0; at < text.length; ) {
		const unit = text.charCodeAt(at);
		const single = singles[unit] || findSingle(unit);
		if (single !== NOT_SINGLE) {
			if (single !== SPACE || !view.endsWith(SPACE)) view.add(single, at);
			at++;
			continue;
		}
		const point = text.codePointAt(at) as number;
		const form = forms.get(point) ?? findForm(point);
		for (let part = 0; part < form.length; part++) view.add(form.charCodeAt(part), at);
		at += point > 0xffff ? 2 : 1;
	}
	return view.build(text.length);
}

/** Returns the normalized form of a value, without the positions that a view has: they cost more than a short text. */
export function normalizeValue(value: string): string {
	let text = '';
	for (const character of value) {
		const point = character.codePointAt(0) as number;
		const form = forms.get(point) ?? findForm(point);
		if (form !== ' ' || !text.endsWith(' ')) text += form;
	}
	return text.trim();
}

function findSingle(unit: number): number {
	const isHigh = unit >= 0xd800 && unit <= 0xdbff;
	const form = isHigh ? '' : (forms.get(unit) ?? findForm(unit));
	return (singles[unit] = form.length === 1 ? form.charCodeAt(0) || NOT_SINGLE : NOT_SINGLE);
}

function findForm(point: number): string {
	const form = formOf(String.fromCodePoint(point));
	forms.set(point, form);
	return form;
}

function formOf(character: string): string {
	if (INVISIBLE.test(character)) return '';
	for (const [pattern, plain] of PLAIN) if (pattern.test(character)) return plain;
	// Turkish has two more letters that other languages write as i.
	if ('İı'.includes(character)) return 'i';
	if (/\p{Nd}/u.test(character)) return digitOf(character);
	// Uppercase first: several lowercase letters, such as the two sigmas, have the same uppercase letter.
	const folded = character.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
	// An accent that stands alone is not a space with an accent.
	if (folded.length > LONGEST_FORM || /^\s./u.test(folded)) return character;
	const plain = folded.replace(OPTIONAL_MARKS, '').replace(/\s/gu, ' ');
	return REPLACED[plain] ?? plain;
}

const DIGITS = 10;

/** Returns the ASCII digit of a decimal digit. Unicode orders each script's ten digits from 0 to 9. */
function digitOf(digit: string): string {
	const plain = digit.normalize('NFKD');
	if (/^\d$/.test(plain)) return plain;
	const point = digit.codePointAt(0) as number;
	let value = 0;
	while (value < DIGITS - 1 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value++;
	return String(value);
}

/** Collects the code units of a view and their positions. */
export class ViewBuilder {
	private units: Uint16Array;

	private starts: Uint32Array;

	private length = 0;

	constructor(
		capacity: number,
		private readonly outer: Uint32Array | undefined,
	) {
		this.units = new Uint16Array(capacity + LONGEST_FORM);
		this.starts = new Uint32Array(capacity + LONGEST_FORM);
	}

	/** @param at position in the text that the view is made from */
	add(unit: number, at: number): void {
		if (this.length + 1 === this.units.length) this.grow();
		this.units[this.length] = unit;
		this.starts[this.length++] = this.outer ? this.outer[at] : at;
	}

	endsWith(unit: number): boolean {
		return this.length > 0 && this.units[this.length - 1] === unit;
	}

	/** @param end length of the text that the view is made from */
	build(end: number): TextView {
		this.starts[this.length] = this.outer ? this.outer[end] : end;
		const bytes = Buffer.from(this.units.buffer, 0, this.length * 2);
		return { text: bytes.toString('utf16le'), starts: this.starts };
	}

	private grow(): void {
		const { units, starts } = this;
		this.units = new Uint16Array(units.length * 2);
		this.units.set(units);
		this.starts = new Uint32Array(starts.length * 2);
		this.starts.set(starts);
	}
}
