/** What the sender knows of an event after it posted it, once. */
export type Outcome =
	| {
			acknowledged: true;
			/** Answered 200 by something else than the trigger: the sender cannot tell. */
			falsely: boolean;
	  }
	| { acknowledged: false; cause: string };

/** What came back: an answer, or the code of why there is none. */
export type Reply = { status: number; body: string } | { code: string };

const CODES: Record<string, string> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection cut',
	EPIPE: 'connection cut',
	ECONNABORTED: 'no answer in time',
	ETIMEDOUT: 'no answer in time',
	ERR_CANCELED: 'no answer in time',
};

const STATUSES: Record<number, string> = {
	404: '404 URL not there',
	500: '500 workflow failed',
	502: '502 process gone',
	503: '503 nobody ready',
};

/** Reads the reply as the sender does: any 2xx means that the event was taken. */
export function readReply(reply: Reply): Outcome {
	if ('code' in reply) return { acknowledged: false, cause: CODES[reply.code] ?? reply.code };
	const { status, body } = reply;
	if (status < 200 || status > 299)
		return { acknowledged: false, cause: STATUSES[status] ?? `${status}` };
	return { acknowledged: true, falsely: !isOfTrigger(body) };
}

/** Source: n8n-workflow's answers to onReceived with empty data, and to lastNode with none (reference n8n-runtime.md, 3). */
function isOfTrigger(body: string): boolean {
	return body === '' || body.includes('Workflow was started');
}
