import { buildPackage, installIntoN8n } from '../package.mts';
import { Assembly } from './assembly.mts';
import { folderOf, n8nPart } from './n8nPart.mts';
import type { System, SystemOptions } from './system.mts';

/** Starts one n8n with SQLite, which does everything itself: how most people run it. Its only part is called "main". */
export async function startSingle(options: SystemOptions): Promise<System> {
	return await Assembly.start('single', options, async (assembly) => {
		const { home, env } = options;
		await assembly.step('Building the package', buildPackage);
		const main = await n8nPart({ name: 'main', role: 'main', home, publicUrl: assembly.url, env });
		await assembly.step('Starting n8n with the package installed', async () => {
			await installIntoN8n(folderOf(home, 'main'));
			await assembly.add(main);
		});
		return { main: main.url, webhooks: [main.url] };
	});
}
