import { normalize, ViewBuilder, type TextView } from './normalize';
import { htmlEntities, jsonEscapes, percentEncoding, type Encoding } from './encodings';

/**
 * Maximum layers of encodings that are removed. JSON inside JSON inside the query of a URL inside HTML has four. Bounds
 * the work for hostile text; a value under more layers is not found.
 */
export const MAX_LAYERS = 8;

const ALL: readonly Encoding[] = [percentEncoding, jsonEscapes, htmlEntities];

export interface DecodedView extends TextView {
	/** True if all encodings were removed together; the last of these views is the one that people see. */
	isJoint: boolean;
}

/** Returns the only view of a text that has neither encodings nor other scripts. */
export function plainView(text: string): DecodedView {
	const { starts, text: form } = normalize({ text });
	return { text: form, starts, isJoint: true };
}

/**
 * Yields a text in normalized form, as it is and with one to eight layers of encodings removed. If it contains several
 * encodings, the sign of one of them may be meant literally (`CORP\\rosa%40example.com`), so it also yields the text with
 * each removed alone. Takes time proportional to the length of the text.
 */
export function* viewsOf(text: string): Generator<DecodedView> {
	const first = normalize({ text });
	yield { ...first, isJoint: true };
	const present = ALL.filter(({ pattern }) => pattern.test(first.text));
	if (present.length === 0) return;
	yield* layersOf(first, ALL);
	if (present.length > 1) for (const encoding of present) yield* layersOf(first, [encoding]);
}

function* layersOf(first: TextView, encodings: readonly Encoding[]): Generator<DecodedView> {
	let view: TextView | undefined = first;
	for (let layer = 1; layer <= MAX_LAYERS; layer++) {
		view = decodeOnce(view, encodings);
		if (!view) return;
		view = normalize(view);
		yield { ...view, isJoint: encodings === ALL };
	}
}

/** Removes one layer of encodings; returns undefined if nothing is encoded. */
function decodeOnce(
	{ text, starts }: TextView,
	encodings: readonly Encoding[],
): TextView | undefined {
	const present = encodings.filter(({ pattern }) => pattern.test(text));
	if (present.length === 0) return undefined;
	const view = new ViewBuilder(text.length, starts);
	let isDecoded = false;
	for (let at = 0; at < text.length; ) {
		const unit = text.charCodeAt(at);
		const encoding = present.find(({ sign }) => sign === unit);
		const decoded = encoding?.read(text, at);
		if (!decoded) {
			view.add(unit, at++);
			continue;
		}
		isDecoded = true;
		const { point, length } = decoded;
		if (point > 0xffff) {
			view.add(0xd800 + ((point - 0x10000) >> 10), at);
			view.add(0xdc00 + ((point - 0x10000) & 0x3ff), at);
		} else {
			view.add(point, at);
		}
		at += length;
	}
	return isDecoded ? view.build(text.length) : undefined;
}

/**
 * Signs that people and programs put between the parts of a name, or leave out. Not those that structure JSON, HTML and
 * URLs, because a match must not reach across them.
 */
const SEPARATORS = new Set([..." +_-.,'`/·•|*~"].map((sign) => sign.charCodeAt(0)));

const SPACE = 0x20;

const COMMA = 0x2c;

const SEPARATOR_RUN = /[ +_.,'`/·•|*~-]+/g;

/** The same signs but for the space and the comma. */
const OTHER_SEPARATOR = /[+_.'`/·•|*~-]/g;

const SEPARATORS_IN_A_ROW = /[ +_.,'`/·•|*~-]{2}/;

/** Returns a name in the form that `withoutSeparators` gives a text. */
export function separated(name: string): string {
	return name.replace(SEPARATOR_RUN, (run) => (run.includes(',') ? ',' : ' '));
}

/**
 * Replaces each run of signs that can separate the parts of a name with one space; with a comma if there is one in it,
 * because the family name comes first then.
 */
export function withoutSeparators({ text, starts }: TextView): TextView {
	if (!SEPARATORS_IN_A_ROW.test(text)) return { text: text.replace(OTHER_SEPARATOR, ' '), starts };
	const view = new ViewBuilder(text.length, starts);
	for (let at = 0; at < text.length; ) {
		const unit = text.charCodeAt(at);
		if (!SEPARATORS.has(unit)) {
			view.add(unit, at++);
			continue;
		}
		const start = at;
		let sign = SPACE;
		for (; SEPARATORS.has(text.charCodeAt(at)); at++)
			if (text.charCodeAt(at) === COMMA) sign = COMMA;
		view.add(sign, start);
	}
	return view.build(text.length);
}
