import type { FastifyRequest } from 'fastify';
import { badRequest } from '../answer.mts';

/** The JSON of a request's body; undefined if there is none. Throws a 400 for what is no JSON. */
export function jsonBody(request: FastifyRequest): unknown {
	const bytes = request.body;
	if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		throw badRequest('The request body is not valid JSON');
	}
}

/** The values of a query parameter that may be repeated. */
export function queryValues(request: FastifyRequest, name: string): string[] {
	return new URLSearchParams(request.url.split('?')[1] ?? '').getAll(name);
}

/** The first value of a query parameter. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
	return queryValues(request, name)[0];
}

/** The emulator's own address, as the caller reached it. */
export function originOf(request: FastifyRequest): string {
	return `${request.protocol}://${request.host}`;
}
