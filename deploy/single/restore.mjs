// Replaces n8n's database with a copy of backup.mjs: node restore.mjs FILE DATABASE
// Stop n8n first.
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const [, , file, target] = process.argv;

// Nothing is removed for a file that cannot be read.
const copy = new DatabaseSync(file, { readOnly: true });
const { quick_check: found } = copy.prepare('PRAGMA quick_check').get();
copy.close();
if (found !== 'ok') throw new Error(`The copy is damaged: ${found}`);

copyFileSync(file, `${target}.part`);
// They belong to the database that is replaced, and would be merged into the restored one.
for (const rest of ['-wal', '-shm', '-journal']) rmSync(`${target}${rest}`, { force: true });
renameSync(`${target}.part`, target);
