/** An email address, or the reason that it is missing. `several`: with two addresses, it is unclear whose event it is. */
export type EmailReading = { address: string } | { address?: undefined; several: boolean };

const NO_ADDRESS: EmailReading = { several: false };

/** Longer than any address with a display name, in UTF-16 code units; longer text is not read. */
const MAX_UNITS = 4_000;

/** Source of the lengths: RFC 5321, section 4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;

/** An address without decoration, as nearly all are: read without the steps below. */
const PLAIN = /^[a-z\d][a-z\d._%+-]{0,63}@(?:[a-z\d-]+\.)+[a-z\d]+$/i;

/** Characters that nobody sees: direction marks, zero-width spaces and joiners, byte order marks, control characters. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

/** Control characters that separate words. */
const LINE_BREAKS = /[\t\n\v\f\r]/g;

/** Dots that input methods write in a domain. Source: RFC 3490, section 3.1. */
const IDEOGRAPHIC_DOT = /[\u3002\uff61]/g;

/** A link to an address, with its query, and with the label that Slack adds behind a bar. Source: RFC 6068. */
const MAILTO = /mailto:([^\s?|<>"]*)(?:\?[^\s|<>"]*)?(?:\|[^\s<>]*)?/gi;

/** A display name in quotation marks, which may itself look like an address. */
const QUOTED_NAME = /"[^"<]*" ?</g;

/** A comment, in which older mail programs write the name. Source: RFC 5322, section 3.2.2. */
const COMMENT = /\([^()@]*\)/g;

/** Characters that end a local part; any other may be part of it, whatever its alphabet. */
const NOT_LOCAL = /[\s@<>"(),:;[\]\\\p{Pi}\p{Pf}\p{Ps}\p{Pe}]/u;

/** Brackets that a local part may have. Source: RFC 5322, section 3.2.3. */
const BRACES = '{}';

const DOMAIN = /[\p{L}\p{N}\p{M}.-]/u;

const DOMAIN_FORM = /^[^.]+(?:\.[^.]+)*$/;

/** Marks that people and Slack put around an address, and that may also begin one. */
const PAIRS = new Map([
	["'", "'"],
	['`', '`'],
	['*', '*'],
	['_', '_'],
	['~', '~'],
	['{', '}'],
]);

/** A query that was copied with the address out of a link. */
const QUERY = /^\?\S*/;

/** Anything that may be around an address without being part of a sentence. */
const DECORATION = /^[\p{P}\p{S}\p{Z}\s]*$/u;

/**
 * Takes the one address out of a text, without its decoration: invisible characters, `mailto:`, brackets, quotation
 * marks, punctuation, a display name. Takes time in proportion to the text.
 *
 * A text with several addresses has none, and neither has one with other words, because they may be part of the address
 * (`a b@example.com`). The exact syntax is left to mail servers.
 *
 * @returns the address in Unicode's compatibility form (NFKC), with its capitals
 */
export function readEmailAddress(text: string): EmailReading {
	if (text.length > MAX_UNITS || !text.isWellFormed()) return NO_ADDRESS;
	if (text.length <= MAX_LOCAL + MAX_DOMAIN && PLAIN.test(text)) return { address: text };
	const plain = text
		.replace(LINE_BREAKS, ' ')
		.replace(INVISIBLE, '')
		.replace(/\s+/g, ' ')
		.replace(IDEOGRAPHIC_DOT, '.')
		.normalize('NFKC')
		.replace(MAILTO, (_, target: string) => ` ${decoded(target)} `)
		.replace(QUOTED_NAME, '<')
		.replace(COMMENT, ' ');
	const found = findAddresses(plain);
	const distinct = new Set(found.map(({ address }) => address.toLowerCase()));
	if (distinct.size !== 1) return { several: distinct.size > 1 };
	return isOnlyDecorated(plain, found) ? { address: found[0].address } : NO_ADDRESS;
}

/**
 * Returns the address that hashes and identities use, in lower case: mail providers ignore the case, and Adobe does not
 * (Adobe, "Identity namespace overview").
 */
export function lowerCaseAddress(text: unknown): string | undefined {
	return typeof text === 'string' ? readEmailAddress(text).address?.toLowerCase() : undefined;
}

/** Returns true for a text with more than one address. */
export function hasSeveralAddresses(text: unknown): boolean {
	if (typeof text !== 'string') return false;
	const reading = readEmailAddress(text);
	return reading.address === undefined && reading.several;
}

function decoded(target: string): string {
	try {
		return decodeURIComponent(target);
	} catch {
		return target;
	}
}

interface Found {
	address: string;
	start: number;
	end: number;
}

function findAddresses(text: string): Found[] {
	const found: Found[] = [];
	const characters = [...text];
	let from = 0;
	for (let at = characters.indexOf('@'); at !== -1; at = characters.indexOf('@', at + 1)) {
		let start = at;
		while (start > from && isLocal(characters[start - 1])) start--;
		let end = at + 1;
		while (end < characters.length && DOMAIN.test(characters[end])) end++;
		while (end > at + 1 && /[.-]/.test(characters[end - 1])) end--;
		while (start < at && isOpeningMark(characters, start, end)) start++;
		const local = characters.slice(start, at).join('');
		const domain = characters.slice(at + 1, end).join('');
		if (local.length === 0 || local.length > MAX_LOCAL || domain.length > MAX_DOMAIN) continue;
		if (!DOMAIN_FORM.test(domain)) continue;
		found.push({ address: `${local}@${domain}`, start, end });
		from = end;
	}
	return found;
}

function isLocal(character: string): boolean {
	return BRACES.includes(character) || !NOT_LOCAL.test(character);
}

/** Returns true for a dot, which begins no address, and for a mark whose counterpart follows the address. */
function isOpeningMark(characters: readonly string[], start: number, end: number): boolean {
	const mark = characters[start];
	return mark === '.' || (characters[end] !== undefined && PAIRS.get(mark) === characters[end]);
}

/** Returns true if there is nothing but decoration besides the address; a name may be in front of angle brackets. */
function isOnlyDecorated(text: string, found: readonly Found[]): boolean {
	const characters = [...text];
	const rests: string[] = [];
	let from = 0;
	for (const { start, end } of found) {
		rests.push(characters.slice(from, start).join(''));
		from = end;
	}
	rests.push(characters.slice(from).join('').replace(QUERY, ''));
	if (rests.some((rest) => rest.includes('@'))) return false;
	const isBracketed =
		/<\s*$/.test(rests[rests.length - 2]) && rests[rests.length - 1].trimStart().startsWith('>');
	return isBracketed || rests.every((rest) => DECORATION.test(rest));
}
