/** Characters that nobody sees, such as zero-width spaces. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

/** Dots that input methods for Chinese and Japanese write. */
const IDEOGRAPHIC_DOT = /[\u3002\uff61]/g;

/** Returns a text without line breaks, invisible characters, full-width letters, and repeated spaces. */
export const plain = (text: string): string =>
	text
		.replace(/[\t\n\v\f\r]/g, ' ')
		.replace(INVISIBLE, '')
		.replace(IDEOGRAPHIC_DOT, '.')
		.normalize('NFKC')
		.replace(/\s+/g, ' ');

/** The same, with a space for each invisible character and ideographic dot: they may separate words. */
const separated = (text: string) =>
	plain(text.replace(INVISIBLE, ' ').replace(IDEOGRAPHIC_DOT, ' '));

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	commat: '@',
	period: '.',
	lowbar: '_',
	plus: '+',
};

const characterOf = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** Bytes that are not UTF-8 become a sign that belongs to no word. */
const byteOf = (encoded: string) => {
	const byte = parseInt(encoded.slice(1), 16);
	return byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
};

const withoutPercent = (text: string) =>
	text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
		try {
			return decodeURIComponent(run);
		} catch {
			return run.replace(/%../g, byteOf);
		}
	});

const withoutEntities = (text: string) =>
	text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,6}));/gi, (whole, hex, decimal, name) => {
		if (name) return ENTITIES[name.toLowerCase()] ?? whole;
		return characterOf(hex ? parseInt(hex, 16) : Number(decimal));
	});

const withoutEscapes = (text: string) =>
	text.replace(
		/\\(?:u([\da-f]{4})|x([\da-f]{2})|([bfnrtv])|([^\w\s]))/gi,
		(_, u, x, space, sign) => (space ? ' ' : (sign ?? characterOf(parseInt(u ?? x, 16)))),
	);

const DECODERS = [withoutPercent, withoutEntities, withoutEscapes];

/** Encodings inside one another, such as JSON in a URL in HTML. */
const LAYERS = 4;

/** A plus sign is a space in the query of a URL. */
const IN_A_QUERY = /=[^\s=]*\+/;

/** A text without any of these signs needs no other view, which is most of what n8n saves. */
const HAS_SIGNS = /[%&\\]|[^ -~]| {2}/;

/** Characters that are decoded at a time, and those that two parts share. */
const PART = 100_000;
const SHARED = 5_000;

/**
 * Yields a text as people read it, in lower case: as it is, and without percent-encoding, HTML entities, and escapes of
 * JSON. Each encoding is removed alone, because another one's sign may be meant literally.
 */
export function* viewsOf(text: string): Generator<string> {
	if (!HAS_SIGNS.test(text) && !IN_A_QUERY.test(text)) {
		yield text.toLowerCase();
		return;
	}
	for (let at = 0; at === 0 || at + SHARED < text.length; at += PART) {
		const part = text.slice(at, at + PART + SHARED);
		const views = new Set(IN_A_QUERY.test(part) ? [part, part.replaceAll('+', ' ')] : [part]);
		let latest = [...views];
		for (let layer = 0; layer < LAYERS && latest.length > 0; layer++) {
			const decoded = latest.flatMap((view) => DECODERS.map((decode) => decode(view)));
			latest = [...new Set(decoded)].filter((view) => !views.has(view));
			for (const view of latest) views.add(view);
		}
		for (const view of views) {
			yield plain(view).toLowerCase();
			if (/[^ -~]/.test(view)) yield separated(view).toLowerCase();
		}
	}
}
