import { readdirSync, readFileSync } from 'node:fs';
import axios from 'axios';
import type { Part } from '../../playground/cluster/system.mts';

/** What a process and those it started use at a moment. */
export interface Usage {
	/** Memory of their own and their share of what they have in common (Linux: PSS), in bytes. */
	memory: number;
	/** Open files, sockets and the like. */
	files: number;
	/** Of the JavaScript in n8n, as n8n says itself; undefined for others. */
	heap?: number;
	/** Timers, sockets and servers that Node waits for, as n8n says itself. */
	handles?: number;
}

/** What a part and all processes that it started use now; undefined while it does not run. */
export async function usageOf(part: Part): Promise<Usage | undefined> {
	const pid = part.pid();
	if (pid === undefined) return undefined;
	const own = part.url ? await figuresOf(part.url) : {};
	const family = withDescendants(pid);
	const memory = sum(family.map(memoryOf));
	return memory === 0 ? undefined : { memory, files: sum(family.map(filesOf)), ...own };
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** Reads under /proc, where a process may end at any moment: then there is nothing to count. */
function orNothing<T>(read: () => T, nothing: T): T {
	try {
		return read();
	} catch {
		return nothing;
	}
}

function withDescendants(pid: number): number[] {
	const parentOf = new Map<number, number>();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		// The name of the program, in brackets, may hold anything; the parent is the second field after it.
		const stat = orNothing(() => readFileSync(`/proc/${name}/stat`, 'utf8'), '');
		parentOf.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
	}
	const family = [pid];
	for (const member of family)
		for (const [child, parent] of parentOf) if (parent === member) family.push(child);
	return family;
}

function memoryOf(pid: number): number {
	const rollup = orNothing(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), '');
	return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
}

const filesOf = (pid: number): number => orNothing(() => readdirSync(`/proc/${pid}/fd`).length, 0);

/** N8N_METRICS makes every n8n process tell these. */
async function figuresOf(url: string): Promise<Pick<Usage, 'heap' | 'handles'>> {
	try {
		const { data } = await axios.get<string>(`${url}/metrics`, { proxy: false, timeout: 5_000 });
		const figure = (name: string) => {
			const found = new RegExp(`^\\w*${name} (\\S+)$`, 'm').exec(data);
			return found ? Number(found[1]) : undefined;
		};
		return {
			heap: figure('nodejs_heap_size_used_bytes'),
			handles: figure('nodejs_active_handles_total'),
		};
	} catch {
		return {};
	}
}
