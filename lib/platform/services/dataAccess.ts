import type { PlatformCall } from '../transport/platformRequest';
import { readPages } from '../transport/paging';
import { problemIn } from '../../problem/serviceError';
import { parseExactJson } from '../../http/exactJson';
import { pathSegment } from '../../http/pathSegment';

/** Source: Data Access API guide. */
const EXPORT = '/data/foundation/export';

const PAGE = 100;

/** Name of an empty file that marks the list as complete. */
const SUCCESS_MARKER = '_SUCCESS';

/**
 * Places where Adobe keeps the records of a batch that it did not store: all records of a failed batch, and the rows
 * left out of a batch that was stored in part. Sources: "Retrieve failed batches", "Error diagnostics".
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
 * Reads the records that Adobe keeps in one place for a batch, each as it was sent and with the fields Adobe added.
 * Files are read line by line; a line that is not JSON is returned as text.
 * @param enough stop after the file that reaches this many records; Infinity reads all
 * @returns undefined if Adobe has nothing there: error diagnostics were off, or are older than 30 days
 */
export async function readFailedLines(
	call: PlatformCall,
	batchId: string,
	place: FailedPlace,
	enough: number,
): Promise<unknown[] | undefined> {
	const { path, folder } = PLACES[place];
	const task = `read the rejected records of the batch ${batchId}`;
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
	return await read().catch(undefinedIfNotFound);
}

function undefinedIfNotFound(error: unknown): undefined {
	if (problemIn(error)?.status === 404) return undefined;
	throw error;
}

/** Links in the list are not followed: they name a port that proxies may block. */
async function listFiles(call: PlatformCall, task: string, path: string, folder: string) {
	const names = await readPages(Infinity, async (cursor = '0') => {
		const query = { path: folder || undefined, limit: PAGE, start: cursor };
		const response = (await call({ task, path, query })) as FileList | undefined;
		const entities = (response?.data ?? []).map(({ name = '' }) => name);
		const next = entities.length < PAGE ? undefined : String(Number(cursor) + PAGE);
		return { entities, next };
	});
	return names.filter((name) => name !== '' && name !== SUCCESS_MARKER);
}

/** A file is one JSON document, or one per line. Numbers keep their digits. */
function linesOf(content: unknown): unknown[] {
	if (typeof content !== 'string') return [content].filter((line) => typeof line === 'object');
	const whole = parseLine(content);
	if (typeof whole === 'object') return [whole];
	return content
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
		.map(parseLine);
}

function parseLine(line: string): unknown {
	try {
		return parseExactJson(line);
	} catch {
		return line;
	}
}
