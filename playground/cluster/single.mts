import { buildPackage, installIntoN8n } from '../package.mts';
import { copyPreparedDatabase } from '../preparedDatabase.mts';
import { Assembly } from './assembly.mts';
import { folderOf, n8nPart } from './n8nPart.mts';
import type { System, SystemOptions } from './system.mts';

export interface SingleOptions extends SystemOptions {
	/** True if it starts with the prepared database of a first start, so that n8n need not create one. */
	prepared?: boolean;
}

/** Starts one n8n with SQLite that does everything itself, as most users run it. Its only part is called "main". */
export async function startSingle(options: SingleOptions): Promise<System> {
	return await Assembly.start('single', options, async (assembly) => {
		const { home, env } = options;
		await assembly.step('Building the package', buildPackage);
		const main = await n8nPart({ name: 'main', role: 'main', home, publicUrl: assembly.url, env });
		await assembly.step('Starting n8n with the package installed', async () => {
			if (options.prepared) await copyPreparedDatabase(folderOf(home, 'main'));
			await installIntoN8n(folderOf(home, 'main'));
			await assembly.add(main);
		});
		return { main: main.url, webhooks: [main.url] };
	});
}
