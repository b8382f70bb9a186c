import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinnedModules, playground, root } from '../../playground/paths.mts';

const installer = join(playground, 'install', 'version.mjs');
const versionsFolder = join(playground, 'node_modules', '.versions');

/** Installs all of an n8n unless it is there, shows the progress, and returns its folder. */
export async function installN8n(version: string): Promise<string> {
	if (version === PINNED) return dirname(pinnedModules);
	await runInstaller(version);
	return join(versionsFolder, version);
}

/** Version of the playground's n8n, whose engine is also the one of the tests. */
export const PINNED = (
	JSON.parse(readFileSync(join(playground, 'n8n', 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	}
).dependencies.n8n;

/** Installs the execution engine of an n8n unless it is there, shows the progress, and returns its folder. */
export async function installEngine(version: string): Promise<string> {
	if (version === PINNED) return root;
	await runInstaller('--engine', version);
	const engine = join(versionsFolder, `${version}-engine`);
	return existsSync(engine) ? engine : join(versionsFolder, version);
}

/** Removes an n8n and its engine. */
export async function removeN8n(version: string): Promise<void> {
	await runInstaller('--remove', version);
}

async function runInstaller(...args: string[]): Promise<void> {
	const child = spawn(process.execPath, [installer, ...args], { stdio: 'inherit' });
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	if (code !== 0) throw new Error(`n8n ${args.at(-1)} could not be installed`);
}
