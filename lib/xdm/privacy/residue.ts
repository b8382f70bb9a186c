import { CUSTOM_KEY } from '../fields/customFields';
import { CHATLIO_KEY, FIELD_TABLE } from '../fields/fieldTable';
import type { Searched, XdmField } from '../fields/xdmField';
import { isRecord } from '../../http/isRecord';
import type { Cleaners } from './cleaners';
import { WITHHELD, WITHHELD_MARK } from './scrub';

/** A part of a record and the way it is searched; the parts in it by their names. Anything else counts as text. */
interface SearchedPart {
	searched: Searched;
	fields: { get(name: string): SearchedPart | undefined };
}

interface Part extends SearchedPart {
	fields: Map<string, Part>;
}

const partOf = (searched: Searched): Part => ({ searched, fields: new Map() });

const TEXT = partOf('text');

/** Its keys are namespaces, so it is not in the tree of fields. */
const IDENTITY_MAP = 'identityMap';

const PARTS = {
	standard: partsOf(FIELD_TABLE.standard),
	chatlio: partsOf(FIELD_TABLE.chatlio),
};

function partsOf(fields: readonly XdmField[]): Part {
	const root = partOf('text');
	for (const field of fields) {
		let part = root;
		for (const name of field.path.split('.')) {
			const inner = part.fields.get(name) ?? partOf(field.searched);
			part.fields.set(name, inner);
			part = inner;
		}
		if (field.type === 'messageList') part.fields = partsOf(field.fields).fields;
	}
	return root;
}

/**
 * Searches a finished record once more for everything that is withheld: in each part that the field table names as
 * searched, in the names of traits and of undeclared custom fields, and in identities.
 *
 * @param declared custom fields that the schema has
 * @param isCut true if texts were cut: what a cut leaves at the end may look like a value that it is not
 * @returns the path of the first field with a withheld value; undefined for a clean record
 */
export function findResidue(
	record: object,
	tenantKey: string,
	clean: Cleaners,
	isCut: boolean,
	declared?: DeclaredNames,
): string | undefined {
	for (const [name, value] of Object.entries(record)) {
		let found: string | undefined;
		if (name === IDENTITY_MAP) found = inIdentities(value, clean);
		else if (name === tenantKey) found = inChatlio(value, clean, isCut, declared);
		else found = inField(name, value, PARTS.standard, clean, isCut);
		if (found) return found;
	}
	return undefined;
}

type DeclaredNames = Pick<ReadonlySet<string>, 'has'>;

function inChatlio(
	value: unknown,
	clean: Cleaners,
	isCut: boolean,
	declared?: DeclaredNames,
): string | undefined {
	const chatlio = isRecord(value) ? value[CHATLIO_KEY] : undefined;
	const hasCustom = isRecord(chatlio) && CUSTOM_KEY in chatlio;
	const part = hasCustom ? chatlioPart(declared) : PARTS.chatlio;
	const found = inPart(chatlio, part, clean, isCut);
	return found === undefined ? undefined : joinPath(CHATLIO_KEY, found);
}

/** Names of declared custom fields are not searched, because a visitor cannot have chosen them. */
function chatlioPart(declared?: DeclaredNames): SearchedPart {
	const custom: SearchedPart = {
		searched: 'text',
		fields: { get: (name) => (declared?.has(name) ? TEXT : undefined) },
	};
	return {
		...PARTS.chatlio,
		fields: { get: (name) => (name === CUSTOM_KEY ? custom : PARTS.chatlio.fields.get(name)) },
	};
}

/** Returns the path of the first field with a withheld value, within this one; empty for this one itself. */
function inPart(
	value: unknown,
	part: SearchedPart,
	clean: Cleaners,
	isCut: boolean,
): string | undefined {
	if (typeof value === 'string')
		return isClean(value, clean[part.searched], isCut) ? undefined : '';
	if (Array.isArray(value)) {
		for (const element of value) {
			const found = inPart(element, part, clean, isCut);
			if (found !== undefined) return found;
		}
		return undefined;
	}
	if (!isRecord(value)) return undefined;
	for (const name in value) {
		if (!part.fields.get(name) && !isClean(name, clean.text, false)) return '';
		const found = inField(name, value[name], part, clean, isCut);
		if (found !== undefined) return found;
	}
	return undefined;
}

function inField(
	name: string,
	value: unknown,
	parent: SearchedPart,
	clean: Cleaners,
	isCut: boolean,
): string | undefined {
	const found = inPart(value, parent.fields.get(name) ?? TEXT, clean, isCut);
	return found === undefined ? undefined : joinPath(name, found);
}

const joinPath = (name: string, inner: string) => (inner === '' ? name : `${name}.${inner}`);

/** Namespace whose identities are complete addresses. */
const EMAIL_NAMESPACE = 'Email';

function inIdentities(map: unknown, clean: Cleaners): string | undefined {
	if (!isRecord(map)) return undefined;
	for (const [namespace, entries] of Object.entries(map)) {
		const scrub = namespace === EMAIL_NAMESPACE ? clean.address : clean.id;
		for (const { id } of entries as Array<{ id: string }>) {
			if (scrub(id) !== id) return `${IDENTITY_MAP}.${namespace}`;
		}
	}
	return undefined;
}

function isClean(text: string, scrub: Cleaners[Searched], isCut: boolean): boolean {
	if (scrub(text) === text) return true;
	// A visitor may be called like the word that replaces names.
	const marked = text.replaceAll(WITHHELD, WITHHELD_MARK);
	const clean = scrub(marked);
	if (clean === marked) return true;
	const unmarked = clean.replaceAll(WITHHELD, WITHHELD_MARK);
	if (unmarked === marked || (clean === '' && marked.trim() === WITHHELD_MARK)) return true;
	const start = unmarked.endsWith(WITHHELD_MARK) ? unmarked.slice(0, -1) : unmarked;
	return isCut && marked.startsWith(start);
}
