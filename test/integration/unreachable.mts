import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installedBinaries, postgresPlace } from '../../playground/cluster/postgresPlace.mts';
import { temporaryFolder } from '../harness/temporary.mts';

/** Whether this process may do everything, and PostgreSQL therefore needs another account. */
export const isRoot = process.getuid?.() === 0;

/** What becomes of PostgreSQL where both the home and the binaries are in a folder that only root can enter. */
export function postgresInPrivateFolder() {
	const folder = temporaryFolder();
	const installed = join(folder.path, 'native');
	cpSync(installedBinaries(), installed, { recursive: true, verbatimSymlinks: true });
	chmodSync(folder.path, 0o700);
	const first = postgresPlace(folder.path, installed);
	const { binaries, data, uid, gid } = first;
	const run = (file: string, ...args: string[]) =>
		spawnSync(file, args, { uid, gid, cwd: '/', encoding: 'utf8' });
	const found = {
		uid,
		version: run(join(binaries, 'bin', 'postgres'), '--version').stdout.trim(),
		writes: run('touch', join(data, 'file')).status === 0,
		sameAgain: JSON.stringify(postgresPlace(folder.path, installed)) === JSON.stringify(first),
	};
	for (const place of [binaries, data]) rmSync(place, { recursive: true });
	folder.remove();
	return found;
}
