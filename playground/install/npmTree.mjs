import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns true if npm installed exactly what the lock file of a folder lists. npm lists what it installed in its own
 * lock file, which it writes last.
 */
export function isInstalledByNpm(folder) {
	const list = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(list)) return false;
	const wanted = packagesIn(join(folder, 'package-lock.json'));
	const installed = packagesIn(list);
	return (
		Object.keys(installed).every((path) => path in wanted) &&
		Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
			// npm leaves out packages for other platforms.
			if (!(path in installed)) return optional === true;
			const found = installed[path];
			return (
				found.version === version && found.integrity === integrity && existsSync(join(folder, path))
			);
		})
	);
}

function packagesIn(lockFile) {
	const packages = { ...JSON.parse(readFileSync(lockFile, 'utf8')).packages };
	delete packages['']; // the folder itself
	return packages;
}
