// Replaces n8n's database with a copy of backup.mjs: node restore.mjs FILE DATABASE
// Stop n8n first.
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const N8N_TABLES = ['execution_entity', 'credentials_entity', 'workflow_entity'];

const [, , file, target, ...others] = process.argv;
if (!target || others.length > 0) end('Usage: node restore.mjs FILE DATABASE', 2);

// Nothing is removed for a file that cannot be restored.
if (/^n8n-\d{8}T\d{6}Z\.sqlite$/.test(basename(target)))
	refuse(`${target} is a backup, not n8n's database. The file to restore comes first.`);
// A lost volume has no database, but a wrong path has no folder either.
if (!existsSync(dirname(target))) refuse(`The folder ${dirname(target)} does not exist.`);
if (!existsSync(file)) refuse(`${file} does not exist.`);
// Copies of backup.mjs have none: it belongs to a database in use, and holds a part of it.
if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
	refuse(`${file} is in use, as ${file}-wal shows. Restore a copy that backup.mjs made.`);
checkCopy();

const part = `${target}.part`;
try {
	copyFileSync(file, part);
	// A copy takes over the mode, and the backup may be read-only.
	chmodSync(part, 0o600);
} catch (error) {
	rmSync(part, { force: true });
	refuse(`${file} could not be copied: ${error.message}.`);
}
// They belong to the database that is replaced, and would be merged into the restored one.
for (const rest of ['-wal', '-shm', '-journal']) rmSync(`${target}${rest}`, { force: true });
renameSync(part, target);
console.log(`Restored ${target} from ${file}.`);

function checkCopy() {
	try {
		const copy = new DatabaseSync(file, { readOnly: true });
		const { quick_check: found } = copy.prepare('PRAGMA quick_check').get();
		const tables = copy.prepare('SELECT name FROM sqlite_master').all();
		copy.close();
		if (found !== 'ok') refuse(`${file} is damaged: ${found}.`);
		const missing = N8N_TABLES.filter((table) => !tables.some(({ name }) => name === table));
		if (missing.length > 0)
			refuse(`${file} is not a backup of n8n: it has no table ${missing.join(', ')}.`);
	} catch (error) {
		refuse(`${file} cannot be read: ${error.message}.`);
	}
}

function refuse(reason) {
	end(`${reason} Nothing was changed.`, 1);
}

function end(sentence, code) {
	console.error(sentence);
	process.exit(code);
}
