// npm run test:versions: the package on other versions of n8n than the pinned one.
import { relative } from 'node:path';
import { Command } from 'commander';
import { buildPackage } from '../../playground/package.mts';
import { OTHER_N8N, root } from '../../playground/paths.mts';
import { freePort } from '../../playground/ports.mts';
import { ON_ENGINE, WITH_N8N, type Suite } from '../versions/suites.mts';
import { keepResult, resultTable } from '../versions/versionResults.mts';
import { installEngine, installN8n, removeN8n } from '../versions/versions.mts';
import { runJest } from './jest.mts';
import { runCommand, type Run } from './run.mts';

/** Names the modules on whose execution engine jest runs the tests; see jest.config.js. */
const ENGINE = 'TEST_N8N_ENGINE';

/** Names the number of kills of a running n8n; see killedWhileCollecting.test.ts. */
const KILLS = 'TEST_KILLS';

const program = new Command('npm run test:versions --')
	.description(
		'Tests the package on other versions of n8n, each installed apart from the pinned one',
	)
	.argument('<versions...>', 'e.g. 2.20.12 2.30.8')
	.option('--engine', 'only on the execution engine, 0.3 GB instead of 3 GB; no n8n is started')
	.option('--running', 'only with a running n8n')
	.option('--only <suites...>', 'only these suites, by a part of their names')
	.option('--remove', 'remove these versions instead')
	.parse();
const { engine, running, only, remove } = program.opts<{
	engine?: boolean;
	running?: boolean;
	only?: string[];
	remove?: boolean;
}>();
const versions = program.args;

const isChosen = ({ title }: Suite) =>
	!only || only.some((part) => title.toLowerCase().includes(part.toLowerCase()));

/** Runs suites on a version with jest, and keeps the numbers of each. */
async function runSuites(run: Run, version: string, suites: Suite[], more: string[] = []) {
	const chosen = suites.filter(isChosen);
	const paths = chosen.flatMap(({ paths }) => paths);
	if (paths.length === 0) return;
	const projects = suites === WITH_N8N ? ['n8n'] : ['unit', 'engine'];
	console.log(`\nn8n ${version}: ${chosen.map(({ title }) => title).join(', ')}`);
	const { files } = await runJest(run, { projects, paths, more });
	for (const { title, paths } of chosen) {
		const ofSuite = Object.entries(files).filter(([file]) =>
			paths.some((path) => relative(root, file).startsWith(path)),
		);
		const sum = (key: 'passed' | 'failed') =>
			ofSuite.reduce((total, [, numbers]) => total + numbers[key], 0);
		keepResult(version, title, { passed: sum('passed'), failed: sum('failed') });
	}
}

async function onItsEngine(run: Run, version: string): Promise<void> {
	process.env[ENGINE] = `${await installEngine(version)}/node_modules`;
	// Idle connections of another version may keep a process alive.
	await runSuites(run, version, ON_ENGINE, ['--forceExit', '--maxWorkers=1']);
	delete process.env[ENGINE];
}

const DEMO: Suite = { title: 'Demo', paths: [] };

async function runDemo({ folder, start, count }: Run, version: string): Promise<void> {
	if (!isChosen(DEMO)) return;
	console.log(`\nn8n ${version}: ${DEMO.title}`);
	const ports = ['--port', `${await freePort(2)}`, '--emulator-port', `${await freePort()}`];
	const home = ['--home', `${folder}/demo-${version}`];
	const { ok } = await start(['node', 'playground/start.mts', '--once', ...ports, ...home]);
	const numbers = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
	count(numbers.passed, numbers.failed);
	keepResult(version, DEMO.title, numbers);
}

async function withN8n(run: Run, version: string): Promise<void> {
	process.env[OTHER_N8N] = await installN8n(version);
	await runDemo(run, version);
	await runSuites(run, version, WITH_N8N, ['--maxWorkers=1']);
	delete process.env[OTHER_N8N];
}

async function testVersion(run: Run, version: string): Promise<void> {
	// The whole n8n has the engine in it.
	if (!engine) await installN8n(version);
	if (!running) await onItsEngine(run, version);
	if (!engine) await withN8n(run, version);
}

if (remove) {
	for (const version of versions) await removeN8n(version);
} else {
	process.env[KILLS] ??= '3';
	await runCommand('npm run test:versions', async (run) => {
		await buildPackage();
		for (const version of versions) {
			try {
				await testVersion(run, version);
			} catch (error) {
				// Some versions cannot be installed: the others are still tested.
				console.error(error instanceof Error ? error.message : error);
				run.count(0, 1);
			}
		}
		console.log(`\n${resultTable(versions)}`);
	});
}
