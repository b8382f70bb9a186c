import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { n8nFolder, workFolder } from './folders.mjs';
import { environment, node } from './node24.mjs';
import { step } from './steps.mjs';

const modules = join(n8nFolder, 'node_modules');
const folder = join(modules, 'sqlite3');
const built = join('build', 'Release', 'node_sqlite3.node');
/** Folder for the build: next to the n8n packages that it needs, so that its final place is never incomplete. */
const copy = join(modules, '.sqlite3');

export function hasSqlite3() {
	return existsSync(join(folder, built)) && !existsSync(copy);
}

/**
 * Installs the native part of n8n's database driver: from an earlier install, prebuilt, or compiled here. It uses
 * Node's stable interface for native modules, so it works with every version of Node.
 */
export async function installSqlite3() {
	if (hasSqlite3()) return;
	const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const kept = join(workFolder, `sqlite3-${version}-${process.platform}-${process.arch}.node`);
	rmSync(copy, { recursive: true, force: true });
	cpSync(folder, copy, { recursive: true });
	if (existsSync(kept)) placeFile(kept, join(copy, built));
	if (!(await tried(load()))) {
		await tried(fetchPrebuilt());
		if (!(await tried(load())))
			await step('Compiling sqlite3 for n8n', async () => {
				await compile();
				await load();
			});
		placeFile(join(copy, built), kept);
	}
	placeFile(kept, join(folder, built));
	rmSync(copy, { recursive: true });
}

/** Copies a file so that another process sees either all of it or nothing. */
function placeFile(source, target) {
	mkdirSync(dirname(target), { recursive: true });
	copyFileSync(source, `${target}.new`);
	renameSync(`${target}.new`, target);
}

/** Opens a database, with the Node that n8n runs on. */
async function load() {
	const script = "const { Database } = require(process.cwd()); new Database(':memory:').close();";
	await runCommand(node, ['-e', script], { cwd: copy, env: environment() });
}

async function fetchPrebuilt() {
	const program = moduleOfSqlite3('prebuild-install/bin.js');
	// Without access to GitHub, this fails at once or never.
	await runCommand(node, [program, '-r', 'napi'], { cwd: copy, env: environment(), seconds: 10 });
}

async function compile() {
	// npm's own node-gyp supports newer versions of Python.
	const ofNpm = process.env.npm_config_node_gyp;
	const program = ofNpm && existsSync(ofNpm) ? ofNpm : moduleOfSqlite3('node-gyp/bin/node-gyp.js');
	await runCommand(node, [program, 'rebuild'], {
		cwd: copy,
		env: {
			...environment(),
			JOBS: 'max',
			// Compiles in half the time of -O3, and n8n's database work takes the same time.
			CFLAGS: [process.env.CFLAGS, '-O1'].filter(Boolean).join(' '),
			CXXFLAGS: [process.env.CXXFLAGS, '-O1'].filter(Boolean).join(' '),
		},
	});
}

const moduleOfSqlite3 = (path) => createRequire(join(folder, 'package.json')).resolve(path);

async function tried(work) {
	return await work.then(
		() => true,
		() => false,
	);
}
