import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOtherFolders } from './postgresPlace.mts';

export interface TemporaryHome {
	path: string;
	/** Removes all data of the system. Must be called after the system has ended. */
	remove: () => void;
}

/**
 * Creates a home for a system that is not started again.
 * @param name beginning of the folder's name
 */
export function temporaryHome(name: string): TemporaryHome {
	const path = mkdtempSync(join(tmpdir(), `${name}-`));
	// PostgreSQL does not run as root and must be able to access its data.
	chmodSync(path, 0o755);
	return {
		path,
		remove: () => {
			removeOtherFolders(path);
			rmSync(path, { recursive: true, force: true });
		},
	};
}
