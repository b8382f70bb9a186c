import { backupFolder, N8N_TABLES, type BackupFolder, type RunOptions } from './backups.mts';

let folder: BackupFolder;
beforeEach(() => (folder = backupFolder()));
afterEach(() => folder.remove());

/** Adds a megabyte. */
const FILL = 'INSERT INTO workflow_entity VALUES (hex(zeroblob(500000)))';

const ofN8n = (name: string) => /^n8n-\d{8}T\d{6}Z\.sqlite$/.test(name);

describe('deploy/single', () => {
	const backUp = (options?: RunOptions) =>
		folder.node('backup.mjs', [folder.path('database.sqlite'), folder.path('')], options);
	const copies = () => folder.names().filter(ofN8n);
	const ofBackups = () => folder.names().filter((name) => name.startsWith('n8n-'));
	const restore = (name: string) =>
		folder.node('restore.mjs', [folder.path(name), folder.path('database.sqlite')]);

	test('a backup has what n8n wrote last, while n8n has the database open', () => {
		const n8n = folder.open('database.sqlite');
		n8n.add('an event');
		expect(folder.names()).toContain('database.sqlite-wal');
		const { code, output } = backUp();
		n8n.close();
		expect(code).toBe(0);
		expect(copies()).toHaveLength(1);
		expect(output.trim()).toBe(folder.path(copies()[0]));
		expect(folder.rows(copies()[0])).toEqual(['an event']);
	});

	test('a backup removes copies older than BACKUP_KEEP_DAYS, and nothing else', () => {
		folder.open('database.sqlite').close();
		for (const [name, days] of [
			['n8n-20200101T000000Z.sqlite', 4],
			['n8n-20200102T000000Z.sqlite.part', 4],
			['n8n-20200103T000000Z.sqlite', 2],
			['notes.txt', 4],
		] as const) {
			folder.write(name, '');
			folder.age(name, days);
		}
		expect(backUp({ env: { BACKUP_KEEP_DAYS: '3' } }).code).toBe(0);
		expect(folder.names().filter((name) => name.includes('2020') || name === 'notes.txt')).toEqual([
			'n8n-20200103T000000Z.sqlite',
			'notes.txt',
		]);
	});

	test.each([['no database'], [''], [undefined]])(
		'a database file with %j in it is not backed up',
		(text) => {
			if (text !== undefined) folder.write('database.sqlite', text);
			expect(backUp().code).not.toBe(0);
			expect(copies()).toEqual([]);
			expect(folder.names().includes('database.sqlite')).toBe(text !== undefined);
		},
	);

	test("a database without n8n's tables is not backed up", () => {
		folder.sqlite('database.sqlite', 'CREATE TABLE other (value TEXT)');
		expect(backUp()).toEqual({
			code: 1,
			output: expect.stringContaining('no table execution_entity'),
		});
		expect(folder.names()).toEqual(['database.sqlite']);
	});

	test('a backup that does not fit on the disk leaves nothing behind', () => {
		folder.open('database.sqlite').close();
		folder.sqlite('database.sqlite', FILL);
		const { code, output } = backUp({ roomKB: 64 });
		expect(code).toBe(1);
		expect(output).toMatch(/^\S+ was not backed up: .+\n$/);
		expect(ofBackups()).toEqual([]);
	});

	test('a backup first removes what interrupted ones have left, and old copies', () => {
		folder.open('database.sqlite').close();
		folder.sqlite('database.sqlite', FILL);
		for (const [name, days] of [
			['n8n-20200101T000000Z.sqlite', 21],
			['n8n-20200102T000000Z.sqlite', 20],
		] as const) {
			folder.write(name, '');
			folder.age(name, days);
		}
		folder.write('n8n-20200103T000000Z.sqlite.part', '');
		folder.write('n8n-20200103T000000Z.sqlite.part-journal', '');
		expect(backUp({ roomKB: 64 }).code).toBe(1);
		expect(ofBackups()).toEqual(['n8n-20200102T000000Z.sqlite']);
	});

	test.each(['0', '14d', '-1', '1.5', ' ', 'Infinity'])(
		'BACKUP_KEEP_DAYS=%s is rejected before anything is copied or removed',
		(BACKUP_KEEP_DAYS) => {
			folder.open('database.sqlite').close();
			folder.write('n8n-20200101T000000Z.sqlite', '');
			folder.age('n8n-20200101T000000Z.sqlite', 99);
			expect(backUp({ env: { BACKUP_KEEP_DAYS } })).toEqual({
				code: 2,
				output: `BACKUP_KEEP_DAYS must be a whole number of days from 1 to 99999, but is "${BACKUP_KEEP_DAYS}".\n`,
			});
			expect(copies()).toEqual(['n8n-20200101T000000Z.sqlite']);
		},
	);

	test('an empty BACKUP_KEEP_DAYS means 14 days', () => {
		folder.open('database.sqlite').close();
		for (const [name, days] of [
			['n8n-20200101T000000Z.sqlite', 15],
			['n8n-20200102T000000Z.sqlite', 13],
		] as const) {
			folder.write(name, '');
			folder.age(name, days);
		}
		expect(backUp({ env: { BACKUP_KEEP_DAYS: '' } }).code).toBe(0);
		expect(copies()).toEqual(['n8n-20200102T000000Z.sqlite', expect.stringMatching(/^n8n-2\d+T/)]);
		expect(copies()[1]).not.toContain('n8n-2020');
	});

	test('a restore brings back the copy alone, without what belonged to the database before', () => {
		const n8n = folder.open('database.sqlite');
		n8n.add('before the backup');
		backUp();
		n8n.add('after the backup');
		// As after a kill: the -wal file stays.
		expect(restore(copies()[0]).code).toBe(0);
		expect(folder.rows('database.sqlite')).toEqual(['before the backup']);
		n8n.close();
	});

	test.each(['no database', 'SQLite format 3\0 and then nothing of it'])(
		'a restore from a file with %j leaves the database as it is',
		(text) => {
			const n8n = folder.open('database.sqlite');
			n8n.add('kept');
			n8n.close();
			folder.write('broken', text);
			expect(restore('broken').code).not.toBe(0);
			expect(folder.rows('database.sqlite')).toEqual(['kept']);
		},
	);

	test.each([
		['an empty file', ''],
		['a database of another program', 'CREATE TABLE other (value TEXT)'],
	])('a restore from %s leaves the database as it is', (_, sql) => {
		const n8n = folder.open('database.sqlite');
		n8n.add('kept');
		n8n.close();
		folder.write('other.sqlite', '');
		folder.sqlite('other.sqlite', sql);
		const { code, output } = restore('other.sqlite');
		expect(code).toBe(1);
		expect(output).toMatch(/is not a backup of n8n: .+ Nothing was changed\.\n$/);
		expect(folder.rows('database.sqlite')).toEqual(['kept']);
	});

	test('a restore puts the database into an empty volume, where n8n can write to it', () => {
		folder.sqlite('read-only.sqlite', N8N_TABLES);
		folder.protect('read-only.sqlite');
		const target = folder.path('database.sqlite');
		expect(restore('read-only.sqlite')).toEqual({
			code: 0,
			output: `Restored ${target} from ${folder.path('read-only.sqlite')}.\n`,
		});
		expect(folder.mode('database.sqlite')).toBe('600');
	});

	test('a restore that does not fit on the disk leaves the database as it is', () => {
		const n8n = folder.open('database.sqlite');
		n8n.add('kept');
		n8n.close();
		folder.sqlite('large.sqlite', `${N8N_TABLES} ${FILL}`);
		const args = [folder.path('large.sqlite'), folder.path('database.sqlite')];
		expect(folder.node('restore.mjs', args, { roomKB: 64 }).code).toBe(1);
		expect(folder.names()).toEqual(['database.sqlite', 'large.sqlite']);
		expect(folder.rows('database.sqlite')).toEqual(['kept']);
	});

	test('a restore into a folder that does not exist is rejected', () => {
		folder.sqlite('copy.sqlite', N8N_TABLES);
		const args = [folder.path('copy.sqlite'), folder.path('missing/database.sqlite')];
		expect(folder.node('restore.mjs', args)).toEqual({
			code: 1,
			output: `The folder ${folder.path('missing')} does not exist. Nothing was changed.\n`,
		});
	});

	test('a restore from the database that n8n uses is rejected', () => {
		const n8n = folder.open('database.sqlite');
		n8n.add('kept');
		const args = [folder.path('database.sqlite'), folder.path('copy.sqlite')];
		expect(folder.node('restore.mjs', args)).toEqual({
			code: 1,
			output: expect.stringContaining(`${args[0]} is in use`),
		});
		n8n.close();
		expect(folder.names()).toEqual(['database.sqlite']);
	});

	test('a restore over a backup is rejected', () => {
		folder.open('database.sqlite').close();
		backUp();
		const args = [folder.path('database.sqlite'), folder.path(copies()[0])];
		expect(folder.node('restore.mjs', args)).toEqual({
			code: 1,
			output: expect.stringContaining('The file to restore comes first.'),
		});
	});

	test.each([
		['backup.mjs', 'DATABASE FOLDER'],
		['restore.mjs', 'FILE DATABASE'],
	])('%s says how to call it', (script, usage) => {
		for (const args of [[], ['a'], ['a', 'b', 'c']])
			expect(folder.node(script, args)).toEqual({
				code: 2,
				output: `Usage: node ${script} ${usage}\n`,
			});
	});
});
