import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostics } from 'recheck';
import { root } from '../../../playground/paths.mts';
import {
	expressionsIn,
	expressionsOfDescription,
	type Expression,
	type Expressions,
} from './expressions.mts';

/** Paths of what is published, from the root of the project. */
const FILES = ['nodes', 'credentials', 'lib']
	.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${String(file)}`),
	)
	.filter((file) => file.endsWith('.ts'))
	.sort();

/** The regular expressions in the code that is published. */
export const expressionsOfSources = (): Expressions[] =>
	FILES.map((file) => expressionsIn(file, readFileSync(join(root, file), 'utf8')));

/** Those in the descriptions of nodes and credentials. */
export async function expressionsOfDescriptions(): Promise<Expressions[]> {
	const found: Expressions[] = [];
	for (const file of FILES.filter((file) => /\.(node|credentials)\.ts$/.test(file))) {
		const module = (await import(join(root, file))) as Record<string, new () => object>;
		const Class = Object.values(module).find((value) => typeof value === 'function')!;
		found.push(expressionsOfDescription(file, { ...new Class() }));
	}
	return found;
}

/**
 * What is wrong with each expression: that it takes more than linear time, or that nobody can tell. Undefined where it
 * is linear.
 */
export function faultsOf(expressions: Expression[]): Array<string | undefined> {
	const script = join(root, 'test', 'growth', 'redos', 'verdicts.mjs');
	const output = execFileSync(process.execPath, [script], {
		input: JSON.stringify(expressions),
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
	});
	return (JSON.parse(output) as Diagnostics[]).map((verdict) => {
		if (verdict.status === 'safe') return undefined;
		return verdict.status === 'vulnerable'
			? verdict.complexity.summary
			: `cannot be checked: ${JSON.stringify(verdict.error)}`;
	});
}
