import { DatabaseSync } from 'node:sqlite';

const TABLES = `
CREATE TABLE IF NOT EXISTS documents (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL, id TEXT NOT NULL, sandbox TEXT NOT NULL, json TEXT NOT NULL,
	UNIQUE (kind, id)
) STRICT;
CREATE INDEX IF NOT EXISTS documents_listed ON documents (kind, sandbox, seq);
CREATE TABLE IF NOT EXISTS inlets (
	id TEXT PRIMARY KEY, ownerKind TEXT NOT NULL, ownerId TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS tokens (
	token TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS records (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	revision INTEGER NOT NULL,
	receivedAt INTEGER NOT NULL,
	dueAt INTEGER NOT NULL,
	settledAt INTEGER,
	status TEXT NOT NULL,
	sandbox TEXT NOT NULL,
	inletId TEXT NOT NULL,
	flowId TEXT,
	datasetId TEXT,
	xactionId TEXT NOT NULL,
	format TEXT NOT NULL,
	message TEXT NOT NULL,
	entity TEXT,
	entityId TEXT,
	eventType TEXT,
	why TEXT,
	violations TEXT,
	warnings TEXT,
	profile TEXT,
	profileReason TEXT,
	batchId TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS records_due ON records (status, dueAt);
CREATE INDEX IF NOT EXISTS records_changed ON records (revision);
CREATE INDEX IF NOT EXISTS records_of_dataset ON records (datasetId, seq);
CREATE INDEX IF NOT EXISTS records_of_batch ON records (batchId);
CREATE INDEX IF NOT EXISTS records_of_flow ON records (flowId, receivedAt);
CREATE TABLE IF NOT EXISTS inletCalls (
	inletId TEXT NOT NULL, at INTEGER NOT NULL, success INTEGER NOT NULL, messages INTEGER NOT NULL,
	bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS inletCalls_at ON inletCalls (at);
CREATE TABLE IF NOT EXISTS profileEvents (
	sandbox TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (sandbox, id)
) STRICT;
`;

/** Opens the emulator's database: a file that outlives the process, or `:memory:`. */
export function openDatabase(location: string): DatabaseSync {
	const database = new DatabaseSync(location);
	database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
	database.exec(TABLES);
	return database;
}

/** Runs `work` in one transaction: either all of it is kept, or nothing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
	database.exec('BEGIN');
	try {
		const result = work();
		database.exec('COMMIT');
		return result;
	} catch (error) {
		database.exec('ROLLBACK');
		throw error;
	}
}

const TABLE_NAMES = [
	'documents',
	'inlets',
	'tokens',
	'counters',
	'records',
	'profileEvents',
	'inletCalls',
];

/** Empties every table. */
export function clearDatabase(database: DatabaseSync): void {
	for (const table of TABLE_NAMES) {
		database.exec(`DELETE FROM ${table}`);
	}
}
