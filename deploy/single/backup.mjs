// Copies n8n's database while n8n runs, and removes old copies: node backup.mjs DATABASE FOLDER
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [, , source, folder] = process.argv;
const keepMs = Number(process.env.BACKUP_KEEP_DAYS ?? 14) * 86_400_000;
const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const file = join(folder, `n8n-${time}.sqlite`);
const part = `${file}.part`;

// What n8n has not merged into the file yet is in the copy too.
// Read-only: a missing database is an error instead of an empty copy.
const database = new DatabaseSync(source, { readOnly: true, timeout: 60_000 });
rmSync(part, { force: true });
database.prepare('VACUUM INTO ?').run(part);
database.close();

// A copy has its name only once it is complete and can be read.
const copy = new DatabaseSync(part, { readOnly: true });
const { quick_check: found } = copy.prepare('PRAGMA quick_check').get();
const { tables } = copy.prepare('SELECT count(*) AS tables FROM sqlite_master').get();
copy.close();
if (found !== 'ok' || tables === 0)
	throw new Error(`The copy is damaged: ${found}, ${tables} tables`);
renameSync(part, file);

for (const name of readdirSync(folder).filter((one) => /^n8n-.*\.sqlite/.test(one)))
	if (Date.now() - statSync(join(folder, name)).mtimeMs > keepMs) rmSync(join(folder, name));
console.log(file);
