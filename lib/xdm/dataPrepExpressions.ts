/**
 * Expressions of Data Prep's mapping language, as texts. Where Adobe does not document what null does, the expression
 * does not depend on it: every optional value goes through `coalesce`. A condition does not protect the branch not
 * taken, which may be computed all the same. Source: Adobe, "Data Prep mapping functions".
 */

const quoted = (text: string) => `"${text}"`;

/** The first of the paths that says something: Chatlio sends empty strings for what it does not know. */
export function known(paths: readonly string[]): string {
	return paths.reduceRight(
		(otherwise, path) => `iif(coalesce(${path},"") != "", ${path}, ${otherwise})`,
		'nullify()',
	);
}

/**
 * RFC 3339 from the year 2000 on, its date, time, fraction and offset as groups: earlier years are clocks that were
 * never set. No backslash, because how the language reads one in a text is not documented.
 */
const RFC_3339 = [
	'(2[0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[Tt ]',
	'((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])',
	'(?:[.]([0-9]+))?',
	'([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])',
].join('');

/** A format has a fixed number of fraction digits, hence the rebuilding; XXX reads "Z" and "+02:00" in Java. */
const REBUILT = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

/** A time with any number of fraction digits and an offset, in UTC; null where it is unknown. */
export function time(path: string): string {
	const group = (number: number) => `extract_regex(${path},${quoted(RFC_3339)})[${number}]`;
	const fraction = `left(concat(coalesce(${group(3)},""),"000"),3)`;
	const rebuilt = `concat(${group(1)},"T",${group(2)},".",${fraction},upper(${group(4)}))`;
	const isTime = `matches_regex(coalesce(${path},""),${quoted(RFC_3339)})`;
	return `zone_date_to_utc(date(iif(${isTime}, ${rebuilt}, nullify()),${quoted(REBUILT)}))`;
}

/** A value by a key; null for every other. */
export function choice(path: string, values: ReadonlyArray<readonly [string, string]>): string {
	const pairs = values.map(([key, value]) => `${quoted(key)},${quoted(value)}`);
	return `decode(${path},${pairs.join(',')})`;
}

/** How many elements an array has; the other value where there is none. */
export function count(path: string, otherwise = 'nullify()'): string {
	return `iif(contains_key(${quoted(path)}), size_of(${path}), ${otherwise})`;
}

/** Parts of an event's id and what makes them count for nothing, as expressions of texts that are never null. */
export interface IdParts {
	parts: readonly string[];
	unless: readonly string[];
}

/** The id of an event, as `eventIdOf` computes it. */
export function eventId(kind: string, groups: readonly IdParts[]): string {
	const joined = groups.map(({ parts, unless }) => {
		const hashes = parts.map((part) => `"|",${sha256(part)}`).join(',');
		if (unless.length === 0) return hashes;
		return `iif(concat("",${unless.join(',')}) != "","",concat(${hashes}))`;
	});
	return `concat("chatlio-",${sha256(`concat(${[quoted(kind), ...joined].join(',')})`)})`;
}

const sha256 = (text: string) => `sha256(${text},"UTF-8")`;

/** An object that arrives as JSON text; other text as its member `text`. */
export function parsedObject(path: string): string {
	const text = `trim(coalesce(${path},""))`;
	const isObject = `(left(${text},1) == "{" && right(${text},1) == "}")`;
	const otherwise = `iif(${text} == "" || ${text} == "null", nullify(), to_object("text",${path}))`;
	return `iif(${isObject}, json_to_object(iif(${isObject},${text},"{}")), ${otherwise})`;
}

/** An identity before it is known to be one. */
export interface Candidate {
	namespace: string;
	/** Expression of its text. */
	id: string;
	/** Regular expression it must fit as a whole, without single quotes. */
	form?: string;
}

/** What Identity Service refuses, together with the whole record. */
export interface IdentityLimits {
	characters: number;
	blocked: readonly string[];
}

/** Whether Adobe would take the identity. */
function isIdentity({ id, form }: Candidate, { characters, blocked }: IdentityLimits): string {
	const text = `trim(coalesce(${id},""))`;
	const conditions = [
		`${text} != ""`,
		`size_of(${text}) <= ${characters}`,
		...blocked.map((word) => `lower(${text}) != ${quoted(word)}`),
		...(form ? [`matches_regex(${text},'${form}')`] : []),
	];
	return `(${conditions.join(' && ')})`;
}

/** The entries of a namespace in `identityMap`: primary when none of those before it is there. */
export function identityEntries(
	candidate: Candidate,
	before: readonly Candidate[],
	limits: IdentityLimits,
): string {
	const primary = before.length
		? `!(${before.map((other) => isIdentity(other, limits)).join(' || ')})`
		: 'true';
	const entry = `to_object("id",trim(coalesce(${candidate.id},"")),"authenticatedState","ambiguous","primary",${primary})`;
	return `iif(${isIdentity(candidate, limits)}, to_array(false,${entry}), nullify())`;
}
