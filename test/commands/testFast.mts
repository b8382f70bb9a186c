// npm run test:fast: an answer in a minute.
import { readArguments } from './arguments.mts';
import { checksOfChanged, hasSoundTypes, runChecks } from './checks.mts';
import { jestCommand, runJest } from './jest.mts';
import { runCommand } from './run.mts';

const projects = ['unit'];
const { paths, more, watch } = readArguments('npm run test:fast --', {
	description: 'Types, lint of what changed since the last commit, and unit tests',
	canWatch: true,
});

await runCommand('npm run test:fast', async (run) => {
	if (watch) {
		await run.start([...jestCommand(projects), '--watch', ...more]);
		return;
	}
	if (paths.length > 0) {
		await runJest(run, { projects, paths, more });
		return;
	}
	await Promise.all([
		runChecks(run, [hasSoundTypes, ...checksOfChanged()]),
		runJest(run, { projects, more }),
	]);
});
