import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { until } from './until.mts';

export const pause = async (milliseconds: number): Promise<void> => await wait(milliseconds);

export const gzip = (text: string): Buffer => gzipSync(text);

/** Whether a process of that id exists. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Waits until the process has ended. */
export const ended = async (pid: number): Promise<void> =>
	await until(`process ${pid} has ended`, () => !isAlive(pid));

/** A file that does not exist yet, in a folder that `remove` takes away. */
export function temporaryFile(name: string): {
	path: string;
	exists: () => boolean;
	remove: () => void;
} {
	const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
	const path = join(folder, name);
	return {
		path,
		exists: () => existsSync(path),
		remove: () => rmSync(folder, { recursive: true }),
	};
}
