import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { playground, root } from '../../playground/paths.mts';

export interface Service {
	image: string;
	build?: { context: string; args?: Record<string, string> };
	entrypoint?: string[];
	command?: string | string[];
	init?: boolean;
	profiles?: string[];
	mem_limit?: string;
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

/** Returns true for a service that runs n8n; a service with an entrypoint of its own runs something else in its image. */
export const runsN8n = ({ image, entrypoint }: Service): boolean =>
	image.startsWith('n8n-chatlio-aep') && entrypoint === undefined;

/** The version of n8n that everything here is tried with. */
export const n8nVersion = (
	JSON.parse(readFileSync(join(playground, 'n8n', 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	}
).dependencies.n8n;
