import { postgresWithDump, withoutPostgres } from '../../harness/postgresWithDump.mts';
import { backupFolder, N8N_TABLES, type BackupFolder, type RunOptions } from './backups.mts';
import { startPostgres, type RunningPostgres } from './postgres.mts';

/** Large, and not smaller when it is compressed. */
const FILL = `INSERT INTO workflow_entity
	SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 20000)`;

let folder: BackupFolder;
beforeEach(() => (folder = backupFolder()));
afterEach(() => folder.remove());

test.each([
	['backup.sh', 'FOLDER'],
	['restore.sh', 'FILE'],
])('%s says how to call it', (script, usage) => {
	for (const args of [[], ['a', 'b']])
		expect(folder.sh(script, args)).toEqual({ code: 2, output: `Usage: sh ${script} ${usage}\n` });
});

(postgresWithDump() ? describe : describe.skip)(`deploy/queue${withoutPostgres}`, () => {
	let postgres: RunningPostgres;
	let env: Record<string, string>;
	beforeAll(async () => (postgres = await startPostgres()));
	afterAll(async () => await postgres?.stop());
	beforeEach(() => (env = postgres.createDatabase()));

	const sql = (text: string) => postgres.sql(env, text);
	const add = (value: string) => sql(`INSERT INTO execution_entity VALUES ('${value}')`);
	const rows = () => sql('SELECT value FROM execution_entity');
	const tables = () =>
		sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
	const dumps = () => folder.names().filter((name) => /^n8n-\d{8}T\d{6}Z\.dump$/.test(name));
	const backUp = (options: RunOptions = {}) =>
		folder.sh('backup.sh', [folder.path('')], { ...options, env: { ...env, ...options.env } });
	const restore = (name: string, variables: RunOptions['env'] = {}) =>
		folder.sh('restore.sh', [folder.path(name)], { env: { ...env, ...variables } });
	/** Backs up a database in which one row was added, and then another one. */
	const backedUp = () => {
		sql(N8N_TABLES);
		sql(FILL);
		add('before');
		expect(backUp().code).toBe(0);
		add('after');
		return dumps()[0];
	};
	const old = (name: string, days: number) => {
		folder.write(name, '');
		folder.age(name, days);
	};

	test('a dump gets its name once it is complete, and old ones are removed', () => {
		sql(N8N_TABLES);
		old('n8n-20200101T000000Z.dump', 16);
		old('n8n-20200102T000000Z.dump', 13);
		old('notes.txt', 99);
		const { code, output } = backUp();
		expect(code).toBe(0);
		expect(folder.names()).toEqual([
			'n8n-20200102T000000Z.dump',
			expect.stringMatching(/^n8n-2\d+T\d+Z\.dump$/),
			'notes.txt',
		]);
		expect(output).toBe(`${folder.path(`/${dumps()[1]}`)}\n`);
	});

	test.each([
		['does not fit on the disk', { roomKB: 64 }],
		['cannot be made', { env: { PGPASSWORD: 'wrong' } }],
	])('a dump that %s leaves nothing behind, and the newest earlier one', (_, options) => {
		sql(N8N_TABLES);
		sql(FILL);
		old('n8n-20200101T000000Z.dump', 98);
		old('n8n-20200102T000000Z.dump', 99);
		old('n8n-20200103T000000Z.dump.part', 1);
		expect(backUp(options)).toEqual({
			code: 1,
			output: expect.stringMatching(/The database was not backed up\.\n$/),
		});
		expect(folder.names()).toEqual(['n8n-20200101T000000Z.dump']);
	});

	test('a database without the tables of n8n is not backed up', () => {
		sql('CREATE TABLE other (value TEXT)');
		expect(backUp()).toEqual({
			code: 1,
			output: 'The database was not backed up: it has no table execution_entity.\n',
		});
		expect(folder.names()).toEqual([]);
	});

	test.each(['0', '14d', '-1', '1.5', ' ', '100000'])(
		'BACKUP_KEEP_DAYS=%s is rejected before anything is dumped or removed',
		(BACKUP_KEEP_DAYS) => {
			sql(N8N_TABLES);
			old('n8n-20200101T000000Z.dump', 99);
			old('n8n-20200102T000000Z.dump', 99);
			expect(backUp({ env: { BACKUP_KEEP_DAYS } })).toEqual({
				code: 2,
				output: `BACKUP_KEEP_DAYS must be a whole number of days from 1 to 99999, but is "${BACKUP_KEEP_DAYS}".\n`,
			});
			expect(dumps()).toHaveLength(2);
		},
	);

	test('an empty BACKUP_KEEP_DAYS means 14 days', () => {
		sql(N8N_TABLES);
		old('n8n-20200101T000000Z.dump', 16);
		old('n8n-20200102T000000Z.dump', 13);
		expect(backUp({ env: { BACKUP_KEEP_DAYS: '' } }).code).toBe(0);
		expect(dumps()).toHaveLength(2);
	});

	test('a restore brings back the dump alone, also a second time', () => {
		const dump = backedUp();
		sql('CREATE TABLE of_a_newer_n8n (value TEXT)');
		for (let times = 0; times < 2; times++) {
			expect(restore(dump)).toEqual({
				code: 0,
				output: `Restored the database ${env.PGDATABASE} from ${folder.path(dump)}.\n`,
			});
			expect(rows()).toEqual(['before']);
			expect(tables()).toEqual(['credentials_entity', 'execution_entity', 'workflow_entity']);
			add('after');
		}
	});

	test('a restored database can be backed up and restored again', () => {
		folder.copy(backedUp(), 'first');
		expect(restore('first').code).toBe(0);
		add('between');
		expect(backUp().code).toBe(0);
		add('after');
		expect(restore(dumps().at(-1)!).code).toBe(0);
		expect(rows()).toEqual(['before', 'between']);
	});

	const unreadable = (output: string) =>
		expect(output).toMatch(/broken cannot be read\. Nothing was changed\.\n$/);

	test('a restore from a dump that is cut off changes nothing', () => {
		const dump = backedUp();
		folder.copy(dump, 'broken', folder.size(dump) - 10_000);
		const { code, output } = restore('broken');
		expect(code).toBe(1);
		unreadable(output);
		expect(rows()).toEqual(['before', 'after']);
	});

	test.each(['', 'no dump'])('a restore from a file with %j changes nothing', (text) => {
		sql(N8N_TABLES);
		add('kept');
		folder.write('broken', text);
		const { code, output } = restore('broken');
		expect(code).toBe(1);
		unreadable(output);
		expect(rows()).toEqual(['kept']);
	});

	test('a restore that stops half-way changes nothing', () => {
		sql(N8N_TABLES);
		// A restore replaces the schema of n8n, and cannot create what is in another one.
		sql('CREATE SCHEMA other');
		expect(backUp().code).toBe(0);
		add('after');
		const [dump] = dumps();
		expect(restore(dump)).toEqual({
			code: 1,
			output: expect.stringMatching(
				/schema "other" already exists\n[^]*could not be restored\. Nothing was changed\.\n$/,
			),
		});
		expect(rows()).toEqual(['after']);
	});

	test('a restore from a dump of another program changes nothing', () => {
		backedUp();
		const n8n = env;
		env = postgres.createDatabase();
		sql('CREATE TABLE other (value TEXT)');
		const { PGDATABASE } = env;
		env = n8n;
		const other = folder.path('other.dump');
		postgres.dump({ ...env, PGDATABASE }, other);
		expect(restore('other.dump')).toEqual({
			code: 1,
			output: `${other} is not a backup of n8n: it has no table execution_entity. Nothing was changed.\n`,
		});
		expect(rows()).toEqual(['before', 'after']);
	});

	test.each([undefined, ''])('a restore without PGDATABASE (%j) changes nothing', (PGDATABASE) => {
		const dump = backedUp();
		expect(restore(dump, { PGDATABASE })).toEqual({
			code: 2,
			output: 'Set PGDATABASE to the database to replace. Nothing was changed.\n',
		});
		expect(rows()).toEqual(['before', 'after']);
	});
});
