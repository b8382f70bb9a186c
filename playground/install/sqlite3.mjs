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
import { workFolder } from './folders.mjs';
import { environment, node } from './node24.mjs';
import { step } from './steps.mjs';

const built = join('build', 'Release', 'node_sqlite3.node');

const folderIn = (n8n) => join(n8n, 'node_modules', 'sqlite3');
/** Folder for the build: next to the n8n packages that it needs, so that its final place is never incomplete. */
const copyIn = (n8n) => join(n8n, 'node_modules', '.sqlite3');

/** @param n8n folder of an n8n */
export function hasSqlite3(n8n) {
	return existsSync(join(folderIn(n8n), built)) && !existsSync(copyIn(n8n));
}

/**
 * Installs the native part of n8n's database driver: from an earlier install, prebuilt, or compiled here. It uses
 * Node's stable interface for native modules, so it works with every version of Node.
 * @param n8n folder of an n8n
 */
export async function installSqlite3(n8n) {
	if (hasSqlite3(n8n)) return;
	const [folder, copy] = [folderIn(n8n), copyIn(n8n)];
	const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const kept = join(workFolder, `sqlite3-${version}-${process.platform}-${process.arch}.node`);
	rmSync(copy, { recursive: true, force: true });
	cpSync(folder, copy, { recursive: true });
	if (existsSync(kept)) placeFile(kept, join(copy, built));
	if (!(await tried(load(copy)))) {
		await tried(fetchPrebuilt(copy));
		if (!(await tried(load(copy))))
			await step('Compiling sqlite3 for n8n', async () => {
				await compile(copy);
				await load(copy);
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
async function load(copy) {
	const script = "const { Database } = require(process.cwd()); new Database(':memory:').close();";
	await runCommand(node, ['-e', script], { cwd: copy, env: environment() });
}

async function fetchPrebuilt(copy) {
	const program = moduleOfSqlite3(copy, 'prebuild-install/bin.js');
	// Without access to GitHub, this fails at once or never.
	await runCommand(node, [program, '-r', 'napi'], { cwd: copy, env: environment(), seconds: 10 });
}

async function compile(copy) {
	// npm's own node-gyp supports newer versions of Python.
	const ofNpm = process.env.npm_config_node_gyp;
	const program =
		ofNpm && existsSync(ofNpm) ? ofNpm : moduleOfSqlite3(copy, 'node-gyp/bin/node-gyp.js');
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

const moduleOfSqlite3 = (copy, path) => createRequire(join(copy, 'package.json')).resolve(path);

async function tried(work) {
	return await work.then(
		() => true,
		() => false,
	);
}
