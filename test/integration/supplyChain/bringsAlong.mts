import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../harness/temporary.mts';

/**
 * What an installed package brings along: lays its manifest down as an installed one and lets npm resolve it.
 * @returns the packages beside itself in the lock file that npm makes of it, n8n's own left out as n8n does
 */
export function bringsAlong(manifest: object): string[] {
	const { path: folder, remove } = temporaryFolder();
	// n8n takes these three out before it installs a community package.
	const installed: Record<string, unknown> = { ...manifest };
	for (const name of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete installed[name];
	writeFileSync(join(folder, 'package.json'), JSON.stringify(installed));
	const npm = (...args: string[]) =>
		spawnSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: 600_000 });
	const made = npm('install', '--package-lock-only', '--ignore-scripts', '--offline');
	if (made.status !== 0) throw new Error(made.stderr);
	const listed = JSON.parse(npm('ls', '--all', '--json', '--package-lock-only').stdout) as {
		dependencies?: object;
	};
	remove();
	return Object.keys(listed.dependencies ?? {});
}
