import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { root } from '../../playground/paths.mts';
import type { RecordedError } from './recordError.mts';

/** Folder of the recorded errors, a file for each version. */
export const recordsFolder = join(root, 'test', 'unit', 'n8n', 'thrownErrors');

/** What the HTTP helpers of one version of n8n throw, by what happened. */
export interface RecordedVersion {
	n8n: string;
	errors: Record<string, RecordedError>;
}

/** Returns what `recordErrors.mts` recorded. */
export const recordedVersions = (): RecordedVersion[] =>
	readdirSync(recordsFolder).map(
		(name) => JSON.parse(readFileSync(join(recordsFolder, name), 'utf8')) as RecordedVersion,
	);

/** Returns an error as n8n threw it, from what was recorded of it. */
export function throwAgain(recorded: RecordedError): Error {
	const { cause, response, context, errors, ...rest } = recorded;
	const { data, ...answer } = (response ?? {}) as { data?: unknown };
	const body = streamAgain(data);
	const { data: kept } = (context ?? {}) as { data?: unknown };
	return Object.assign(new Error(), rest, {
		...(response !== undefined && { response: { ...answer, data: body } }),
		// n8n keeps the same stream.
		...(context !== undefined && { context: { data: streamAgain(kept) } }),
		...(Array.isArray(errors) && {
			errors: errors.map((each) => throwAgain(each as RecordedError)),
		}),
		...(cause !== undefined && { cause: throwAgain(cause as RecordedError) }),
	});
}

function streamAgain(data: unknown): unknown {
	const { stream, headers } = (data ?? {}) as { stream?: unknown; headers?: object };
	if (typeof stream !== 'string') return data;
	return Object.assign(Readable.from([Buffer.from(stream)]), { headers });
}
