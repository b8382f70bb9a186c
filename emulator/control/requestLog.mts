/** One request as the control endpoint shows it; secrets are left out. */
export interface LoggedRequest {
	at: number;
	method: string;
	/** With its query. */
	path: string;
	headers: Record<string, string>;
	bytes: number;
	/** Messages carried to an inlet. */
	messages: number | null;
	/** How many of them were refused by the answer. */
	refused: number;
	/** Why the first of them was. */
	reason: string | null;
	/** Null while it is being answered, and where the connection was dropped before anything was done. */
	status: number | null;
	/** How its connection was dropped on purpose. */
	dropped: 'before' | 'after' | null;
	durationMs: number | null;
}

const KEPT = 1_000;
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];

/** The last 1,000 requests to everything but the control endpoint and the preview page. */
export class RequestLog {
	#requests: LoggedRequest[] = [];

	add(request: LoggedRequest): void {
		this.#requests.push(request);
		if (this.#requests.length > KEPT) this.#requests.shift();
	}

	list(): LoggedRequest[] {
		return this.#requests;
	}

	clear(): void {
		this.#requests = [];
	}
}

/** Request headers fit to be shown: what proves who somebody is becomes its scheme and three dots. */
export function withoutSecrets(
	headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
	const shown: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		const text = String(value);
		shown[name] = SECRET_HEADERS.includes(name) ? `${text.split(' ')[0]} …` : text;
	}
	return shown;
}

/** A path with its query, client secrets in the query taken out. */
export function pathWithoutSecrets(url: string): string {
	return url.replace(/(client_secret=)[^&]*/g, '$1…');
}
