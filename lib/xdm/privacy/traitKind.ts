import type { PrivacyClass } from '../fields/xdmField';

/** Kinds of values that traits are named after. */
export type TraitKind = Extract<PrivacyClass, 'email' | 'ip' | 'name'>;

/** Last words of names such as `client_ip`, `lastLoginIp`, `work-email` and `emailAddress`. */
const LAST_WORDS = new Map<string, TraitKind>([
	['email', 'email'],
	['mail', 'email'],
	['ip', 'ip'],
	['ipv', 'ip'],
	['handle', 'name'],
	['nickname', 'name'],
	['surname', 'name'],
	['username', 'name'],
	['firstname', 'name'],
	['lastname', 'name'],
	['fullname', 'name'],
	['displayname', 'name'],
	['givenname', 'name'],
	['familyname', 'name'],
	['middlename', 'name'],
	['nick', 'name'],
	['visitorname', 'name'],
	['customername', 'name'],
	['clientname', 'name'],
	['contactname', 'name'],
	['ownername', 'name'],
]);

/** Words that say nothing about the kind at the end of a name: `ip_address`, `email_list`. */
const NEUTRAL = new Set(['addr', 'address', 'addresses', 'list', 'value']);

/** Before a capital letter after a small one, and before the last of several capital letters: `clientIP`, `IPAddress`. */
const CAPITALS = [/(\p{Ll})(\p{Lu})/gu, /(\p{Lu})(\p{Lu}\p{Ll})/gu];

/** Kinds of names, kept because all visitors of a site have the same traits. */
const known = new Map<string, TraitKind | undefined>();

/** Bounds the memory for hostile traits. */
const MOST_KNOWN = 1_000;
const LONGEST_KNOWN = 100;

/** Returns the kind of value that a trait's name announces; undefined for any other name. */
export function traitKind(name: string): TraitKind | undefined {
	if (known.has(name)) return known.get(name);
	const kind = findKind(name);
	if (known.size < MOST_KNOWN && name.length <= LONGEST_KNOWN) known.set(name, kind);
	return kind;
}

function findKind(name: string): TraitKind | undefined {
	const spaced = CAPITALS.reduce((text, capital) => text.replace(capital, '$1 $2'), name);
	const words = spaced
		.toLowerCase()
		.split(/[^\p{L}]+/u)
		.filter((word) => word !== '');
	// A name without capitals or signs between its words.
	const joined = words.join('').replace(/(?:address(?:es)?|addr)$/, '');
	while (words.length > 1 && NEUTRAL.has(words[words.length - 1])) words.pop();
	const last = words.at(-1) ?? '';
	if (joined === 'name') return 'name';
	const candidates = [last, `${words.at(-2) ?? ''}${last}`, joined];
	for (const word of candidates) {
		const kind = LAST_WORDS.get(word) ?? LAST_WORDS.get(word.replace(/s$/, ''));
		if (kind) return kind;
	}
	return undefined;
}
