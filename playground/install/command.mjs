// The commands that install: none outlives this process, and one that fails says what to do.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { root, workFolder } from './folders.mjs';

const endWithParent = join(import.meta.dirname, 'endWithParent.mjs');

/** The reason an install stopped, in words for the person who started it. */
export class Stop extends Error {}

const NO_NETWORK =
	'npm’s registry could not be reached. Connect to the network and run the same command again: what is done is kept.';
export const DISK_FULL =
	'The disk is full: everything together needs about 5 GB. Make room and run the same command again.';

/** What npm, bun, make and Node.js print when there is no network. */
const NETWORK =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|DNSResolveFailed|Connection(Refused|Closed|Reset|Timeout)|FailedToOpenSocket|network/i;
const NO_SPACE = /ENOSPC|NoSpaceLeft|no space left/i;

const running = new Set();
let ended = false;

/** Runs a command to its end. @returns what it printed @throws Stop if it fails */
export async function runCommand(file, args, { cwd = root, env = process.env, seconds } = {}) {
	if (ended) throw new Stop('The install was stopped.');
	const child = spawn(process.execPath, [endWithParent, file, ...args], {
		cwd,
		env,
		stdio: 'pipe',
		detached: true,
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text) => (output += text));
	running.add(child);
	// What a command left running ends with it.
	child.once('exit', () => end(child));
	const limit = seconds && setTimeout(() => end(child), seconds * 1000);
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	clearTimeout(limit);
	running.delete(child);
	if (code === 0) return output;
	const tail = output.trim().split('\n').slice(-15).join('\n');
	throw new Stop(
		`${[basename(file), ...args].join(' ')} stopped:\n${tail}\n\n${adviceOn(output, writeLog(output))}`,
	);
}

/** Ends every command that is running, with all that they started, and lets none begin. */
export function endCommands() {
	ended = true;
	for (const child of running) end(child);
}

function end(child) {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It has ended, and so has all that it started.
	}
}

function writeLog(output) {
	const file = join(workFolder, 'install.log');
	try {
		mkdirSync(workFolder, { recursive: true });
		writeFileSync(file, output);
	} catch {
		// A full disk has no room for the log either.
	}
	return file;
}

/** What a person can do about a command or a call that failed, by what it printed. */
export function adviceOn(output, log) {
	const reason = knownReason(output);
	if (reason) return reason;
	if (/gyp ERR!/.test(output))
		return 'A native part did not compile. Install python3, make and g++ and run the same command again.';
	if (!log) return 'Run the same command again.';
	return `Run the same command again; if it stops at the same place, ${relative(process.cwd(), log)} has the whole output.`;
}

function knownReason(output) {
	if (NO_SPACE.test(output) || isDiskFull()) return DISK_FULL;
	if (NETWORK.test(output)) return NO_NETWORK;
	return undefined;
}

/** Not every program that meets a full disk says so. */
function isDiskFull() {
	const { bavail, bsize } = statfsSync(root);
	return bavail * bsize < 1e6;
}

/** Throws if npm's registry cannot be reached: `npm ci` itself would try for minutes and say nothing. */
export async function requireNetwork() {
	try {
		await npm(['ping', '--fetch-retries=0', '--fetch-timeout=60000']);
	} catch (error) {
		// A registry that gives any answer can be reached.
		if (error.message.includes(NO_NETWORK)) throw new Stop(NO_NETWORK);
	}
}

export async function npm(args, cwd = root) {
	return await runCommand('npm', args, { cwd });
}

/**
 * Installs a program that npm carries for some platforms.
 * @returns whether it is there: npm passes over an optional package, and only its warnings say why
 */
export async function installProgram(folder, program) {
	const output = await npm(['ci', '--loglevel=http'], folder);
	if (existsSync(program)) return true;
	const reason = knownReason(output);
	if (reason) throw new Stop(reason);
	return false;
}
