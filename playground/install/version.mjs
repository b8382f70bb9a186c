// Installs another version of n8n than the playground's, or removes it:
// node playground/install/version.mjs [--engine | --remove] VERSION
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, requireNetwork, runCommand, Stop } from './command.mjs';
import { n8nFolder, versionsFolder } from './folders.mjs';
import { enter } from './lock.mjs';
import { installSqlite3 } from './sqlite3.mjs';
import { step } from './steps.mjs';

/** Written last, so that an install that was cut off is continued. */
const STAMP = '.installed';

/** SheetJS left npm: earlier versions of n8n load it from its own server, which not every network lets through. */
const FROM_NPM = { xlsx: 'npm:@e965/xlsx@0.20.3' };

const [, , first, second] = process.argv;
const option = second === undefined ? undefined : first;
const version = second ?? first;

/** Everything of n8n, for a running one; or only its execution engine, a tenth of it. */
const whole = join(versionsFolder, version ?? '');
const engine = join(versionsFolder, `${version}-engine`);

const isInstalled = (folder) => existsSync(join(folder, 'node_modules', STAMP));

async function installWhole() {
	const { overrides } = JSON.parse(readFileSync(join(n8nFolder, 'package.json'), 'utf8'));
	await install(
		whole,
		{ dependencies: { n8n: version }, overrides: { ...overrides, ...FROM_NPM } },
		`Installing n8n ${version} (3 GB, some minutes)`,
	);
	await installSqlite3(whole);
	stamp(whole);
	// The engine is in it.
	rmSync(engine, { recursive: true, force: true });
}

async function installEngine() {
	const found = await npm(['view', `n8n@${version}`, 'dependencies', '--json']);
	const { 'n8n-core': core, 'n8n-workflow': workflow } = JSON.parse(found);
	const dependencies = { 'n8n-core': core, 'n8n-workflow': workflow };
	await install(engine, { dependencies }, `Installing the engine of n8n ${version} (0.3 GB)`);
	stamp(engine);
}

async function install(folder, manifest, text) {
	await requireNetwork();
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }));
	await step(text, () => npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], folder));
}

const stamp = (folder) => writeFileSync(join(folder, 'node_modules', STAMP), version);

async function remove() {
	await step(`Removing n8n ${version}`, () => runCommand('rm', ['-rf', whole, engine]));
}

/** Steps of each option, and the check that makes them unnecessary. */
const WORK = new Map([
	[undefined, { work: installWhole, isDone: () => isInstalled(whole) }],
	['--engine', { work: installEngine, isDone: () => isInstalled(whole) || isInstalled(engine) }],
	['--remove', { work: remove, isDone: () => !existsSync(whole) && !existsSync(engine) }],
]);

const task = WORK.get(option);
if (!task || !/^\d+\.\d+\.\d+$/.test(version ?? '')) {
	console.error('Usage: node playground/install/version.mjs [--engine | --remove] VERSION');
	process.exit(1);
}
if (task.isDone()) process.exit(0);
try {
	const leave = enter();
	try {
		await task.work();
	} finally {
		leave();
	}
} catch (error) {
	if (!(error instanceof Stop)) throw error;
	console.error(`\n${error.message}`);
	process.exit(1);
}
