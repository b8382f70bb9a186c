import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
	installedBinaries,
	postgresPlace,
	removeOtherFolders,
} from '../../playground/cluster/postgresPlace.mts';
import { temporaryFolder } from '../harness/temporary.mts';

/** Whether this process may do everything, and PostgreSQL therefore needs another account. */
export const isRoot = process.getuid?.() === 0;

/**
 * What becomes of PostgreSQL where the home and the binaries are in a folder that only root can enter.
 * @param privateTemporary whether root's temporary files are in that folder too
 */
export function postgresInPrivateFolder(privateTemporary: boolean) {
	const folder = temporaryFolder();
	const { TMPDIR } = process.env;
	if (privateTemporary) process.env.TMPDIR = folder.path;
	try {
		return postgresIn(folder.path);
	} finally {
		if (TMPDIR === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = TMPDIR;
		folder.remove();
	}
}

function postgresIn(folder: string) {
	const installed = join(folder, 'native');
	cpSync(installedBinaries(), installed, { recursive: true, verbatimSymlinks: true });
	chmodSync(folder, 0o700);
	const first = postgresPlace(folder, installed);
	const { binaries, data, uid, gid } = first;
	const run = (file: string, ...args: string[]) =>
		spawnSync(file, args, { uid, gid, cwd: '/', encoding: 'utf8' });
	const found = {
		uid,
		version: run(join(binaries, 'bin', 'postgres'), '--version').stdout.trim(),
		writes: run('touch', join(data, 'file')).status === 0,
		sameAgain: JSON.stringify(postgresPlace(folder, installed)) === JSON.stringify(first),
	};
	removeOtherFolders(folder);
	return { ...found, left: [binaries, data].filter((place) => existsSync(place)) };
}
