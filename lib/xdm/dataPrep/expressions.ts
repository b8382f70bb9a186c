/**
 * Functions that write expressions in Data Prep's mapping language. Adobe does not document how every function handles
 * null, so every optional value goes through `coalesce`. A condition does not protect the other branch, which Data Prep
 * may still compute. Texts are compared with `equals`, the comparison that is documented for them. Sources: Adobe, "Data
 * Prep mapping functions" and "Data Prep troubleshooting guide".
 */

const quoted = (text: string) => `"${text}"`;

/** Selects the first path with a value that is not empty, because Chatlio sends empty strings for unknown values. */
export function known(paths: readonly string[]): string {
	return paths.reduceRight(
		(otherwise, path) => `iif(coalesce(${path},"").equals(""), ${otherwise}, ${path})`,
		'nullify()',
	);
}

/**
 * Writes a name of any form as a step of a path. The language reads other names as keywords or functions, and their
 * number grows. Source: Adobe, "Data Prep mapping functions", section Fields.
 */
export const anyName = (name: string): string => `\${${name}}`;

/** Keeps a text, or a value that becomes one, unless it is empty. */
export const filledText = (path: string): string => unlessEmpty(`coalesce(${path},"")`, path);

/** Keeps a list of texts unless all of them are empty. */
export const filledList = (path: string): string =>
	unlessEmpty(`join("",coalesce(${path},to_array(false,"")))`, path);

/** Adobe accepts no empty values. Source: Adobe, "Basics of schema composition", required fields. */
const unlessEmpty = (text: string, path: string) =>
	`iif(concat("",${text}).equals(""), nullify(), ${path})`;

const ANY_YEAR = '[0-9]{4}';

/** From the year 2000 on; earlier years come from clocks that were never set. */
const PLAUSIBLE_YEAR = '2[0-9]{3}';

const MONTH_AND_DAY = '(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';

const OFFSET = '([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])';

/**
 * Matches RFC 3339 with date, time, fraction and offset as groups. Contains no backslash, because Adobe does not document
 * how the language reads one in a string.
 */
const rfc3339 = (year: string) =>
	[
		`(${year}-${MONTH_AND_DAY})[Tt ]`,
		'((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])',
		'(?:[.]([0-9]+))?',
		OFFSET,
	].join('');

/**
 * Format of a rebuilt time, since a format has a fixed number of fraction digits; Java's XXX reads "Z" and "+02:00".
 */
const REBUILT = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

/** Converts a time of Chatlio to UTC; null if it is unknown. */
export const time = (path: string): string => timeIn(path, PLAUSIBLE_YEAR);

/** Converts a time to UTC; null if it is not one in the form of RFC 3339. */
export const anyTime = (path: string): string => timeIn(path, ANY_YEAR);

/** Matches a day, also if it is written as the moment at which it begins, with the day as the first group. */
const DAY = [`(${ANY_YEAR}-${MONTH_AND_DAY})`, `(?:T00:00:00(?:[.]0+)?${OFFSET})?`].join('');

/** Keeps a day such as 2024-05-01; null for anything else. */
export const dateOnly = (path: string): string =>
	`iif(matches_regex(coalesce(${path},""),${quoted(DAY)}), extract_regex(${path},${quoted(DAY)})[1], nullify())`;

/** Accepts any number of fraction digits and any offset. */
function timeIn(path: string, years: string): string {
	const pattern = quoted(rfc3339(years));
	const group = (number: number) => `extract_regex(${path},${pattern})[${number}]`;
	const fraction = `left(concat(coalesce(${group(3)},""),"000"),3)`;
	const rebuilt = `concat(${group(1)},"T",${group(2)},".",${fraction},upper(${group(4)}))`;
	const isTime = `matches_regex(coalesce(${path},""),${pattern})`;
	return `zone_date_to_utc(date(iif(${isTime}, ${rebuilt}, nullify()),${quoted(REBUILT)}))`;
}

/** Keeps a number unless it is so large that it may have lost digits; null for any other value. */
export function wholeNumber(path: string): string {
	const number = `coalesce(${path},0)`;
	const [least, most] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
	return `iif(${number} >= ${least}, iif(${number} <= ${most}, ${path}, nullify()), nullify())`;
}

/** Selects the first of several expressions that is not null. */
export const firstOf = (expressions: readonly string[]): string =>
	expressions.length === 1 ? expressions[0] : `coalesce(${expressions.join(',')})`;

/** Looks up a value by its key; null for an unknown key. */
export function choice(path: string, values: ReadonlyArray<readonly [string, string]>): string {
	const pairs = values.map(([key, value]) => `${quoted(key)},${quoted(value)}`);
	return `decode(${path},${pairs.join(',')})`;
}

/** Counts the elements of an array; the other value if there is no array. */
export function count(path: string, otherwise = 'nullify()'): string {
	return `iif(contains_key(${quoted(path)}), size_of(${path}), ${otherwise})`;
}

/** Parts of an event's ID, and values that make them not count, as expressions for text that is never null. */
export interface IdParts {
	parts: readonly string[];
	unless: readonly string[];
}

/** The ways to identify an event, as expressions for text that is never null. */
export interface IdExpressions {
	/** The groups identify the event only if one of these has a value. */
	needed: readonly string[];
	groups: readonly IdParts[];
	/** Texts that take their place. */
	otherwise: readonly string[];
}

/**
 * Computes the ID of an event in the same way as `eventIdOf`. No function is documented that writes a whole payload as
 * text, so the ID of an event without its parts is another one than there: a hash of these other texts.
 */
export function eventId(kind: string, { needed, groups, otherwise }: IdExpressions): string {
	const joined = groups.map(({ parts, unless }) =>
		unless.length === 0 ? hashes(parts) : `iif(${areEmpty(unless)},concat(${hashes(parts)}),"")`,
	);
	const identified = `concat(${joined.join(',')})`;
	const parts = `iif(${areEmpty(needed)},concat(${hashes(otherwise)}),${identified})`;
	return `concat("chatlio-",${sha256(`concat(${quoted(kind)},${parts})`)})`;
}

const areEmpty = (texts: readonly string[]) => `concat("",${texts.join(',')}).equals("")`;

const hashes = (texts: readonly string[]) => texts.map((text) => `"|",${sha256(text)}`).join(',');

const sha256 = (text: string) => `sha256(${text},"UTF-8")`;

/** Parses an object that arrives as JSON text; other text becomes the member `text` of an object. */
export function parsedObject(path: string): string {
	const text = `trim(coalesce(${path},""))`;
	const isObject = `concat(left(${text},1),right(${text},1)).equals("{}")`;
	const isUnknown = `decode(${text},"",true,"null",true,false)`;
	const otherwise = `iif(${isUnknown}, nullify(), to_object("text",${path}))`;
	return `iif(${isObject}, json_to_object(iif(${isObject},${text},"{}")), ${otherwise})`;
}

/**
 * Matches one address with the decoration that `readEmailAddress` removes, as far as an expression without backslashes and
 * single quotes can: white space, `mailto:`, brackets, a name before angle brackets, punctuation. The address is its group.
 */
const ADDRESS = [
	'(?:[^@<>]*<)? *[(]? *(?:mailto:)?',
	'([^@<>"(),:; ]{1,64}@[^@<>"(),:;? ]{0,254}[^@<>"(),:;? .])',
	'(?:[?][^ ]*)?[ .,;>)]*',
].join('');

const isAddress = (text: string) => `matches_regex(${text},'${ADDRESS}')`;

const addressOf = (text: string) => `extract_regex(${text},'${ADDRESS}')[1]`;

/** Selects the first of these that is not empty: a value, the address in a text, another value. */
export function knownAddress(path: string, pretty: string, other: string): string {
	const text = `trim(coalesce(${pretty},""))`;
	const fromPretty = `iif(${isAddress(text)}, ${addressOf(text)}, ${known([other])})`;
	return `iif(coalesce(${path},"").equals(""), ${fromPretty}, ${path})`;
}

/** A possible identity, not validated yet. */
export interface Candidate {
	namespace: string;
	/** Expression for its text. */
	id: string;
	/** True for an email address: without decoration and in lower case, as `Email` identities are. */
	isEmail?: true;
}

/** Limits beyond which Identity Service skips the entire record. */
export interface IdentityLimits {
	characters: number;
	blocked: readonly string[];
}

const emailText = (id: string) => `lower(trim(coalesce(${id},"")))`;

const idText = ({ id, isEmail }: Candidate) =>
	isEmail ? addressOf(emailText(id)) : `trim(coalesce(${id},""))`;

/** Returns a condition that is true if Adobe accepts the identity. */
function isIdentity({ id, isEmail }: Candidate, { characters, blocked }: IdentityLimits): string {
	if (isEmail) return isAddress(emailText(id));
	const text = `trim(coalesce(${id},""))`;
	const conditions = [
		`!${text}.equals("")`,
		`left(${text},${characters}).equals(${text})`,
		...blocked.map((word) => `!${text}.equalsIgnoreCase(${quoted(word)})`),
	];
	return `(${conditions.join(' && ')})`;
}

/** Returns the entries of a namespace in `identityMap`; primary if none of the earlier candidates has a value. */
export function identityEntries(
	candidate: Candidate,
	before: readonly Candidate[],
	limits: IdentityLimits,
): string {
	const primary = before.length
		? `!(${before.map((other) => isIdentity(other, limits)).join(' || ')})`
		: 'true';
	const entry = `to_object("id",${idText(candidate)},"authenticatedState","ambiguous","primary",${primary})`;
	return `iif(${isIdentity(candidate, limits)}, to_array(false,${entry}), nullify())`;
}
