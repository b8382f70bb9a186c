import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import type { CustomField } from '../fields/customFields';
import type { PrivacyClass } from '../fields/xdmField';
import type { XdmOptions } from '../mappingOptions';
import { isRecord } from '../../http/isRecord';
import { findEmails } from './emailAddresses';
import { isTelling } from './isTelling';
import { MAX_CHARACTERS, MAX_VALUES, type AddressKind } from './scrub';
import { traitKind } from './traitKind';

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

/** Returns true if a trait's name shows that it contains withheld data. */
export function isWithheldTrait(name: string, options: XdmOptions): boolean {
	const kind = traitKind(name);
	return kind !== undefined && isWithheldClass(kind, options);
}

/**
 * Returns true if a custom field must stay out of the record: its name shows that it contains withheld data, or it is
 * declared as personal data of no such kind and the option for these withholds it.
 */
export function isWithheldCustomField(
	name: string,
	field: CustomField | undefined,
	options: XdmOptions,
): boolean {
	const kind = traitKind(name);
	if (kind !== undefined) return isWithheldClass(kind, options);
	return options.personalFields !== 'keep' && mayBePersonal(field, options);
}

/** Returns true for a field that is declared as personal; without the schema, for any. */
const mayBePersonal = (field: CustomField | undefined, { declared }: XdmOptions): boolean =>
	declared === undefined || field?.isPersonal === true;

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

/** Returns the kinds of addresses that no text of the record may contain, whoever they belong to. */
export function withheldAddresses(options: XdmOptions): AddressKind[] {
	return (['email', 'ip'] as const).filter((kind) => isWithheldClass(kind, options));
}

const PLAIN_ADDRESS = /^[\w.+-]{1,64}@[\w.-]{1,255}$/;

/** Values to look for in texts. */
export interface WithheldValues {
	values: string[];
	/** True if a withheld value says too little to be looked for; see `isTelling`. */
	isIncomplete: boolean;
}

/**
 * Returns the values that no text of the record may contain: the visitor's names if they are withheld, and what stands in
 * the place of a withheld address without being one. Also the texts of withheld personal fields.
 */
export function withheldValues(event: ChatlioEvent, options: XdmOptions): WithheldValues {
	const visitor = event.visitor ?? {};
	const values = new Set<string>();
	let isIncomplete = false;
	const add = (value: unknown) => {
		// With more, nothing is searched for.
		if (values.size > MAX_VALUES) return;
		// Chatlio repeats the visitor's name as the author of each message.
		if (typeof value !== 'string' || values.has(value) || value.trim() === '') return;
		// A longer value cannot be searched for, so nobody needs to know what it says.
		if (value.length > MAX_CHARACTERS || isTelling(value)) values.add(value);
		else isIncomplete = true;
	};
	if (options.name !== 'keep') {
		add(visitor.name);
		add(visitor.handle);
		for (const message of event.transcript?.messages ?? []) {
			if (message?.fromVisitor !== false) add(message?.author);
		}
	}
	if (options.email !== 'keep') {
		for (const address of [visitor.email, event.transcript?.agent?.email])
			if (!isFoundByForm(address)) add(address);
	}
	if (options.name !== 'keep') namesInTraits(visitor.traits, add);
	if (event.custom !== undefined) {
		if (options.name !== 'keep') namesInTraits(event.custom, add);
		if (options.personalFields !== 'keep') {
			isIncomplete = addPersonalTexts(event.custom, options, values) || isIncomplete;
		}
	}
	return { values: [...values], isIncomplete };
}

/** Matches a number such as that of a phone: unlike a name, it says enough without letters. */
const LONG_NUMBER = /(?:\p{N}\P{N}{0,3}){6}/u;

/**
 * Adds the texts of the custom fields that are withheld as personal. Returns true if any is not searched for: it says too
 * little, or it is so long that nobody repeats it as it is.
 */
function addPersonalTexts(custom: unknown, options: XdmOptions, values: Set<string>): boolean {
	if (!isRecord(custom)) return false;
	let isIncomplete = false;
	for (const [name, value] of Object.entries(custom)) {
		const field = options.declared?.get(name);
		if (!mayBePersonal(field, options) || traitKind(name) !== undefined) continue;
		for (const element of Array.isArray(value) ? value : [value]) {
			if (values.size > MAX_VALUES) return isIncomplete;
			const text: unknown = typeof element === 'number' ? String(element) : element;
			if (typeof text !== 'string' || values.has(text) || text.trim() === '') continue;
			const isFound =
				text.trim().length <= MAX_CHARACTERS && (isTelling(text) || LONG_NUMBER.test(text));
			if (isFound) values.add(text);
			else isIncomplete = true;
		}
	}
	return isIncomplete;
}

/** Returns true for text that is as a whole an address, which is found whoever it belongs to. */
function isFoundByForm(value: unknown): boolean {
	if (typeof value !== 'string' || !PLAIN_ADDRESS.test(value)) return false;
	let isWhole = false;
	findEmails(value.toLowerCase(), (start, end) => {
		isWhole ||= start === 0 && end === value.length;
	});
	return isWhole;
}

/** Adds the texts under names such as `first_name`, at any depth. */
function namesInTraits(traits: unknown, add: (value: unknown) => void): void {
	const open: unknown[] = [traits];
	for (let at = 0; at < open.length; at++) {
		const holder = open[at];
		if (Array.isArray(holder)) {
			for (const element of holder) if (typeof element === 'object') open.push(element);
			continue;
		}
		if (!isRecord(holder)) continue;
		for (const [name, value] of Object.entries(holder)) {
			if (typeof value === 'object') open.push(value);
			if (traitKind(name) !== 'name') continue;
			for (const text of [value].flat()) add(text);
		}
	}
}
