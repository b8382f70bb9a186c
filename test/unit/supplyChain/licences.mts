import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../playground/paths.mts';

interface LockedPackage {
	license?: string;
	link?: boolean;
}

export interface Locked {
	name: string;
	licence: string;
}

/** Every package of the development tools and what it is licensed under, from the lock file; else from its own manifest. */
export function lockedLicences(): Locked[] {
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, LockedPackage>;
	};
	return Object.entries(lock.packages)
		.filter(([path, { link }]) => path !== '' && !link)
		.map(([path, { license }]) => ({
			name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
			licence: license ?? ownLicence(path),
		}));
}

/** Older manifests have a list of licences instead of one. */
function ownLicence(path: string): string {
	const manifest = join(root, path, 'package.json');
	if (!existsSync(manifest)) return 'unknown';
	const { licenses = [] } = JSON.parse(readFileSync(manifest, 'utf8')) as {
		licenses?: Array<{ type: string }>;
	};
	return licenses.map(({ type }) => type).join(' OR ') || 'unknown';
}
