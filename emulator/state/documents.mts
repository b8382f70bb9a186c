import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JsonObject } from '../json.mts';

/** Kinds of documents that the platform's services store, each by its own ID. */
export type Kind =
	| 'connection'
	| 'sourceConnection'
	| 'targetConnection'
	| 'flow'
	| 'schema'
	| 'fieldGroup'
	| 'descriptor'
	| 'dataSet'
	| 'batch'
	| 'mappingSet'
	| 'mappingSetVersion'
	| 'namespace'
	| 'privacyJob';

/** JSON documents, each in one sandbox, listed in order of creation. */
export class Documents {
	readonly #get: StatementSync;
	readonly #sandboxOf: StatementSync;
	readonly #list: StatementSync;
	readonly #put: StatementSync;
	readonly #remove: StatementSync;

	constructor(database: DatabaseSync) {
		const one = 'kind = ? AND sandbox = ? AND id = ?';
		this.#get = database.prepare(`SELECT json FROM documents WHERE ${one}`);
		this.#sandboxOf = database.prepare('SELECT sandbox FROM documents WHERE kind = ? AND id = ?');
		this.#list = database.prepare(
			'SELECT json FROM documents WHERE kind = ? AND sandbox = ? ORDER BY seq',
		);
		this.#put = database.prepare(
			`INSERT INTO documents (kind, sandbox, id, json) VALUES (?, ?, ?, ?)
			ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json`,
		);
		this.#remove = database.prepare(`DELETE FROM documents WHERE ${one}`);
	}

	/** Returns the document; undefined if this sandbox has none with that ID. */
	get(kind: Kind, sandbox: string, id: string): JsonObject | undefined {
		const row = this.#get.get(kind, sandbox, id);
		return row && (JSON.parse(String(row.json)) as JsonObject);
	}

	/** Returns the sandbox of a document, for callers that know only the ID (inlets, the control endpoint). */
	sandboxOf(kind: Kind, id: string): string | undefined {
		const row = this.#sandboxOf.get(kind, id);
		return row && String(row.sandbox);
	}

	list(kind: Kind, sandbox: string): JsonObject[] {
		return this.#list.all(kind, sandbox).map((row) => JSON.parse(String(row.json)) as JsonObject);
	}

	/** Adds the document or replaces the one with the same ID. */
	put(kind: Kind, sandbox: string, id: string, document: JsonObject): void {
		this.#put.run(kind, sandbox, id, JSON.stringify(document));
	}

	remove(kind: Kind, sandbox: string, id: string): void {
		this.#remove.run(kind, sandbox, id);
	}
}
