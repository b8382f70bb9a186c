import { sleep } from 'n8n-workflow';

/** What of Express's response is read and used here. */
export interface CallerResponse {
	/** The connection is gone. */
	closed: boolean;
	/** The answer is given, whether or not it could still be sent. */
	writableEnded: boolean;
	statusCode: number;
	once: (event: 'close' | 'finish', listener: () => void) => unknown;
	status: (code: number) => { json: (body: unknown) => unknown };
}

const POLL_MS = 25;

/** Whether somebody still waits for an answer there. */
export function isWaiting({ closed, writableEnded }: CallerResponse): boolean {
	return !closed && !writableEnded;
}

/**
 * The status n8n answers this caller with; `undefined` when that cannot be known any more.
 *
 * A caller that hung up gets no answer, but n8n still ends its response when it would have answered: that is looked
 * for as long as `isWorthIt`.
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
