// npm test: everything that must hold, and one line that counts it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mts';

interface Check {
	name: string;
	command: string[];
}

/** What jest says of its tests, as far as it is told here. */
interface Summary {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ assertionResults: Array<{ status: string; fullName: string }> }>;
}

const checks: Check[] = [
	{ name: 'builds', command: ['npm', 'run', '--silent', 'build'] },
	{ name: 'is formatted', command: ['npm', 'run', '--silent', 'format:check'] },
	{ name: 'passes the lint', command: ['npm', 'run', '--silent', 'lint'] },
	{ name: 'has sound types', command: ['npm', 'run', '--silent', 'typecheck'] },
	{ name: 'passes the scan for verified packages', command: ['node', 'playground/scan.mts'] },
];

const results = join(root, 'node_modules', '.cache', 'test-results.json');

function run(command: string[]): boolean {
	const [file, ...args] = command;
	return spawnSync(file, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

let passed = 0;
let failed = 0;
const count = (ok: boolean) => (ok ? passed++ : failed++);

for (const { name, command } of checks) {
	const started = Date.now();
	const ok = run(command);
	count(ok);
	console.log(`${ok ? 'pass' : 'FAIL'}  ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

rmSync(results, { force: true });
// npm test -- PATH runs only those tests; what they cover says nothing then.
const only = process.argv.slice(2);
const jestPassed = run([
	'node',
	// Some libraries of the scripts are ES modules only.
	'--experimental-vm-modules',
	'node_modules/jest/bin/jest.js',
	'--json',
	`--outputFile=${results}`,
	...(only.length > 0 ? only : ['--coverage']),
]);
let inTests = 0;
try {
	const summary = JSON.parse(readFileSync(results, 'utf8')) as Summary;
	inTests = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
	passed += summary.numPassedTests;
	failed += inTests;
	for (const { assertionResults } of summary.testResults)
		for (const { status, fullName } of assertionResults)
			if (status === 'pending') console.log(`skip  ${fullName}`);
} catch {
	console.error('jest ended before it could count its tests');
}
// Coverage under its threshold, or jest itself not running, fails without a failing test.
if (!jestPassed && inTests === 0) failed++;

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
