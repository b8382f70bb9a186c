import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { manifest, n8nModules, root } from '../../playground/paths.mts';
import type { Judged } from '../judge.mts';
import type { Model } from '../model.mts';

/** Content of bench/results.json. */
export interface Results {
	machine: { cpus: string; count: number; memoryGb: number };
	versions: { node: string; n8n: string; package: string };
	/** Start time of the run, and its duration. */
	date: string;
	seconds: number;
	figures: Judged[];
	/** Null if there were too few measurements. */
	model: Model | null;
}

export const RESULTS_FILE = join(root, 'bench', 'results.json');

export function makeResults(figures: Judged[], model: Model | null, started: number): Results {
	const [{ model: name }] = cpus();
	const n8n = join(n8nModules, 'n8n', 'package.json');
	return {
		machine: {
			cpus: name.trim(),
			count: cpus().length,
			memoryGb: Math.round(totalmem() / 2 ** 30),
		},
		versions: {
			node: process.versions.node,
			n8n: (JSON.parse(readFileSync(n8n, 'utf8')) as { version: string }).version,
			package: manifest.version,
		},
		date: new Date(started).toISOString(),
		seconds: Math.round((Date.now() - started) / 1_000),
		figures,
		model,
	};
}

export function writeResults(results: Results, file: string): void {
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
}
