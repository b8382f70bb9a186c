/** A response that ends a request early, with exactly this status and body; routes and their helpers throw it. */
export class Answer extends Error {
	readonly status: number;
	readonly body: unknown;
	readonly headers: Record<string, string>;

	constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
		super(`answered ${status}`);
		this.status = status;
		this.body = body;
		this.headers = headers;
	}
}

/** Creates a 400 in the older style of Adobe's platform services. */
export function badRequest(detail: string): Answer {
	return new Answer(400, {
		type: '/placeholder/type/uri',
		status: 400,
		title: 'BadRequestError',
		detail,
	});
}
