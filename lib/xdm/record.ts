import type { JsonObject } from 'n8n-workflow';
import { CHATLIO_KEY } from './fields';
import { identityMapOf, type Identity } from './identity';
import type { IdentityKind } from './options';
import type { FieldValue } from './values';

/** What every record has, whatever the visitor sent. */
export interface RecordHead {
	id: string;
	timestamp: string;
	eventType: string;
	producedBy: 'customerRep' | 'self' | 'system';
}

/** Whose record it is. */
export interface RecordOwner {
	tenantKey: string;
	identities: readonly Identity[];
	primary: readonly IdentityKind[];
}

/** Names and braces of the head, of the tenant's part and of the identity map. */
const FRAME_BYTES = 200;

/** Of an identity: all but its namespace and its id. */
const IDENTITY_FRAME_BYTES = 100;

/** The most bytes that a record has besides its values: a character of a text may be six in JSON. */
export function mostBytesBeside(head: RecordHead, { tenantKey, identities }: RecordOwner): number {
	const { id, timestamp, eventType, producedBy } = head;
	let characters = 0;
	for (const text of [id, timestamp, eventType, producedBy, tenantKey]) characters += text.length;
	for (const identity of identities) characters += identity.namespace.length + identity.id.length;
	return characters * 6 + identities.length * IDENTITY_FRAME_BYTES + FRAME_BYTES;
}

type Tree = { [name: string]: unknown };

/** Makes one XDM record, sharing no object with another. */
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

/** Paths come from the field table, but for the last step in a map of traits. */
function put(tree: Tree, path: readonly string[], value: unknown): void {
	let branch = tree;
	const last = path.length - 1;
	for (let at = 0; at < last; at++) branch = (branch[path[at]] ??= {}) as Tree;
	branch[path[last]] = value;
}
