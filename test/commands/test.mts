// npm test: everything that needs nothing but npm.
import { readArguments } from './arguments.mts';
import { builds, checks, runChecks } from './checks.mts';
import { runJest } from './jest.mts';
import { runCommand } from './run.mts';

const projects = ['unit', 'engine', 'hostile'];
const { paths, more } = readArguments('npm test --', {
	description: 'Checks, unit tests, and tests through n8n’s execution engine; no n8n is started',
});

await runCommand('npm test', async (run) => {
	if (paths.length > 0) {
		await runJest(run, { projects, paths, more });
		return;
	}
	// The package is read, packed and loaded as it was built.
	await runChecks(run, [builds]);
	await Promise.all([runChecks(run, checks), runJest(run, { projects, coverage: true, more })]);
});
