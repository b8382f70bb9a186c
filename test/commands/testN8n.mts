// npm run test:n8n: everything that needs a running n8n.
import { buildPackage } from '../../playground/package.mts';
import { readArguments } from './arguments.mts';
import { runJest } from './jest.mts';
import { runCommand } from './run.mts';

const projects = ['n8n'];
const { paths, more } = readArguments('npm run test:n8n --', {
	description: 'Tests with a running n8n: end to end, in a browser, in a cluster, under faults',
});

await runCommand('npm run test:n8n', async (run) => {
	await buildPackage();
	await runJest(run, { projects, paths, more });
});
