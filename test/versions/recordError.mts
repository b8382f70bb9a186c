import type { Readable } from 'node:stream';

/** Properties of errors that may say what happened; the others are for people, or hold the whole request. */
const KEPT = [
	'name',
	'message',
	'code',
	'syscall',
	'status',
	'httpCode',
	'isAxiosError',
	'context',
	'messages',
	'description',
	'errorResponse',
	'errors',
	'problem',
	'response',
	'request',
	'cause',
];

/** An error as JSON: `data` of a response is its text if it is a stream. */
export type RecordedError = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const isStream = (value: unknown): value is Readable & { headers?: object } =>
	isObject(value) && typeof value.pipe === 'function';

/** Returns the properties of an error that readers of errors may use, and those of the errors in it, as JSON. */
export async function recordError(error: unknown): Promise<RecordedError> {
	const recorded: RecordedError = {};
	for (const name of KEPT) {
		const value = (error as Record<string, unknown>)[name];
		if (value === undefined) continue;
		recorded[name] = await recordValue(name, value);
	}
	return recorded;
}

/** Streams that were read; an error and the one in it have the same. */
const texts = new WeakMap<Readable, Promise<string>>();

async function recordValue(name: string, value: unknown): Promise<unknown> {
	if (isStream(value)) {
		if (name === 'request') return recordRequest(value as unknown as Record<string, unknown>);
		if (!texts.has(value)) texts.set(value, textOf(value));
		return { stream: await texts.get(value), headers: value.headers };
	}
	if (name === 'request') return isObject(value) ? recordRequest(value) : value;
	if (name === 'response' && isObject(value)) {
		const { status, headers, data } = value;
		return {
			status,
			headers,
			...(data !== undefined && { data: await recordValue('data', data) }),
		};
	}
	if (name === 'context' && isObject(value)) {
		const { data } = value;
		return data === undefined ? {} : { data: await recordValue('data', data) };
	}
	if (Array.isArray(value)) return await Promise.all(value.map((each) => recordValue('', each)));
	if (value instanceof Error || name === 'cause') return await recordError(value);
	return value;
}

/** Without a socket, a request was never sent. */
function recordRequest({ socket }: Record<string, unknown>) {
	if (!isObject(socket)) return { socket: null };
	return { socket: { secureConnecting: socket.secureConnecting } };
}

async function textOf(stream: Readable): Promise<string> {
	let text = '';
	for await (const chunk of stream) text += String(chunk);
	return text;
}
