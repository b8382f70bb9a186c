import type { ChatlioEvent } from '../chatlio/types';
import type { PrivacyClass, XdmField } from './fieldTypes';
import type { XdmOptions } from './options';
import { isRecord } from './recognize';

/** One address and nothing else; what it may be made of is left to mail servers (RFC 5321, section 4.5.3.1 for lengths). */
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/;

export function isEmail(text: string): boolean {
	return EMAIL.test(text);
}

/** Names that sites give traits which hold the same as a withheld field; letters only, lower case. */
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

/** Whether a field does not belong into the record; `fromVisitor` matters to fields of a message only. */
export function isWithheld(field: XdmField, options: XdmOptions, fromVisitor: boolean): boolean {
	if (field.hashed) return options.email !== 'hash';
	if (field.visitorOnly && !fromVisitor) return false;
	return field.privacy !== undefined && isWithheldClass(field.privacy, options);
}

/** Whether a trait says by its name or by its value that it holds what is withheld. */
export function isWithheldTrait(name: string, value: unknown, options: XdmOptions): boolean {
	const byName = TRAIT_CLASSES.get(name.toLowerCase().replace(/[^a-z]/g, ''));
	if (byName && isWithheldClass(byName, options)) return true;
	return options.email !== 'keep' && typeof value === 'string' && isEmail(value.trim());
}

/** The option that decides about a class. */
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
 * The values that no field of the record may carry, not even inside other text: the visitor's names, addresses and IP
 * address as far as they are withheld, and the agent's address.
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

/** More than any chain of proxies writes, in UTF-16 code units. */
const LONGEST_IP_LIST = 2_000;

/** A proxy may have written the addresses it knew in a row. */
function addressesIn(ip: unknown): string[] {
	if (typeof ip !== 'string') return [];
	// So many cannot be looked for: as one value they are too long, and no text is mapped.
	if (ip.length > LONGEST_IP_LIST) return [ip];
	return ip.split(',').filter((part) => /[.:]/.test(part));
}
