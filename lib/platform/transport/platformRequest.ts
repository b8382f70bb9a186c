import type { AdobeAnsweredCode } from '../problems/adobeErrorCodes';

/** One request to Adobe's platform. */
export interface PlatformRequest {
	/** Names the task, to follow "could not". */
	task: string;
	/** Starts with the slash after the host. */
	path: string;
	method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** A list repeats the parameter, as Flow Service's filters require. Absent values are left out. */
	query?: Record<string, string | number | string[] | undefined>;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	body?: object;
	/** True for a POST that only reads, such as a validation. Like a GET, it can be sent again after any reply. */
	changesNothing?: boolean;
	/** True if the response is a stored file, which is returned as text. All other responses are JSON. */
	mayBeText?: boolean;
	/** Codes of problems that a service has in place of the general ones. */
	codes?: Partial<Record<AdobeAnsweredCode, AdobeAnsweredCode>>;
	/** True for a list that Adobe answers with status 404 if it is empty: the response is then undefined. */
	notFoundIsEmpty?: boolean;
	/** Advice to show when Adobe rejects the values. */
	advice?: string;
}

/** Sends the request with the credential and returns the parsed body; throws a ServiceError if it fails. */
export type PlatformCall = (request: PlatformRequest) => Promise<unknown>;

/** Returns the path with its query, each value encoded. */
export function pathWithQuery({ path, query = {} }: PlatformRequest): string {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		value === undefined
			? []
			: [value].flat().map((part) => `${encodeURIComponent(name)}=${encodeURIComponent(part)}`),
	);
	if (pairs.length === 0) return path;
	return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
