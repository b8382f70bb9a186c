import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { JsonObject } from '../json.mts';
import { inTransaction } from './database.mts';
import type { Accepted, RecordFilter, RecordRow, RecordStatus, Settled } from './recordTypes.mts';

/** Every message that an inlet accepted, and its outcome. Only a reset and a privacy job remove records. */
export class Records {
	readonly #database: DatabaseSync;
	readonly #insert: StatementSync;
	readonly #settle: StatementSync;
	readonly #due: StatementSync;
	#revision: number;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare(
			`INSERT INTO records (revision, receivedAt, dueAt, settledAt, status, sandbox, inletId, flowId,
				datasetId, xactionId, format, message, entityId, eventType, why)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		);
		this.#settle = database.prepare(
			`UPDATE records SET revision = ?, settledAt = ?, status = ?, entity = ?, entityId = ?, eventType = ?,
				why = ?, violations = ?, warnings = ?, profile = ?, profileReason = ?, batchId = ?
			WHERE seq = ?`,
		);
		this.#due = database.prepare(
			`SELECT * FROM records WHERE status = 'received' AND dueAt <= ? ORDER BY seq LIMIT ?`,
		);
		const last = database.prepare('SELECT max(revision) AS revision FROM records').get();
		this.#revision = Number(last?.revision ?? 0);
	}

	/** The revision of the latest change. */
	get revision(): number {
		return this.#revision;
	}

	/** Stores the accepted messages of one request, all or none. They are validated at `dueAt` or later. */
	accept(messages: Accepted[], now: number, dueAt: number): void {
		inTransaction(this.#database, () => {
			for (const one of messages) {
				const entity = entityOf(one);
				this.#insert.run(
					++this.#revision,
					now,
					dueAt,
					one.lost === undefined ? null : now,
					one.lost === undefined ? 'received' : 'lost',
					one.sandbox,
					one.inletId,
					one.flowId ?? null,
					one.datasetId ?? null,
					one.xactionId,
					one.format,
					JSON.stringify(one.message),
					textOrNull(entity?._id),
					textOrNull(entity?.eventType),
					one.lost ?? null,
				);
			}
		});
	}

	/** Returns the oldest accepted records whose validation is due. */
	due(now: number, limit: number): RecordRow[] {
		return this.#due.all(now, limit) as unknown as RecordRow[];
	}

	settle(results: Settled[], now: number): void {
		for (const one of results) {
			const entity = typeof one.entity === 'object' ? (one.entity as JsonObject | null) : null;
			this.#settle.run(
				++this.#revision,
				now,
				one.status,
				one.entity === undefined ? null : JSON.stringify(one.entity),
				textOrNull(entity?._id),
				textOrNull(entity?.eventType),
				one.why ?? null,
				JSON.stringify(one.violations),
				JSON.stringify(one.warnings),
				one.profile ?? null,
				one.profileReason ?? null,
				one.batchId,
				one.seq,
			);
		}
	}

	/** Returns true if Profile sees this event ID for the first time in the sandbox, and stores it. */
	isFirstInProfile(sandbox: string, id: string): boolean {
		const added = this.#database
			.prepare('INSERT OR IGNORE INTO profileEvents VALUES (?, ?)')
			.run(sandbox, id);
		return Number(added.changes) === 1;
	}

	/** Deletes records, as a privacy job does in the data lake. */
	remove(seqs: number[]): void {
		const statement = this.#database.prepare('DELETE FROM records WHERE seq = ?');
		inTransaction(this.#database, () => {
			for (const seq of seqs) statement.run(seq);
		});
		this.#revision++;
	}

	/** Deletes records from Profile; the data lake keeps them. */
	removeFromProfile(rows: RecordRow[]): void {
		const record = this.#database.prepare(
			"UPDATE records SET revision = ?, profile = NULL, profileReason = 'Deleted' WHERE seq = ?",
		);
		const event = this.#database.prepare('DELETE FROM profileEvents WHERE sandbox = ? AND id = ?');
		inTransaction(this.#database, () => {
			for (const { seq, sandbox, entityId } of rows) {
				record.run(++this.#revision, seq);
				event.run(sandbox, entityId);
			}
		});
	}

	/** Returns records in order of arrival (or newest first), and the revision to continue after next time. */
	find(filter: RecordFilter): { rows: RecordRow[]; revision: number } {
		const clauses: string[] = [];
		const values: SQLInputValue[] = [];
		const add = (clause: string, value: SQLInputValue | undefined) => {
			if (value === undefined) return;
			clauses.push(clause);
			values.push(value);
		};
		add('datasetId = ?', filter.datasetId);
		add('status = ?', filter.status);
		add('receivedAt >= ?', filter.since);
		add('revision > ?', filter.afterRevision);
		const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
		const rows = this.#database
			.prepare(`SELECT * FROM records ${where} ORDER BY seq ${filter.newest ? 'DESC' : ''} LIMIT ?`)
			.all(...values, filter.limit);
		return { rows: rows as unknown as RecordRow[], revision: this.#revision };
	}

	/** Counts the records in each status, for one dataset or all. */
	counts(datasetId?: string): Record<RecordStatus, number> {
		const counts = { received: 0, stored: 0, refused: 0, lost: 0 };
		const rows = this.#database
			.prepare(
				`SELECT status, count(*) AS n FROM records ${datasetId ? 'WHERE datasetId = ?' : ''} GROUP BY status`,
			)
			.all(...(datasetId ? [datasetId] : []));
		for (const row of rows) counts[row.status as RecordStatus] = Number(row.n);
		return counts;
	}

	/**
	 * Returns the records that arrived for the sandbox's dataflows before a time and were not lost, in order of arrival.
	 */
	ofFlows(sandbox: string, before: number): RecordRow[] {
		const rows = this.#database
			.prepare(
				"SELECT * FROM records WHERE sandbox = ? AND flowId IS NOT NULL AND receivedAt < ? AND status <> 'lost' ORDER BY seq",
			)
			.all(sandbox, before);
		return rows as unknown as RecordRow[];
	}

	/** Returns the records that arrived for one dataflow in a period, excluding its end, and were not lost. */
	ofFlow(flowId: string, start: number, end: number): RecordRow[] {
		const rows = this.#database
			.prepare(
				"SELECT * FROM records WHERE flowId = ? AND receivedAt >= ? AND receivedAt < ? AND status <> 'lost' ORDER BY seq",
			)
			.all(flowId, start, end);
		return rows as unknown as RecordRow[];
	}

	/** Returns the time of the last record that arrived for a dataflow before a time and was not lost. */
	lastOfFlow(flowId: string, before: number): number | undefined {
		const row = this.#database
			.prepare(
				"SELECT max(receivedAt) AS at FROM records WHERE flowId = ? AND receivedAt < ? AND status <> 'lost'",
			)
			.get(flowId, before);
		return typeof row?.at === 'number' ? row.at : undefined;
	}

	/** Returns the records that arrived for the sandbox's datasets in a period, excluding its end. */
	between(sandbox: string, start: number, end: number): RecordRow[] {
		const rows = this.#database
			.prepare(
				"SELECT * FROM records WHERE sandbox = ? AND receivedAt >= ? AND receivedAt < ? AND status <> 'lost'",
			)
			.all(sandbox, start, end);
		return rows as unknown as RecordRow[];
	}

	/** Makes every record older, as if it had arrived earlier; those that wait for validation keep waiting. */
	age(ms: number): void {
		this.#database
			.prepare('UPDATE records SET receivedAt = receivedAt - ?, settledAt = settledAt - ?')
			.run(ms, ms);
	}

	/** Returns the rejected records of one failed batch, in order of arrival. */
	ofBatch(batchId: string): RecordRow[] {
		const rows = this.#database
			.prepare('SELECT * FROM records WHERE batchId = ? ORDER BY seq')
			.all(batchId);
		return rows as unknown as RecordRow[];
	}
}

/** Returns the part of an accepted message that identifies it to people, before it is validated. */
function entityOf(accepted: Accepted): JsonObject | undefined {
	if (accepted.format !== 'xdm') return undefined;
	const body = (accepted.message as JsonObject | null)?.body as JsonObject | undefined;
	const entity = body?.xdmEntity;
	return typeof entity === 'object' && entity !== null ? (entity as JsonObject) : undefined;
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
