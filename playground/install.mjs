// Installs missing packages, then runs a script on Node 24. Uses only Node's own modules, because
// it runs before anything is installed.
import { spawn } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { adviceOn, endCommands, requireNetwork, Stop } from './install/command.mjs';
import { hasDevelopmentTools, installDevelopmentTools } from './install/developmentTools.mjs';
import { bunFolder, n8nFolder, node24Folder, root } from './install/folders.mjs';
import { enter } from './install/lock.mjs';
import { hasN8n, installN8n } from './install/n8n.mjs';
import { environment, hasNode24, installNode24, node } from './install/node24.mjs';
import { hasSqlite3, installSqlite3 } from './install/sqlite3.mjs';
import { clearLine } from './install/steps.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const start = Date.now();

async function install(withN8n) {
	const hasPackages = () => hasNode24() && hasDevelopmentTools() && (!withN8n || hasN8n());
	if (hasPackages() && (!withN8n || hasSqlite3(n8nFolder))) return;
	refuseLinks();
	const leave = enter();
	const cutOff = (signal) => {
		endCommands();
		leave();
		clearLine();
		console.error('\nThe install was stopped. Run the same command again: what is done is kept.');
		process.exit(128 + constants.signals[signal]);
	};
	for (const signal of SIGNALS) process.on(signal, cutOff);
	try {
		await runTogether([
			hasPackages() || requireNetwork(),
			installDevelopmentTools(),
			installRunning(withN8n),
		]);
	} finally {
		for (const signal of SIGNALS) process.off(signal, cutOff);
		leave();
	}
	console.log(`Everything is installed: ${Math.round((Date.now() - start) / 1000)} s\n`);
}

/**
 * Checks that everything an install would replace belongs to this clone.
 * @throws Stop
 */
function refuseLinks() {
	for (const folder of [root, node24Folder, n8nFolder, bunFolder]) {
		const modules = join(folder, 'node_modules');
		if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
			throw new Stop(
				`${relative(root, modules)} is a link, and an install would empty the folder behind it. Remove the link and run the same command again.`,
			);
	}
}

/** Installs Node 24 and n8n for it. Every step needs those before it. */
async function installRunning(withN8n) {
	if (!withN8n) return await installNode24();
	await runTogether([installNode24(), installN8n()]);
	await installSqlite3(n8nFolder);
}

/** Waits for all; the first that fails ends the others. */
async function runTogether(works) {
	let first;
	const ended = works.map(async (work) => {
		try {
			await work;
		} catch (error) {
			first ??= error;
			endCommands();
		}
	});
	await Promise.all(ended);
	if (first) throw first;
}

/**
 * Runs a TypeScript script of this repository on Node 24 and ends with its exit code.
 * @param script path from the repository's root
 * @param args arguments for the script
 * @param options withN8n: true if a real n8n must be installed too
 */
export async function run(script, args, { withN8n }) {
	try {
		await install(withN8n);
	} catch (error) {
		// A system call fails on a full disk, like a command.
		if (!(error instanceof Stop) && !error.syscall) throw error;
		const message =
			error instanceof Stop ? error.message : `${error.message}\n\n${adviceOn(error.message)}`;
		console.error(`\n${message}`);
		process.exit(1);
	}
	const child = spawn(node, [join(root, script), ...args], {
		cwd: root,
		env: { ...environment(), COMMAND_STARTED_AT: String(start) },
		stdio: 'inherit',
	});
	// The script stops its own servers; this process only waits for it.
	for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
