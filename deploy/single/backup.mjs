// Copies n8n's database while n8n runs, and removes old copies: node backup.mjs DATABASE FOLDER
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const N8N_TABLES = ['execution_entity', 'credentials_entity', 'workflow_entity'];

const [, , source, folder, ...others] = process.argv;
if (!folder || others.length > 0) end('Usage: node backup.mjs DATABASE FOLDER', 2);
const keepDays = process.env.BACKUP_KEEP_DAYS || '14';
if (!/^[1-9]\d{0,4}$/.test(keepDays))
	end(`BACKUP_KEEP_DAYS must be a whole number of days from 1 to 99999, but is "${keepDays}".`, 2);

const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const file = join(folder, `n8n-${time}.sqlite`);
const part = `${file}.part`;
try {
	// Before the copy is made, because it needs the room.
	removeParts();
	removeOldCopies();
	copyDatabase();
	checkCopy();
	renameSync(part, file);
	removeOldCopies();
} catch (error) {
	end(`${source} was not backed up: ${error.message}`, 1);
}
console.log(file);

function copyDatabase() {
	// What n8n has not merged into the file yet is in the copy too.
	// Read-only: a missing database is an error instead of an empty copy.
	const database = new DatabaseSync(source, { readOnly: true, timeout: 60_000 });
	database.prepare('VACUUM INTO ?').run(part);
	database.close();
}

/** A copy has its name only once it is complete and can be read. */
function checkCopy() {
	const copy = new DatabaseSync(part, { readOnly: true });
	const { quick_check: found } = copy.prepare('PRAGMA quick_check').get();
	const tables = copy.prepare('SELECT name FROM sqlite_master').all();
	copy.close();
	if (found !== 'ok') throw new Error(`The copy is damaged: ${found}`);
	const missing = N8N_TABLES.filter((table) => !tables.some(({ name }) => name === table));
	if (missing.length > 0) throw new Error(`It has no table ${missing.join(', ')}.`);
}

/** Removes what a copy that failed or was interrupted has left. */
function removeParts() {
	for (const name of readdirSync(folder))
		if (/^n8n-.*\.sqlite\.part/.test(name)) rmSync(join(folder, name));
}

/** Never removes the newest copy. */
function removeOldCopies() {
	const copies = readdirSync(folder)
		.filter((name) => /^n8n-.*\.sqlite$/.test(name))
		.map((name) => ({ path: join(folder, name), ms: statSync(join(folder, name)).mtimeMs }))
		.sort((one, other) => other.ms - one.ms);
	for (const { path, ms } of copies.slice(1))
		if (Date.now() - ms > Number(keepDays) * 86_400_000) rmSync(path);
}

function end(sentence, code) {
	try {
		if (code === 1) removeParts();
	} catch {
		// The folder itself is what is missing.
	}
	console.error(sentence);
	process.exit(code);
}
