import type { Searched } from '../fields/xdmField';
import { createScrub, scrubNothing, WITHHELD, type AddressKind, type Scrub } from './scrub';

/** For each part of a field that is searched, the function that returns its value without what is withheld. */
export type Cleaners = Readonly<Record<Searched, Scrub>>;

/** Between the parameters of a query, and before a fragment. */
const BETWEEN_PARAMETERS = /([&#?;]+)/;

/**
 * Creates the functions that remove withheld values from the fields of a record.
 *
 * @param kinds kinds of addresses that are withheld, whoever they belong to
 * @returns undefined if there are too many or too long values to search for; no text may be shown in that case
 */
export function createCleaners(
	values: readonly string[],
	kinds: readonly AddressKind[],
): Cleaners | undefined {
	const addresses = addressCleaners(kinds);
	if (values.length === 0) return addresses;
	const text = createScrub(values, kinds);
	return text && cleanersOf(text, addresses.text);
}

/** Kept, because every event with the same options needs the same ones; there are four. */
const known = new Map<string, Cleaners>();

function addressCleaners(kinds: readonly AddressKind[]): Cleaners {
	const key = kinds.join();
	const found = known.get(key);
	if (found) return found;
	const scrub = createScrub([], kinds) ?? scrubNothing;
	const cleaners = cleanersOf(scrub, scrub);
	known.set(key, cleaners);
	return cleaners;
}

const KEEP_ALL: Cleaners = {
	none: scrubNothing,
	text: scrubNothing,
	url: scrubNothing,
	address: scrubNothing,
	id: scrubNothing,
	userAgent: scrubNothing,
};

/** Version of a product, e.g. in `Chrome/120.0.0.0`. Source: RFC 9110, section 10.1.5. */
const VERSIONS = /([a-z]\/\d[\d.]*)/gi;

/**
 * Creates the cleaners for an event whose withheld names cannot be searched for: no text remains, and of a URL only its
 * host and path.
 *
 * @param kinds kinds of addresses that are withheld
 */
export function cleanersWithoutText(kinds: readonly AddressKind[]): Cleaners {
	return {
		...addressCleaners(kinds),
		text: () => '',
		url: (url) => {
			const [place] = url.split(/[?#]/, 1);
			return HAS_HOST_OR_PATH.test(place) ? place : '';
		},
	};
}

function cleanersOf(text: Scrub, addresses: Scrub): Cleaners {
	if (text === scrubNothing) return KEEP_ALL;
	return {
		none: scrubNothing,
		text,
		url: (url) => cleanUrl(url, text, addresses),
		address: (value) => text(value) && value,
		id: (value) => (addresses(value) === value ? value : ''),
		userAgent: (value) => cleanUserAgent(value, addresses),
	};
}

/** A URL with a host, or a path; anything else, such as `mailto:bob@example.com`, has neither. */
const HAS_HOST_OR_PATH = /^(?:[a-z][\w+.-]*:)?\/|^$/i;

/**
 * Cleans the values in a URL's query and fragment. Its host and path stay as they are; so do the names of parameters,
 * which the site has chosen, except for addresses.
 */
function cleanUrl(url: string, text: Scrub, addresses: Scrub): string {
	const place = /^[^?#]*/.exec(url)?.[0] ?? '';
	const parameters = url.slice(place.length);
	const kept = HAS_HOST_OR_PATH.test(place) ? place : cleanPiece(place, addresses);
	return kept + cleanParameters(parameters, text, addresses);
}

function cleanParameters(parameters: string, text: Scrub, addresses: Scrub): string {
	// Most hold nothing that is withheld.
	if (text(parameters) === parameters) return parameters;
	const clean: Scrub = (part) => cleanParameter(part, text, addresses);
	return cleanAround(BETWEEN_PARAMETERS, parameters, clean);
}

function cleanParameter(part: string, text: Scrub, addresses: Scrub): string {
	const equals = part.indexOf('=');
	if (equals === -1) return text(part);
	const name = part.slice(0, equals);
	return `${cleanPiece(name, addresses)}=${cleanPiece(part.slice(equals + 1), text)}`;
}

function cleanUserAgent(value: string, addresses: Scrub): string {
	if (addresses === scrubNothing) return value;
	const rest = value.replace(VERSIONS, '/');
	// Most hold nothing that is withheld.
	return addresses(rest) === rest ? value : cleanAround(VERSIONS, value, addresses);
}

/** Cleans the parts of a text between the matches of a pattern, which has one group. */
function cleanAround(pattern: RegExp, text: string, clean: Scrub): string {
	const parts = text.split(pattern);
	return parts.map((part, at) => (at % 2 === 1 ? part : cleanPiece(part, clean))).join('');
}

/** Unlike a field, a piece of a value does not become empty: that would look like a value that was never there. */
function cleanPiece(piece: string, scrub: Scrub): string {
	return piece && (scrub(piece) || piece.replace(piece.trim(), WITHHELD));
}
