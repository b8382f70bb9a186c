import type { DemoDataflow } from './adobe.mts';
import {
	choose,
	emulatorCredential,
	publishExample,
	readWorkflow,
	type PublishedExample,
} from './example.mts';
import type { N8nApi, Workflow } from './n8n-api.mts';

/** Name of the data table of both workflows. */
export const DEAD_LETTERS = 'Chatlio dead letters';

/** Name of the data table with what Adobe accepted. */
export const LEDGER = 'Chatlio ledger';

/** A row of the ledger: one record that Adobe accepted. It has nothing that a visitor wrote. */
export interface LedgerRow {
	/** n8n's number of the row. */
	id: number;
	recordId: string;
	eventType: string;
	/** Null for a record that was sent again, and for an item that does not tell it. */
	receivedAt: string | null;
	acceptedAt: string;
	/** ID or name, as it was chosen in the node that sent the record. */
	dataflow: string;
	/** Null: the dataflow names it. */
	dataset: string | null;
	xactionId: string | null;
}

/** A row of the data table. */
export interface DeadLetter {
	recordId: string;
	/** Kind of `payload`: an XDM record to send, or an item of the trigger that must be mapped first. */
	kind: 'record' | 'event';
	eventType: string;
	state: 'waiting' | 'needs a person';
	/** `delivery.status`; `notMapped` or `mapped` for an event, `unreadable` for a payload that is not JSON. */
	status: string;
	/** `problem.code`; null for a row without a problem of this package. */
	code: string | null;
	retry: 'later' | 'afterChange' | 'never';
	message: string;
	advice: string;
	attempts: number;
	lastTry: string;
	nextTry: string;
	transactionId: string | null;
	executionId: string;
	/** JSON. */
	payload: string;
	createdAt: string;
	updatedAt: string;
}

export interface KeptExample extends PublishedExample {
	replayWorkflowId: string;
	/** Returns every row of the data table. */
	deadLetters: () => Promise<DeadLetter[]>;
	/** Runs the replay like its schedule: only rows that are due. Throws if the run fails. */
	replayDue: () => Promise<void>;
	/** Runs the replay like its button, which makes all rows due. Throws if the run fails. */
	replayAll: () => Promise<void>;
}

/**
 * Imports and publishes the workflow that keeps dead letters, and imports the one that replays them.
 * @param change applied to both before they are saved
 * @param owner part of the names of their credentials
 */
export async function publishKeptExample(
	n8n: N8nApi,
	n8nUrl: string,
	emulatorUrl: string,
	dataflow: DemoDataflow,
	change: (workflow: Workflow) => void = () => {},
	owner = 'local',
): Promise<KeptExample> {
	const example = await publishExample(
		n8n,
		n8nUrl,
		emulatorUrl,
		dataflow,
		change,
		'keep-dead-letters.json',
		owner,
	);
	const replay = await importReplay(n8n, emulatorUrl, dataflow, change, owner);
	const run = async (trigger: string) =>
		void (await n8n.run(replay, { trigger, node: 'Due Records' }));
	return {
		...example,
		replayWorkflowId: replay.id,
		deadLetters: async () => await readDeadLetters(n8n),
		replayDue: async () => await run('Every 5 Minutes'),
		replayAll: async () => await run('Try All Again Now'),
	};
}

/** Imports the replay workflow without publishing it: it runs only manually. */
async function importReplay(
	n8n: N8nApi,
	emulatorUrl: string,
	dataflow: DemoDataflow,
	change: (workflow: Workflow) => void,
	owner: string,
) {
	const workflow = readWorkflow('replay-dead-letters.json');
	const adobe = await n8n.saveCredential(
		`Adobe Experience Platform (${owner})`,
		'adobeExperiencePlatformApi',
		emulatorCredential(emulatorUrl),
	);
	choose(workflow, { adobe, dataflow });
	change(workflow);
	return await n8n.saveWorkflow(workflow);
}

/** Reads all dead letters; none if the table does not exist. */
export const readDeadLetters = async (n8n: N8nApi, name = DEAD_LETTERS): Promise<DeadLetter[]> =>
	await readRows(n8n, name);

/** Reads all rows of the ledger; none if the table does not exist. */
export const readLedger = async (n8n: N8nApi, name = LEDGER): Promise<LedgerRow[]> =>
	await readRows(n8n, name);

async function readRows<Row>(n8n: N8nApi, name: string): Promise<Row[]> {
	const table = await findTable(n8n, name);
	if (!table) return [];
	const rows: Row[] = [];
	for (;;) {
		const page = await n8n.get<{ count: number; data: Row[] }>(
			`${table}/rows?take=100&skip=${rows.length}&sortBy=id:asc`,
		);
		rows.push(...page.data);
		if (page.data.length === 0 || rows.length >= page.count) return rows;
	}
}

/** Updates the row of that record and kind, as a user does by hand, or adds it. */
export async function writeDeadLetter(
	n8n: N8nApi,
	row: Partial<DeadLetter> & Pick<DeadLetter, 'recordId' | 'kind'>,
	name = DEAD_LETTERS,
): Promise<void> {
	const filters = (['recordId', 'kind'] as const).map((columnName) => ({
		columnName,
		condition: 'eq',
		value: row[columnName],
	}));
	const filter = { type: 'and', filters };
	await n8n.post(`${await findTable(n8n, name)}/upsert`, { filter, data: row });
}

/** Adds rows in one request. */
export async function addDeadLetters(n8n: N8nApi, rows: Array<Partial<DeadLetter>>): Promise<void> {
	const table = await findTable(n8n, DEAD_LETTERS);
	await n8n.post(`${table}/insert`, { data: rows, returnType: 'count' });
}

/** Deletes the data table, as a user does by hand: the workflows create it again. */
export async function deleteDeadLetters(n8n: N8nApi, name = DEAD_LETTERS): Promise<void> {
	const table = await findTable(n8n, name);
	if (table) await n8n.delete(table);
}

/** Makes all rows of the ledger older, as if that time had passed. */
export async function ageLedger(n8n: N8nApi, ms: number, name = LEDGER): Promise<void> {
	const table = await findTable(n8n, name);
	const rows = await readLedger(n8n, name);
	// Rows of the same moment are written one after the other.
	const firsts = rows.filter((row, at) => row.acceptedAt !== rows[at - 1]?.acceptedAt);
	for (const [at, { id, acceptedAt }] of firsts.entries()) {
		const filters = [
			{ columnName: 'id', condition: 'gte', value: id },
			{ columnName: 'id', condition: 'lt', value: firsts[at + 1]?.id ?? Number.MAX_SAFE_INTEGER },
		];
		const data = { acceptedAt: new Date(Date.parse(acceptedAt) - ms).toISOString() };
		await n8n.patch(`${table}/rows`, { filter: { type: 'and', filters }, data });
	}
}

/** Returns the path of the data table in n8n's API, if the table exists. */
async function findTable(n8n: N8nApi, name: string): Promise<string | undefined> {
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const { data } = await n8n.get<{ data: Array<{ id: string; name: string; projectId: string }> }>(
		`/data-tables-global?filter=${filter}`,
	);
	const table = data.find((candidate) => candidate.name === name);
	return table && `/projects/${table.projectId}/data-tables/${table.id}`;
}
