import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS, type Results } from './results.mts';
import type { Run } from './run.mts';

export interface JestOptions {
	/** Those of jest.config.js. */
	projects: string[];
	/** Parts of paths; none for all. */
	paths?: string[];
	/** Whether to hold lib/ to its coverage. */
	coverage?: boolean;
	/** Further options of jest. */
	more?: string[];
}

/** Runs tests with jest, counts them, and returns the numbers. */
export async function runJest(run: Run, options: JestOptions): Promise<Results> {
	const { projects, paths = [], coverage = false, more = [] } = options;
	const file = join(run.folder, 'results.json');
	// Of an earlier run of the same command.
	rmSync(file, { force: true });
	process.env[RESULTS] = file;
	const { ok } = await run.start([
		...jestCommand(projects),
		...(coverage ? ['--coverage'] : []),
		...more,
		...(paths.length > 0 ? ['--', ...paths] : []),
	]);
	const results = readResults(file);
	const { passed, failed } = results;
	run.count(passed, failed);
	if (passed + failed === 0) {
		console.error(
			'No test was run. Those in test/acceptance/n8n and test/e2e belong to npm run test:n8n, the others to npm test.',
		);
		run.count(0, 1);
	}
	// Too little was covered.
	else if (!ok && failed === 0) run.count(0, 1);
	return results;
}

/** Starts jest on some of its projects; further options may follow. */
export const jestCommand = (projects: string[]): string[] => [
	'node',
	// Some libraries of the scripts are ES modules only.
	'--experimental-vm-modules',
	'node_modules/jest/bin/jest.js',
	...['--selectProjects', ...projects],
];

/** What jest handed on before it ended, if it got that far. */
function readResults(file: string): Results {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Results;
	} catch {
		return { passed: 0, failed: 0, files: {} };
	}
}
