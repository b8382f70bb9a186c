import { readdirSync, readlinkSync } from 'node:fs';

/** The processes that work in a folder, also after it was removed; none where there is no `/proc`. */
export function processesIn(folder: string): number[] {
	const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return ids.map(Number).filter((id) => {
		try {
			return readlinkSync(`/proc/${id}/cwd`).startsWith(folder);
		} catch {
			// It has ended meanwhile.
			return false;
		}
	});
}
