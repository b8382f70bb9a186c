import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The folder of the n8n that runs for all tests of this kind. */
export const n8nFolder = () => process.env.TEST_N8N_FOLDER!;

/**
 * Finds a text in every row of n8n's SQLite database, data tables included, ignoring capitals.
 * @param userFolder of the n8n, which may run
 * @returns `table.column`, sorted, once for each row that contains it
 */
export function findInDatabase(userFolder: string, text: string): string[] {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), {
		readOnly: true,
	});
	try {
		const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
		return names
			.map(({ name }) => String(name))
			.flatMap((table) =>
				columnsOf(database, table).flatMap((column) => {
					const sql = `SELECT count(*) AS n FROM "${table}" WHERE instr(lower(CAST("${column}" AS TEXT)), ?) > 0`;
					const { n } = database.prepare(sql).get(text.toLowerCase()) as { n: number };
					return Array.from({ length: Number(n) }, () => `${table}.${column}`);
				}),
			)
			.sort();
	} finally {
		database.close();
	}
}

/** An execution whose data contains a text. */
export interface Holder {
	workflowId: string;
	/** True if n8n hides it, and removes it with its next pruning. */
	deleted: boolean;
}

/** Finds the executions whose data contains a text, ignoring capitals, oldest first. */
export function findExecutions(userFolder: string, text: string): Holder[] {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), {
		readOnly: true,
	});
	try {
		const sql = `SELECT e.workflowId, e.deletedAt FROM execution_entity e
			JOIN execution_data d ON d.executionId = e.id
			WHERE instr(lower(d.data), ?) > 0 ORDER BY e.id`;
		return database
			.prepare(sql)
			.all(text.toLowerCase())
			.map(({ workflowId, deletedAt }) => ({
				workflowId: String(workflowId),
				deleted: deletedAt !== null,
			}));
	} finally {
		database.close();
	}
}

const columnsOf = (database: DatabaseSync, table: string): string[] =>
	database
		.prepare(`SELECT name FROM pragma_table_info('${table}')`)
		.all()
		.map(({ name }) => String(name));
