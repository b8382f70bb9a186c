import { backupFolder, type BackupFolder } from './backups.mts';

let folder: BackupFolder;
beforeEach(() => (folder = backupFolder()));
afterEach(() => folder.remove());

const ofN8n = (name: string) => /^n8n-\d{8}T\d{6}Z\.(dump|sqlite)$/.test(name);

describe('deploy/single', () => {
	const backUp = (env?: Record<string, string>) =>
		folder.node('backup.mjs', [folder.path('database.sqlite'), folder.path('')], env);
	const copies = () => folder.names().filter(ofN8n);
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
		expect(backUp({ BACKUP_KEEP_DAYS: '3' }).code).toBe(0);
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
});

describe('deploy/queue', () => {
	const programs = {
		pg_dump: 'for word; do case $word in --file=*) echo dump > "${word#--file=}";; esac; done',
		pg_restore: ':',
		psql: ':',
	};

	test('a dump gets its name once it is complete, and old ones are removed', () => {
		for (const [name, days] of [
			['n8n-20200101T000000Z.dump', 16],
			['n8n-20200102T000000Z.dump', 13],
		] as const) {
			folder.write(name, '');
			folder.age(name, days);
		}
		const { code } = folder.sh('backup.sh', [folder.path('')], programs);
		expect(code).toBe(0);
		expect(folder.names()).toEqual([
			'n8n-20200102T000000Z.dump',
			expect.stringMatching(/^n8n-2\d+T/),
		]);
		expect(folder.names().every(ofN8n)).toBe(true);
	});

	test.each([
		['that ends half-way', { pg_dump: `${programs.pg_dump}; exit 1` }],
		['that cannot be read', { pg_restore: 'exit 1' }],
	])('a dump %s gets no name, and removes no earlier one', (_, broken) => {
		folder.write('n8n-20200101T000000Z.dump', '');
		folder.age('n8n-20200101T000000Z.dump', 99);
		const { code } = folder.sh('backup.sh', [folder.path('')], { ...programs, ...broken });
		expect(code).not.toBe(0);
		expect(folder.names().filter(ofN8n)).toEqual(['n8n-20200101T000000Z.dump']);
	});

	test('a restore removes everything before, also what is not in the dump', () => {
		expect(folder.sh('restore.sh', ['a.dump'], programs).code).toBe(0);
		expect(folder.calls()).toEqual([
			'pg_restore --list a.dump',
			expect.stringMatching(/^psql .*DROP SCHEMA IF EXISTS public CASCADE.*CREATE SCHEMA public$/),
			'pg_restore --exit-on-error --no-owner --dbname=n8n a.dump',
		]);
	});

	test('a restore from a file that cannot be read removes nothing', () => {
		const broken = { ...programs, pg_restore: 'exit 1' };
		expect(folder.sh('restore.sh', ['a.dump'], broken).code).not.toBe(0);
		expect(folder.calls()).toEqual(['pg_restore --list a.dump']);
	});
});
