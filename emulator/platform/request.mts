import type { FastifyRequest } from 'fastify';
import { badRequest } from '../answer.mts';

/** Far deeper than any resource of Adobe's, and far less than a program that walks it can handle. */
const MAX_DEPTH = 500;
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, QUOTE, BACKSLASH] = [...'[]{}"\\'].map(
	(character) => character.charCodeAt(0),
);

/** Returns true if brackets are nested deeper than allowed; those inside texts do not count. */
function isTooDeep(bytes: Buffer): boolean {
	let depth = 0;
	let inText = false;
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes[i];
		if (inText && byte === BACKSLASH) i++;
		else if (byte === QUOTE) inText = !inText;
		else if (inText) continue;
		else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth++;
		else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--;
		if (depth > MAX_DEPTH) return true;
	}
	return false;
}

/** Reads the JSON of a request's body; undefined if it is empty. Throws a 400 for invalid JSON or too deep nesting. */
export function jsonBody(request: FastifyRequest): unknown {
	const bytes = request.body;
	if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
	if (isTooDeep(bytes)) throw badRequest('The request body is nested too deeply');
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		throw badRequest('The request body is not valid JSON');
	}
}

/** Returns the values of a query parameter that may be repeated. */
export function queryValues(request: FastifyRequest, name: string): string[] {
	return new URLSearchParams(request.url.split('?')[1] ?? '').getAll(name);
}

/** Returns the first value of a query parameter. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
	return queryValues(request, name)[0];
}

/** Returns the emulator's own address, as the caller reached it. */
export function originOf(request: FastifyRequest): string {
	return `${request.protocol}://${request.host}`;
}
