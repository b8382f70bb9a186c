import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { Role } from '../../playground/cluster/system.mts';
import { root } from '../../playground/paths.mts';
import type { SoakOptions } from './options.mts';
import type { Usage } from './processes.mts';
import { changeOf, windowsOf, type Change, type Sample } from './verdict.mts';

export interface Watched {
	name: string;
	role: Role;
	/** How often it ended by itself. */
	restarts: number;
	samples: Sample[];
}

export interface Counts {
	sent: number;
	acknowledged: number;
	/** Why the others were not, as their sender saw it, and how many each. */
	causes: Record<string, number>;
	/** Valid in Adobe's dataset; undefined when the load did not go there. */
	stored?: number;
}

/** What must not grow. The stores' memory follows their data. */
const MUST_HOLD: Array<keyof Usage> = ['memory', 'heap', 'files', 'handles'];
const isStore = (role: Role) => role === 'postgres' || role === 'redis';

const asMegabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
const asCount = (count: number) => count.toFixed(0);

function cell(change: Change | undefined, show: (value: number) => string): string {
	if (!change) return '';
	const percent = `${change.ratio < 1 ? '' : '+'}${((change.ratio - 1) * 100).toFixed(1)} %`;
	return `${show(change.before)} → ${show(change.after)} (${percent})`;
}

/** Prints the table and keeps all samples in a file. @returns whether every promise held */
export function report(options: SoakOptions, watched: Watched[], counts: Counts): boolean {
	const windows = windowsOf(options.minutes * 60_000);
	const table = new Table({
		head: ['Process', 'Memory, MB', 'Heap left, MB', 'Files', 'Handles', 'Ended', 'Holds'],
		style: { head: [], border: [] },
	});
	const rows = watched.map(({ name, role, restarts, samples }) => {
		const change = (figure: keyof Usage) => changeOf(samples, figure, windows);
		const changes = {
			memory: change('memory'),
			heap: change('heap'),
			files: change('files'),
			handles: change('handles'),
		};
		const held =
			restarts === 0 &&
			!!changes.memory &&
			(isStore(role) || MUST_HOLD.every((figure) => changes[figure]?.held ?? true));
		table.push([
			name,
			cell(changes.memory, asMegabytes),
			cell(changes.heap, asMegabytes),
			cell(changes.files, asCount),
			cell(changes.handles, asCount),
			restarts,
			held ? (isStore(role) ? 'not judged' : 'yes') : 'NO',
		]);
		return { name, role, restarts, changes, held, samples };
	});
	const { sent, acknowledged, causes, stored } = counts;
	// An event that nobody answered in time is told below; one that was answered and is not there is lost.
	const complete = stored === undefined ? acknowledged === sent : stored >= acknowledged;
	console.log(`\n${table.toString()}`);
	console.log(
		'Medians, of the heap the lowest: the sixth of the time after warm-up → the last sixth. PostgreSQL and Redis keep what they are given.',
	);
	console.log(
		`${sent} events sent, ${acknowledged} acknowledged${stored === undefined ? '' : `, ${stored} valid in the dataset`}`,
	);
	for (const [cause, count] of Object.entries(causes))
		console.log(`  not acknowledged: ${count} (${cause})`);
	const folder = join(root, 'node_modules', '.cache', 'soak');
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${options.system}${options.builtIn ? '-built-in' : ''}.json`);
	writeFileSync(file, JSON.stringify({ options, windows, counts, processes: rows }, null, '\t'));
	console.log(`All samples: ${file}`);
	return complete && rows.every(({ held }) => held);
}
