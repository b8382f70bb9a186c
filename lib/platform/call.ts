/** One request to Adobe's platform. */
export interface PlatformRequest {
	/** What is wanted, to follow "could not". */
	task: string;
	/** From the slash after the host on. */
	path: string;
	method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** A list repeats the parameter, as Flow Service's filters want it. Absent values are left out. */
	query?: Record<string, string | number | string[] | undefined>;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	body?: object;
	/** Whether the answer may be text: a stored file. Everything else is JSON. */
	mayBeText?: boolean;
	/** What to change when Adobe refuses the values sent. */
	advice?: string;
}

/** Sends it with the credential and answers with the parsed body; throws a PlatformRefusal otherwise. */
export type PlatformCall = (request: PlatformRequest) => Promise<unknown>;

/** The path with its query, each value encoded. */
export function pathWithQuery({ path, query = {} }: PlatformRequest): string {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		value === undefined
			? []
			: [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
	);
	if (pairs.length === 0) return path;
	return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
