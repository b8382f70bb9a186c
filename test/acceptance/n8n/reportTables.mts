import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { N8nApi, Workflow } from '../../../playground/n8n-api.mts';

const HOUR_MS = 3_600_000;

/** A row of the ledger, with the time at which n8n wrote it in ms since 1970. */
export interface LedgerEntry {
	recordId: string;
	eventType: string;
	receivedAt: number;
	createdAt: number;
}

/** As n8n stores times in SQLite. */
const stored = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

const KINDS: Array<[kind: string, share: number]> = [
	['newConversation', 0.35],
	['chatTranscript', 0.65],
	['offlineMessage', 0.8],
	['unansweredMessage', 0.9],
	['visitorFeedback', 1],
];

/**
 * Makes that many events, most in the middle of the day, with one slow hour. The same numbers give the same events.
 * @param from first hour, in ms since 1970
 * @param to end of the last one
 * @param hourAt tells the hour of the day
 */
export function eventsOfDay(
	count: number,
	{ from, to, hourAt }: { from: number; to: number; hourAt: (ms: number) => number },
): LedgerEntry[] {
	let seed = 7;
	const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
	const hours = Array.from({ length: Math.ceil((to - from) / HOUR_MS) }, (_, hour) => {
		const start = from + hour * HOUR_MS;
		const end = Math.min(to, start + HOUR_MS);
		const busy = 0.08 + Math.exp(-((hourAt(start) - 14) ** 2) / 22);
		return { start, end, weight: (busy * (end - start)) / HOUR_MS };
	});
	const total = hours.reduce((sum, { weight }) => sum + weight, 0);
	const entries = Array.from({ length: count }, (_, number): LedgerEntry => {
		let left = random() * total;
		const { start, end } = hours.find(({ weight }) => (left -= weight) <= 0) ?? hours.at(-1)!;
		const createdAt = Math.floor(start + random() * (end - start));
		const kind = random();
		const isSlow = hourAt(start) === 10 && random() < 0.3;
		const wait = isSlow ? 400_000 * (1 + random()) : 180 + 60 * Math.exp(3 * random());
		return {
			recordId: `chatlio-${number}`,
			eventType: `chatlio.${KINDS.find(([, share]) => kind <= share)![0]}`,
			receivedAt: Math.floor(createdAt - wait),
			createdAt,
		};
	});
	return entries.sort((a, b) => a.createdAt - b.createdAt);
}

interface NewTable {
	operation?: string;
	tableName?: string;
	columns?: { column: Array<{ name: string; type: string }> };
}

/** Creates the data tables that a workflow would create: it counts what they have when it runs for the first time. */
export async function createTables(n8n: N8nApi, { nodes }: Workflow): Promise<void> {
	const [{ id }] = await n8n.get<Array<{ id: string }>>('/projects/my-projects');
	for (const { parameters } of nodes) {
		const { operation, tableName, columns } = parameters as NewTable;
		if (operation !== 'create' || !tableName || !columns) continue;
		await n8n.post(`/projects/${id}/data-tables`, { name: tableName, columns: columns.column });
	}
}

interface Table {
	id: string;
	path: string;
}

/** Finds a data table by its name. */
export async function tableOf(n8n: N8nApi, name: string): Promise<Table> {
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const { data } = await n8n.get<{ data: Array<{ id: string; name: string; projectId: string }> }>(
		`/data-tables-global?filter=${filter}`,
	);
	const { id, projectId } = data.find((candidate) => candidate.name === name)!;
	return { id, path: `/projects/${projectId}/data-tables/${id}` };
}

/** Adds rows as they would have come over the day: n8n itself only writes rows of now, a few at a time. */
export function fillLedger(userFolder: string, tableId: string, entries: LedgerEntry[]): void {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'));
	try {
		database.exec('PRAGMA busy_timeout = 120000');
		database.exec('BEGIN IMMEDIATE');
		const insert = database.prepare(
			`INSERT INTO "data_table_user_${tableId}"
			(recordId, eventType, receivedAt, acceptedAt, dataflow, xactionId, createdAt, updatedAt)
			VALUES (?, ?, ?, ?, 'Chatlio XDM', 'd281cb4e-0', ?, ?)`,
		);
		for (const { recordId, eventType, receivedAt, createdAt } of entries) {
			const at = stored(createdAt);
			insert.run(recordId, eventType, stored(receivedAt), at, at, at);
		}
		database.exec('COMMIT');
	} finally {
		database.close();
	}
}
