import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { playground, root } from '../../playground/paths.mts';

export interface Service {
	image: string;
	build?: { context: string };
	command?: string | string[];
	restart?: string;
	stop_grace_period?: string;
	environment?: Record<string, string | number>;
	ports?: string[];
	networks?: string[];
	volumes?: string[];
	depends_on?: Record<string, { condition: string }>;
	healthcheck?: { test: string[] };
	configs?: Array<{ source: string; target: string }>;
}

export interface Compose {
	text: string;
	services: Record<string, Service>;
	networks: Record<string, unknown>;
	volumes: Record<string, unknown>;
	configs: Record<string, { content: string }>;
}

/** A compose file of deploy/, its anchors resolved. */
export function readCompose(folder: string): Compose {
	const text = readFileSync(join(root, folder, 'compose.yaml'), 'utf8');
	const {
		services,
		networks = {},
		volumes = {},
		configs = {},
	} = parse(text, { merge: true }) as Compose;
	return { text, services, networks, volumes, configs };
}

/** The settings that the n8n of the playground reads from its environment, and those it has given up. */
export function n8nSettings(): { known: Set<string>; deprecated: Set<string> } {
	const modules = join(playground, 'n8n', 'node_modules');
	const known = new Set<string>();
	for (const folder of ['@n8n/config/dist', 'n8n-core/dist', 'n8n/dist/modules/community-packages'])
		for (const name of readdirSync(join(modules, folder), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.js')) continue;
			const source = readFileSync(join(modules, folder, name), 'utf8');
			for (const [, setting] of source.matchAll(/\bEnv\)?\('([A-Z0-9_]+)'/g)) known.add(setting);
		}
	const deprecations = readFileSync(
		join(modules, 'n8n/dist/deprecation/deprecation.service.js'),
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

/** The version of n8n that everything here is tried with. */
export const n8nVersion = (
	JSON.parse(readFileSync(join(playground, 'n8n', 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	}
).dependencies.n8n;
