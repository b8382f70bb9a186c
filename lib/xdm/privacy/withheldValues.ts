import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import type { PrivacyClass } from '../fields/xdmField';
import type { XdmOptions } from '../mappingOptions';
import { isRecord } from '../../http/isRecord';

/**
 * Matches a single address; leaves its exact syntax to mail servers. Source of the lengths: RFC 5321, section 4.5.3.1.
 */
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/;

export function isEmail(text: string): boolean {
	return EMAIL.test(text);
}

/** Names of traits in which sites keep the same data as in a withheld field; lowercase, letters only. */
const TRAIT_CLASSES = new Map<string, PrivacyClass>([
	['displayname', 'name'],
	['email', 'email'],
	['emailaddress', 'email'],
	['familyname', 'name'],
	['firstname', 'name'],
	['fullname', 'name'],
	['givenname', 'name'],
	['handle', 'name'],
	['ip', 'ip'],
	['ipaddress', 'ip'],
	['lastname', 'name'],
	['mail', 'email'],
	['name', 'name'],
	['nickname', 'name'],
	['surname', 'name'],
	['username', 'name'],
]);

/** The part of `XdmField` that determines whether a value is withheld. */
interface FieldPrivacy {
	privacy?: PrivacyClass;
	hashed?: true;
	visitorOnly?: true;
}

/** Returns true if a field must stay out of the record; `fromVisitor` matters only for fields of a message. */
export function isWithheld(
	{ privacy, hashed, visitorOnly }: FieldPrivacy,
	options: XdmOptions,
	fromVisitor: boolean,
): boolean {
	if (hashed) return options.email !== 'hash';
	if (visitorOnly && !fromVisitor) return false;
	return privacy !== undefined && isWithheldClass(privacy, options);
}

/** Returns true if a trait's name or value shows that it contains withheld data. */
export function isWithheldTrait(name: string, value: unknown, options: XdmOptions): boolean {
	const byName = TRAIT_CLASSES.get(name.toLowerCase().replace(/[^a-z]/g, ''));
	if (byName && isWithheldClass(byName, options)) return true;
	return options.email !== 'keep' && typeof value === 'string' && isEmail(value.trim());
}

/** Option that controls each privacy class. */
const CLASS_OPTIONS = {
	email: 'email',
	ip: 'ip',
	name: 'name',
	text: 'texts',
	traits: 'traits',
} as const satisfies Record<PrivacyClass, keyof XdmOptions>;

function isWithheldClass(name: PrivacyClass, options: XdmOptions): boolean {
	return options[CLASS_OPTIONS[name]] !== 'keep';
}

/**
 * Returns the values that no field of the record may contain, not even inside other text: the visitor's names, email
 * addresses and IP address if they are withheld, and the agent's email address if email addresses are.
 */
export function withheldValues(event: ChatlioEvent, options: XdmOptions): string[] {
	const visitor = event.visitor ?? {};
	const values: string[] = [];
	const add = (value: unknown) => {
		if (typeof value === 'string') values.push(value);
	};
	if (options.name !== 'keep') {
		add(visitor.name);
		add(visitor.handle);
		for (const message of event.transcript?.messages ?? []) {
			if (message?.fromVisitor !== false) add(message?.author);
		}
	}
	if (options.email !== 'keep') {
		add(visitor.email);
		add(event.transcript?.agent?.email);
		for (const value of [visitor.userId, visitor.name]) if (isEmailLike(value)) add(value);
	}
	if (options.ip !== 'keep') addressesIn(visitor.ip).forEach(add);
	if (isRecord(visitor.traits)) {
		for (const [name, value] of Object.entries(visitor.traits)) {
			if (isWithheldTrait(name, value, options)) add(value);
		}
	}
	return values;
}

function isEmailLike(value: unknown): boolean {
	return typeof value === 'string' && isEmail(value.trim());
}

/** Longer than the list of any chain of proxies, in UTF-16 code units. */
const LONGEST_IP_LIST = 2_000;

/** Splits a list of IP addresses, because proxies may have sent several in one value. */
function addressesIn(ip: unknown): string[] {
	if (typeof ip !== 'string') return [];
	// Too many to search for. As one value, they exceed the limit, so no text is mapped.
	if (ip.length > LONGEST_IP_LIST) return [ip];
	return ip.split(',').filter((part) => /[.:]/.test(part));
}
