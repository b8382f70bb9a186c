import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../playground/paths.mts';
import { SUITE_TITLES } from './suites.mts';

/** Tests of one suite. */
export interface SuiteResult {
	passed: number;
	failed: number;
}

/** Last results by version and suite; a suite that did not run is absent. */
export type VersionResults = Record<string, Record<string, SuiteResult>>;

/** File with the results that the page shows. */
export const RESULTS_FILE = join(root, 'test', 'versions', 'results.json');

export function readVersionResults(): VersionResults {
	try {
		return JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as VersionResults;
	} catch {
		return {};
	}
}

/** Writes the result of one suite, so that a run that is stopped keeps what it found. */
export function keepResult(version: string, suite: string, result: SuiteResult): void {
	const results = readVersionResults();
	results[version] = { ...results[version], [suite]: result };
	const sorted = Object.fromEntries(
		Object.keys(results)
			.sort(compareVersions)
			.map((key) => [key, results[key]]),
	);
	writeFileSync(RESULTS_FILE, `${JSON.stringify(sorted, null, '\t')}\n`);
}

/** Sorts version numbers, oldest first. */
export const compareVersions = (a: string, b: string) =>
	a.localeCompare(b, 'en', { numeric: true });

/** Returns the results as a table of Markdown, with a column for each version. */
export function resultTable(versions?: string[], results = readVersionResults()): string {
	const columns = versions ?? Object.keys(results);
	const cell = (version: string, suite: string) => {
		const result = results[version]?.[suite];
		if (!result) return 'not run';
		const { passed, failed } = result;
		return failed === 0 ? `${passed}` : `${passed}, ${failed} failed`;
	};
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		row(['Tests', ...columns]),
		row(['---', ...columns.map(() => '---:')]),
		...SUITE_TITLES.map((suite) => row([suite, ...columns.map((one) => cell(one, suite))])),
	].join('\n');
}
