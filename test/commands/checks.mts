import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../playground/paths.mts';
import { formatSeconds, type Run } from './run.mts';

/** Something that holds or does not: one line in the output, and what it printed where it does not. */
export interface Check {
	/** What passes, as the end of a sentence about the project. */
	name: string;
	/** One after the other, until one fails. */
	commands: string[][];
}

// In a folder that no linter reads.
const cache = (name: string) => join('node_modules', '.cache', name);

const prettier = (...files: string[]) => [
	...['prettier', '--check', '--cache', '--cache-strategy', 'content'],
	...['--cache-location', cache('prettier-check'), ...files],
];

/** n8n's lint, without its command: that one keeps no cache. test/unit/supplyChain holds the rules to n8n's own. */
const n8nLint = (...files: string[]) => [...eslintCached('eslint-n8n'), ...files];
const toolsLint = (...files: string[]) => [
	...eslintCached('eslint-tools'),
	...['-c', 'eslint.tools.config.mjs', ...files],
];
const eslintCached = (name: string) => [
	...['eslint', '--cache', '--cache-strategy', 'content', '--cache-location', cache(name)],
];

const typesOf = (name: string) => [
	...['tsc', '-p', `tsconfig.${name}.json`, '--incremental'],
	...['--tsBuildInfoFile', cache(`types-${name}.json`)],
];

export const builds: Check = {
	name: 'builds',
	commands: [['npm', 'run', '--silent', 'build']],
};
export const hasSoundTypes: Check = {
	name: 'has sound types',
	commands: [typesOf('test'), typesOf('tools')],
};

/** What the whole project must pass, the build aside. */
export const checks: Check[] = [
	hasSoundTypes,
	{ name: 'passes the lint', commands: [n8nLint('.'), toolsLint('.')] },
	{ name: 'is formatted', commands: [prettier('.')] },
	{
		name: 'passes the scan for verified packages',
		commands: [['node', 'playground/scan.mts']],
	},
];

/** Format and lint of what differs from the last commit. */
export function checksOfChanged(): Check[] {
	const files = changedFiles();
	if (files.length === 0) return [];
	const scripts = files.filter((file) => /\.(mts|mjs|js)$/.test(file));
	const sources = files.filter((file) => file.endsWith('.ts'));
	// n8n has rules for the manifest as well.
	if (files.includes('package.json')) sources.push('package.json');
	const commands = [
		...(sources.length > 0 ? [n8nLint(...sources)] : []),
		...(scripts.length > 0 ? [toolsLint(...scripts)] : []),
		prettier('--ignore-unknown', ...files),
	];
	const many = `${files.length} changed ${files.length === 1 ? 'file' : 'files'}`;
	return [{ name: `passes lint and format check in ${many}`, commands }];
}

function changedFiles(): string[] {
	const git = (...args: string[]) =>
		execFileSync('git', [...args, '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
	return [
		...git('diff', '--name-only', 'HEAD'),
		...git('ls-files', '--others', '--exclude-standard'),
	].filter((file) => file !== '' && existsSync(join(root, file)));
}

/** Runs checks one after the other, says of each how it went, and counts them. */
export async function runChecks(run: Run, all: Check[]): Promise<void> {
	for (const { name, commands } of all) {
		let seconds = 0;
		let failure: string | undefined;
		for (const [program, ...args] of commands) {
			const command = isOwn(program) ? [program, ...args] : [binaryOf(program), ...args];
			const ended = await run.start(command, { keepOutput: true });
			seconds += ended.seconds;
			if (ended.ok) continue;
			failure = ended.output;
			break;
		}
		run.count(failure === undefined ? 1 : 0, failure === undefined ? 0 : 1);
		console.log(`${failure === undefined ? 'pass' : 'FAIL'}  ${name} (${formatSeconds(seconds)})`);
		if (failure !== undefined) console.log(failure);
	}
}

const isOwn = (program: string) => program === 'npm' || program === 'node';
const binaryOf = (program: string) => join(root, 'node_modules', '.bin', program);
