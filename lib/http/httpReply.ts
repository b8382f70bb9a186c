import type { Problem } from '../problem/problem';

/** Outcome of a request: every HTTP status is a reply, and nothing is thrown. */
export type HttpReply =
	/** An HTTP response. The body is parsed if it is JSON, text otherwise. */
	| { kind: 'reply'; status: number; headers: Record<string, unknown>; body: unknown }
	/** A response longer than the limit, so its content is unknown. */
	| { kind: 'oversized'; status: number; maxBytes: number }
	/** No response: the request may have arrived. `code` is Node's or axios', e.g. ECONNRESET. */
	| { kind: 'network'; code: string; message: string }
	/** Nothing was sent: there was no token or no connection, or the host is not allowed. */
	| { kind: 'blocked'; problem: Problem };
