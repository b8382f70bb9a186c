import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Seen {
	pid: number;
	command: string;
	/** The sockets where it listens for connections: their numbers, which the system gives once, and their ports. */
	sockets: string[];
	ports: number[];
}

/** A process and all that it started, as the system sees them; only where there is a `/proc`. */
export function processTree(root: number): Seen[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		// After the command, which may hold anything: the state and the parent.
		const [, parent] = /\) \S (\d+) /.exec(read(`/proc/${name}/stat`)) ?? [];
		if (parent) parents.set(Number(name), Number(parent));
	}
	const isInside = (pid: number | undefined): boolean =>
		pid === root || (pid !== undefined && pid > 1 && isInside(parents.get(pid)));
	const listening = listeningSockets();
	return [...parents.keys()].filter(isInside).map((pid) => {
		const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
		const sockets = socketsOf(pid).filter((socket) => listening.has(socket));
		return { pid, command, sockets, ports: sockets.map((socket) => listening.get(socket)!) };
	});
}

/** Whether a process is there that has not ended. */
export const isAlive = (pid: number): boolean => /\) [^Z] /.test(read(`/proc/${pid}/stat`));

/** The ports of this machine that something listens on, by the number of their socket. */
export function listeningSockets(): Map<string, number> {
	const ports = new Map<string, number>();
	for (const file of ['/proc/net/tcp', '/proc/net/tcp6'])
		for (const line of read(file).split('\n').slice(1)) {
			const [, address = '', , state, , , , , , socket = ''] = line.trim().split(/\s+/);
			const LISTENS = '0A';
			if (state === LISTENS) ports.set(socket, parseInt(address.split(':')[1], 16));
		}
	return ports;
}

function socketsOf(pid: number): string[] {
	try {
		return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
			const [, socket] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${name}`)) ?? [];
			return socket ?? [];
		});
	} catch {
		return [];
	}
}

/** What has just gone holds nothing. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

function linkOf(file: string): string {
	try {
		return readlinkSync(file);
	} catch {
		return '';
	}
}
