import { gunzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { inletProblem } from './problems.mts';

/**
 * Reads the JSON of a request to an inlet. Throws 413 above `maxBytes`, both compressed and uncompressed, and 400 for
 * invalid JSON. Adobe's inlets also read Jackson Smile; the emulator does not.
 */
export function readInletBody(request: FastifyRequest, maxBytes: number): unknown {
	const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	if (bytes.length > maxBytes) throw tooLarge(maxBytes);
	const type = String(request.headers['content-type'] ?? '')
		.split(';')[0]!
		.trim()
		.toLowerCase();
	if (type === 'application/x-jackson-smile') {
		throw inletProblem(415, 'Unsupported Media Type', 'The emulator reads application/json only');
	}
	if (type !== 'application/json') {
		throw inletProblem(400, 'Bad Request', 'A valid content-type must be specified');
	}
	const json = isGzip(request) ? inflate(bytes, maxBytes) : bytes;
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
	} catch {
		throw inletProblem(400, 'Bad Request', 'The request body is not valid JSON');
	}
}

function isGzip(request: FastifyRequest): boolean {
	return String(request.headers['content-encoding'] ?? '').toLowerCase() === 'gzip';
}

function inflate(bytes: Buffer, maxBytes: number): Buffer {
	try {
		return gunzipSync(bytes, { maxOutputLength: maxBytes });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
		throw inletProblem(400, 'Bad Request', 'The request body is not valid gzip');
	}
}

function tooLarge(maxBytes: number) {
	return inletProblem(
		413,
		'Request Entity Too Large',
		`The request body is larger than ${maxBytes} bytes`,
	);
}
