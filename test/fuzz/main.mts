// The long run of the fuzz tests: npm run test:fuzz -- --cases 100000 [--seed N]
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { InvalidArgumentError, program } from 'commander';
import { root } from '../../playground/paths.mts';
import type { SuiteReport } from './fuzz.mts';

interface Options {
	cases: number;
	seed: number;
	minutes?: number;
	n8n: boolean;
}

function positive(text: string): number {
	if (/^[1-9]\d*$/.test(text)) return Number(text);
	throw new InvalidArgumentError('Give a whole number above zero.');
}

const { cases, seed, minutes, n8n } = program
	.name('npm run test:fuzz --')
	.description('Tries to break every node and every URL with any JSON and any bytes')
	.option('--cases <number>', 'how many, over all suites', positive, 100_000)
	.option('--seed <number>', 'of an earlier run, to have the same cases again', positive)
	.option('--minutes <number>', 'at most so many for each suite', positive)
	.option('--no-n8n', 'leave the suites out that need a real n8n')
	.parse()
	.opts<Options>();

const usedSeed = seed ?? randomInt(1, 2 ** 31);
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
const report = join(folder, 'report');
const started = Date.now();

console.log(`${cases.toLocaleString('en-US')} cases, seed ${usedSeed}\n`);

const jest = spawn(
	process.execPath,
	[
		'--experimental-vm-modules',
		join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
		'--selectProjects',
		'hostile',
		...(n8n ? ['n8n'] : []),
		'--testPathPatterns',
		'test/fuzz/',
		'test/acceptance/n8n/hostileInput',
	],
	{
		cwd: root,
		stdio: 'inherit',
		// A group of its own, so that its workers end with it.
		detached: true,
		env: {
			...process.env,
			FUZZ_CASES: String(cases),
			FUZZ_SEED: String(usedSeed),
			...(minutes && { FUZZ_MINUTES: String(minutes) }),
			FUZZ_REPORT: report,
		},
	},
);
// Cut off, it still shows what it has: jest gets the signal and ends, then the table follows.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.on(signal, () => process.kill(-jest.pid!, signal));
const status = await new Promise<number | null>((ended) => jest.once('close', ended));

const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : [];
const suites = lines.map((line) => JSON.parse(line) as SuiteReport);
rmSync(folder, { recursive: true });

const table = new Table({
	head: ['Suite', 'Cases', 'Slowest ms', 'Worst memory', 'Seconds', 'Failures', 'Seed'],
	style: { head: [], border: [] },
});
for (const { suite, failure, ...each } of suites)
	table.push([
		suite,
		each.cases.toLocaleString('en-US'),
		each.slowestMs,
		each.worstMemory > 0 ? `${each.worstMemory} x its size` : 'too small to weigh',
		each.seconds,
		failure ? 1 : 0,
		each.seed,
	]);
console.log(table.toString());

const total = suites.reduce((sum, each) => sum + each.cases, 0);
const failed = suites.filter(({ failure }) => failure);
const took = ((Date.now() - started) / 60_000).toFixed(1);
console.log(`\n${total.toLocaleString('en-US')} cases in ${took} min, ${failed.length} failed`);
for (const { suite, failure } of failed) console.log(`\n${suite}\n${failure}`);
if (status !== 0 && failed.length === 0) console.log('A test beside the suites failed: see above.');
process.exitCode = status === 0 ? 0 : 1;
