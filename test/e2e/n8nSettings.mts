import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { n8nModules } from '../../playground/paths.mts';

/** The settings that the n8n of the playground reads from its environment, and those it has given up. */
export function n8nSettings(): { known: Set<string>; deprecated: Set<string> } {
	const known = new Set<string>();
	for (const folder of ['@n8n/config/dist', 'n8n-core/dist', 'n8n/dist/modules/community-packages'])
		for (const name of readdirSync(join(n8nModules, folder), {
			recursive: true,
			encoding: 'utf8',
		})) {
			if (!name.endsWith('.js')) continue;
			const source = readFileSync(join(n8nModules, folder, name), 'utf8');
			for (const [, setting] of source.matchAll(/\bEnv\)?\('([A-Z0-9_]+)'/g)) known.add(setting);
		}
	const deprecations = readFileSync(
		join(n8nModules, 'n8n/dist/deprecation/deprecation.service.js'),
		'utf8',
	);
	const deprecated = new Set<string>();
	// n8n also asks there for settings to be given a value: those it does not give up.
	for (const [, setting, next] of deprecations.matchAll(
		/envVar: '([A-Z0-9_]+)',\s*message:[^\n]*\n\s*(.*)/g,
	))
		if (/warnIfMissing|checkValue/.test(next)) known.add(setting);
		else deprecated.add(setting);
	return { known, deprecated };
}
