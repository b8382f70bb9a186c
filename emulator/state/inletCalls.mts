import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** One request to an inlet, whatever its response. */
export interface InletCall {
	inletId: string;
	/** Time of the response, in milliseconds since 1970. */
	at: number;
	/** True if the response was a success; a batch with rejected items is one. */
	success: boolean;
	messages: number;
	bytes: number;
}

/** Counts of the inlets' requests, for the metrics. */
export class InletCalls {
	readonly #database: DatabaseSync;
	readonly #insert: StatementSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare('INSERT INTO inletCalls VALUES (?, ?, ?, ?, ?)');
	}

	add({ inletId, at, success, messages, bytes }: InletCall): void {
		this.#insert.run(inletId, at, Number(success), messages, bytes);
	}

	between(start: number, end: number): InletCall[] {
		const rows = this.#database
			.prepare('SELECT * FROM inletCalls WHERE at >= ? AND at < ?')
			.all(start, end);
		return rows.map((row) => ({
			inletId: String(row.inletId),
			at: Number(row.at),
			success: row.success === 1,
			messages: Number(row.messages),
			bytes: Number(row.bytes),
		}));
	}

	/** Makes every call older. */
	age(ms: number): void {
		this.#database.prepare('UPDATE inletCalls SET at = at - ?').run(ms);
	}
}
