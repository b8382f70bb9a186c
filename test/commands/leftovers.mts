import {
	chmodSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whatever a test stops in order has ended by then, even on a busy machine. */
const GRACE_MS = 30_000;

export interface Leftover {
	pid: number;
	command: string;
}

/** A temporary folder for one run: everything the run starts has it in its environment, or works in it. */
export class RunFolder {
	readonly path = mkdtempSync(join(realpathSync(tmpdir()), 'chatlio-aep-'));

	constructor() {
		// Started as root, PostgreSQL runs under another account and must get through to its data.
		chmodSync(this.path, 0o711);
	}

	/** What the processes of the run have in their environment. */
	env(): Record<string, string> {
		return { TMPDIR: this.path };
	}

	/** The processes of this run that are alive, wherever they went. On systems without `/proc`, none. */
	processes(): Leftover[] {
		return pids().flatMap((pid) => {
			if (pid === process.pid || !belongsTo(pid, this.path)) return [];
			return [{ pid, command: commandOf(pid) }];
		});
	}

	/** Waits for the processes of a run that has ended. @returns those that did not end, which it kills */
	async settle(graceMs = GRACE_MS): Promise<Leftover[]> {
		const deadline = Date.now() + graceMs;
		while (this.processes().length > 0 && Date.now() < deadline) await sleep(100);
		return this.killAll();
	}

	/** Asks every process to end. */
	terminateAll(): void {
		for (const { pid } of this.processes()) signal(pid, 'SIGTERM');
	}

	/** Kills whatever is alive. @returns what that was */
	killAll(): Leftover[] {
		const killed = new Map<number, Leftover>();
		// What is killed may just have started another.
		for (let left = this.processes(); left.length > 0; left = this.processes())
			for (const each of left) {
				killed.set(each.pid, each);
				signal(each.pid, 'SIGKILL');
			}
		return [...killed.values()];
	}

	remove(): void {
		rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

const pids = (): number[] => {
	try {
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map(Number);
	} catch {
		return [];
	}
};

/** A process that has just ended, or is another user's, belongs to nobody. */
function read(pid: number, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

function workingFolder(pid: number): string {
	try {
		return readlinkSync(`/proc/${pid}/cwd`);
	} catch {
		return '';
	}
}

// A database writes over its environment, and works where its data is.
const belongsTo = (pid: number, folder: string): boolean =>
	!isZombie(pid) &&
	(read(pid, 'environ').includes(folder) || `${workingFolder(pid)}/`.startsWith(`${folder}/`));

/** Ended, and only waiting for its parent to ask how. */
const isZombie = (pid: number): boolean => /\) Z /.test(read(pid, 'stat'));

const commandOf = (pid: number): string =>
	read(pid, 'cmdline').replaceAll('\0', ' ').trim().slice(0, 200);

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It has just ended by itself.
	}
}
