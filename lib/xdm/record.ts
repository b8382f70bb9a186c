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
	for (const { path, standard, value } of values) put(standard ? record : chatlio, path, value);
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
