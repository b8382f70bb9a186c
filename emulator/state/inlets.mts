import type { DatabaseSync } from 'node:sqlite';
import { asObject, asText, at, type JsonObject } from '../json.mts';
import type { Documents } from './documents.mts';

/** One streaming endpoint. An HTTP API inlet belongs to a base connection, an SDK source's inlet to its dataflow. */
export interface Inlet {
	id: string;
	sandbox: string;
	dataType: 'xdm' | 'raw';
	authenticated: boolean;
	/** Name of the sender, used if a message's header has no `source.name`. */
	sourceName: string | undefined;
	/** The base connection's ID; undefined for the inlet of an SDK source. */
	connectionId: string | undefined;
	/** The only dataflow of an SDK source's inlet. */
	ownFlowId: string | undefined;
}

/** Finds inlets by their ID. */
export class Inlets {
	readonly #database: DatabaseSync;
	readonly #documents: Documents;

	constructor(database: DatabaseSync, documents: Documents) {
		this.#database = database;
		this.#documents = documents;
	}

	add(id: string, ownerKind: 'connection' | 'flow', ownerId: string): void {
		this.#database.prepare('INSERT INTO inlets VALUES (?, ?, ?)').run(id, ownerKind, ownerId);
	}

	/** Returns the inlet with that ID, or undefined if it does not exist or its owner was deleted. */
	find(id: string): Inlet | undefined {
		const row = this.#database
			.prepare('SELECT ownerKind, ownerId FROM inlets WHERE id = ?')
			.get(id);
		if (!row) return undefined;
		const kind = row.ownerKind as 'connection' | 'flow';
		const ownerId = String(row.ownerId);
		const sandbox = this.#documents.sandboxOf(kind, ownerId);
		const owner = sandbox && this.#documents.get(kind, sandbox, ownerId);
		if (!sandbox || !owner) return undefined;
		return kind === 'connection'
			? ofConnection(id, sandbox, ownerId, owner)
			: {
					id,
					sandbox,
					dataType: 'raw',
					authenticated: false,
					sourceName: asText(owner.name),
					connectionId: undefined,
					ownFlowId: ownerId,
				};
	}
}

function ofConnection(id: string, sandbox: string, ownerId: string, owner: JsonObject): Inlet {
	const params = asObject(at(owner, 'auth.params'));
	return {
		id,
		sandbox,
		dataType: params.dataType === 'raw' ? 'raw' : 'xdm',
		authenticated: params.authenticationRequired === true,
		sourceName: asText(params.sourceId) ?? asText(params.name),
		connectionId: ownerId,
		ownFlowId: undefined,
	};
}
