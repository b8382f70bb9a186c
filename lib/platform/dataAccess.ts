import type { PlatformCall } from './call';
import { readPages } from './paging';
import { PlatformRefusal } from './refusal';
import { pathSegment } from '../pathSegment';

/** Source: Data Access API guide. */
const EXPORT = '/data/foundation/export';

const PAGE = 100;

/** Marks that all files are there; has nothing in it. */
const END_MARK = '_SUCCESS';

/**
 * Where what Adobe did not store of a batch is kept: whole records of a batch that took nothing, and the rows
 * left out of one that was stored in part.
 * Sources: "Retrieve failed batches", "Error diagnostics".
 */
const PLACES = {
	failed: { path: 'failed', folder: '' },
	diagnostics: { path: 'meta', folder: 'row_errors' },
} as const;

export type FailedPlace = keyof typeof PLACES;

interface FileList {
	data?: Array<{ name?: string; length?: string | number }>;
}

/**
 * Every record that Adobe keeps of a batch in that place, as it was sent and with Adobe's remarks.
 * Files are read line by line; a line that is no JSON is given as text.
 * @param enough stop after the file with which so many are there; Infinity reads all
 * @returns undefined when Adobe has nothing there: diagnostics that were off, or older than 30 days
 */
export async function readFailedLines(
	call: PlatformCall,
	batchId: string,
	place: FailedPlace,
	enough: number,
): Promise<unknown[] | undefined> {
	const { path, folder } = PLACES[place];
	const task = `read the refused records of the batch ${batchId}`;
	const address = `${EXPORT}/batches/${pathSegment(batchId)}/${path}`;
	const read = async () => {
		const lines: unknown[] = [];
		for (const name of await listFiles(call, task, address, folder)) {
			if (lines.length >= enough) break;
			const file = [folder, name].filter(Boolean).join('/');
			const content = await call({ task, path: address, query: { path: file }, mayBeText: true });
			for (const line of linesOf(content)) lines.push(line);
		}
		return lines;
	};
	return await read().catch(nothingThere);
}

function nothingThere(refusal: unknown): undefined {
	if (refusal instanceof PlatformRefusal && refusal.refusal.status === 404) return undefined;
	throw refusal;
}

/** The list's own links are not followed: they name a port that proxies may not let through. */
async function listFiles(call: PlatformCall, task: string, path: string, folder: string) {
	const names = await readPages(Infinity, async (cursor = '0') => {
		const query = { path: folder || undefined, limit: PAGE, start: cursor };
		const answer = (await call({ task, path, query })) as FileList | undefined;
		const entities = (answer?.data ?? []).map(({ name = '' }) => name);
		const next = entities.length < PAGE ? undefined : String(Number(cursor) + PAGE);
		return { entities, next };
	});
	return names.filter((name) => name !== '' && name !== END_MARK);
}

/** A file of one line has been read as JSON on its way here. */
function linesOf(content: unknown): unknown[] {
	if (typeof content !== 'string') return [content].filter((line) => typeof line === 'object');
	return content
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
		.map(parseLine);
}

function parseLine(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return line;
	}
}
