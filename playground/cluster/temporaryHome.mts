import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOtherFolders } from './postgresPlace.mts';

export interface TemporaryHome {
	path: string;
	/** Removes everything that the system kept. Once it has ended. */
	remove: () => void;
}

/** Makes a home for a system that is not started again. @param name how the folder's name begins */
export function temporaryHome(name: string): TemporaryHome {
	const path = mkdtempSync(join(tmpdir(), `${name}-`));
	// PostgreSQL does not run as root and must reach its data.
	chmodSync(path, 0o755);
	return {
		path,
		remove: () => {
			removeOtherFolders(path);
			rmSync(path, { recursive: true, force: true });
		},
	};
}
