import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './command.mjs';
import { workFolder } from './folders.mjs';

const file = join(workFolder, 'installing');

/** Lets one run install at a time: two would write over each other. @returns how to let the next one in */
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
		// A process id is used again, after a restart of the machine at the latest.
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

/** When a process started, in the words of Linux; empty elsewhere. */
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
