import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { N8nApi, owner } from './n8n-api.mts';
import { startN8n } from './n8n.mts';
import { n8nVersion } from './n8nProgram.mts';
import { n8nModules } from './paths.mts';

const databaseOf = (userFolder: string) => join(userFolder, '.n8n', 'database.sqlite');

/**
 * Copies the database of a first start into a new user folder, including the owner's account: a start with it takes a
 * third less time. n8n creates it once for each of its versions.
 */
export async function copyPreparedDatabase(userFolder: string): Promise<void> {
	const prepared = preparedFile();
	if (!existsSync(prepared)) await prepareDatabase(prepared);
	const target = databaseOf(userFolder);
	mkdirSync(dirname(target), { recursive: true });
	copyFileSync(prepared, target);
}

function preparedFile(): string {
	const version = n8nVersion();
	const account = createHash('sha256').update(JSON.stringify(owner)).digest('hex').slice(0, 8);
	return join(n8nModules, '.cache', `database-${version}-${account}.sqlite`);
}

/** Stops this n8n gracefully, so that Node keeps the compiled modules for all later starts. */
async function prepareDatabase(file: string): Promise<void> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-prepared-'));
	const unfinished = join(userFolder, 'prepared.sqlite');
	try {
		const n8n = await startN8n({ userFolder });
		try {
			await N8nApi.signIn(n8n.url);
		} finally {
			await n8n.stop();
		}
		const database = new DatabaseSync(databaseOf(userFolder));
		// Includes changes that are not merged into it yet.
		database.exec(`VACUUM INTO '${unfinished}'`);
		database.close();
		mkdirSync(dirname(file), { recursive: true });
		const temporaryFile = `${file}.${process.pid}`;
		copyFileSync(unfinished, temporaryFile);
		renameSync(temporaryFile, file);
	} finally {
		rmSync(userFolder, { recursive: true, force: true });
	}
}
