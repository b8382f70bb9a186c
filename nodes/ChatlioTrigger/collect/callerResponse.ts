import { sleep } from 'n8n-workflow';

/** The parts of Express's response that are used here. */
export interface CallerResponse {
	/** True once the connection is closed. */
	closed: boolean;
	/** True once a response was given, whether or not it could still be sent. */
	writableEnded: boolean;
	statusCode: number;
	once: (event: 'close' | 'finish', listener: () => void) => unknown;
	status: (code: number) => { json: (body: unknown) => unknown };
}

const POLL_MS = 25;

/** Returns true if the caller still waits for a response. */
export function isWaiting({ closed, writableEnded }: CallerResponse): boolean {
	return !closed && !writableEnded;
}

/**
 * Returns the status of n8n's response to this caller; undefined if it can no longer be known. A caller that
 * disconnected gets no response, but n8n still ends the response object at the time it would have responded: this
 * function waits for that as long as `isWorthIt` returns true.
 */
export async function answerTo(
	response: CallerResponse,
	isWorthIt: () => boolean,
): Promise<number | undefined> {
	await new Promise<void>((resolve) => {
		if (response.closed) resolve();
		response.once('finish', resolve);
		response.once('close', resolve);
	});
	while (!response.writableEnded && isWorthIt()) await sleep(POLL_MS);
	return response.writableEnded ? response.statusCode : undefined;
}
