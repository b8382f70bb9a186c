/** One request as the control endpoint shows it, without secrets. */
export interface LoggedRequest {
	at: number;
	method: string;
	/** Includes the query. */
	path: string;
	headers: Record<string, string>;
	bytes: number;
	/** Number of messages sent to an inlet. */
	messages: number | null;
	/** Number of messages that the response rejects. */
	refused: number;
	/** Reason for the first rejection. */
	reason: string | null;
	/** Null until there is a response, and if the connection was dropped before anything was done. */
	status: number | null;
	/** Set if the connection was intentionally dropped. */
	dropped: 'before' | 'after' | null;
	durationMs: number | null;
}

const MAX_REQUESTS = 1_000;
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];

/** The last 1,000 requests, except those to the control endpoint and the preview page. */
export class RequestLog {
	#requests: LoggedRequest[] = [];

	add(request: LoggedRequest): void {
		this.#requests.push(request);
		if (this.#requests.length > MAX_REQUESTS) this.#requests.shift();
	}

	list(): LoggedRequest[] {
		return this.#requests;
	}

	clear(): void {
		this.#requests = [];
	}
}

/** Returns headers without secrets: a credential is reduced to its scheme and an ellipsis. */
export function withoutSecrets(
	headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
	const visible: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		const text = String(value);
		visible[name] = SECRET_HEADERS.includes(name) ? `${text.split(' ')[0]} …` : text;
	}
	return visible;
}

/** Returns a path with its query, but without client secrets. */
export function pathWithoutSecrets(url: string): string {
	return url.replace(/(client_secret=)[^&]*/g, '$1…');
}
