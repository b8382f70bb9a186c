import type { JsonObject } from 'n8n-workflow';
import { CHATLIO_KEY } from '../fields/fieldTable';
import { identityMapOf, type Identity } from './identityMap';
import type { IdentityKind } from '../mappingOptions';
import type { FieldValue } from './mappingContext';

/** Fields that every record has, regardless of the visitor's data. */
export interface RecordHead {
	id: string;
	timestamp: string;
	eventType: string;
	producedBy: 'customerRep' | 'self' | 'system';
}

/** The tenant and the identities that a record belongs to. */
export interface RecordOwner {
	tenantKey: string;
	identities: readonly Identity[];
	primary: readonly IdentityKind[];
}

/** Bytes of the names and braces of the head, the tenant's object and the identity map. */
const FRAME_BYTES = 200;

/** Bytes of an identity besides its namespace and its ID. */
const IDENTITY_FRAME_BYTES = 100;

/** Returns the most bytes that a record has besides its values; a character of text may take six bytes in JSON. */
export function maxOverheadBytes(head: RecordHead, { tenantKey, identities }: RecordOwner): number {
	const { id, timestamp, eventType, producedBy } = head;
	let characters = 0;
	for (const text of [id, timestamp, eventType, producedBy, tenantKey]) characters += text.length;
	for (const identity of identities) characters += identity.namespace.length + identity.id.length;
	return characters * 6 + identities.length * IDENTITY_FRAME_BYTES + FRAME_BYTES;
}

type Tree = { [name: string]: unknown };

/** Creates one XDM record that shares no objects with other records. */
export function buildRecord(
	head: RecordHead,
	owner: RecordOwner,
	values: readonly FieldValue[],
): JsonObject {
	const record: Tree = {
		_id: head.id,
		timestamp: head.timestamp,
		eventType: head.eventType,
		producedBy: head.producedBy,
	};
	if (owner.identities.length > 0) {
		record.identityMap = identityMapOf(owner.identities, owner.primary);
	}
	const chatlio: Tree = {};
	for (const { place, value } of values) put(place.standard ? record : chatlio, place.path, value);
	record[owner.tenantKey] = { [CHATLIO_KEY]: chatlio };
	return record as JsonObject;
}

/** Sets a value in the tree. Paths come from the field table, except for the last name in a map of traits. */
function put(tree: Tree, path: readonly string[], value: unknown): void {
	let branch = tree;
	const last = path.length - 1;
	for (let at = 0; at < last; at++) branch = (branch[path[at]] ??= {}) as Tree;
	branch[path[last]] = value;
}
