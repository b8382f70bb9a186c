import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './command.mjs';
import { workFolder } from './folders.mjs';

const file = join(workFolder, 'installing');

/**
 * Lets only one run install at a time: two would overwrite each other's files.
 * @returns function that releases the lock
 */
export function enter() {
	mkdirSync(workFolder, { recursive: true });
	const me = `${process.pid} ${startOf(process.pid)}`;
	for (;;) {
		try {
			writeFileSync(file, me, { flag: 'wx' });
			return () => rmSync(file, { force: true });
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		const other = readIfThere(file);
		const [pid, start] = other.split(' ');
		// Process IDs are reused, at the latest after a restart of the machine.
		if (isAlive(Number(pid)) && startOf(pid) === start)
			throw new Stop(
				`Another run is installing (process ${pid}). Wait until it is done, then run the same command again.`,
			);
		if (readIfThere(file) === other) rmSync(file, { force: true });
	}
}

function readIfThere(path) {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** Returns the start time of a process in Linux's format; empty on other systems. */
function startOf(pid) {
	return readIfThere(`/proc/${pid}/stat`).split(') ').at(-1).split(' ')[19] ?? '';
}

function isAlive(pid) {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch (error) {
		return error.code === 'EPERM';
	}
}
