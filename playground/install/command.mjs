// Runs the commands of the installation: none outlives this process, and one that fails says what
// to do.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { root, workFolder } from './folders.mjs';

const endWithParent = join(import.meta.dirname, 'endWithParent.mjs');

/** The reason that an install stopped, for the user. */
export class Stop extends Error {
	/** @param cause one of the causes that are known by the output of a command, such as `DISK_FULL` */
	constructor(message, cause) {
		super(message, { cause });
	}
}

const NO_NETWORK =
	'npm’s registry could not be reached. Connect to the network and run the same command again: what is done is kept.';
export const DISK_FULL =
	'The disk is full: everything together needs about 5 GB. Make room and run the same command again.';

/** Texts that npm, bun, make and Node.js print if there is no network. */
const NETWORK =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|DNSResolveFailed|Connection(Refused|Closed|Reset|Timeout)|FailedToOpenSocket|network/i;
const NO_SPACE = /ENOSPC|NoSpaceLeft|no space left/i;

const running = new Set();
let ended = false;

/**
 * Runs a command to its end.
 * @returns its output
 * @throws Stop if it fails
 */
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
	// Also ends processes that the command left running.
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
		knownReason(output),
	);
}

/** Ends every running command, with everything it started, and prevents new ones. */
export function endCommands() {
	ended = true;
	for (const child of running) end(child);
}

function end(child) {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It has already ended, with everything it started.
	}
}

function writeLog(output) {
	const file = join(workFolder, 'install.log');
	try {
		mkdirSync(workFolder, { recursive: true });
		writeFileSync(file, output);
	} catch {
		// A full disk has no space for the log either.
	}
	return file;
}

/** Returns advice on a failed command or call, by its output. */
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

/** Not every program reports a full disk. */
function isDiskFull() {
	const { bavail, bsize } = statfsSync(root);
	return bavail * bsize < 1e6;
}

/** Throws if npm's registry cannot be reached: `npm ci` itself would try for minutes without any output. */
export async function requireNetwork() {
	try {
		await npm(['ping', '--fetch-retries=0', '--fetch-timeout=60000']);
	} catch (error) {
		// A registry that responds at all can be reached.
		if (error.cause === NO_NETWORK) throw new Stop(NO_NETWORK);
	}
}

export async function npm(args, cwd = root) {
	return await runCommand('npm', args, { cwd });
}

/**
 * Installs a program that npm has for some platforms.
 * @returns true if it is installed: npm skips an optional package, and only its warnings contain the reason
 */
export async function installProgram(folder, program) {
	const output = await npm(['ci', '--loglevel=http'], folder);
	if (existsSync(program)) return true;
	const reason = knownReason(output);
	if (reason) throw new Stop(reason, reason);
	return false;
}
