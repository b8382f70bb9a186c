import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const FILES = [
	['/', 'preview.html', 'text/html; charset=utf-8'],
	['/preview.js', 'preview.js', 'text/javascript; charset=utf-8'],
	['/previewRecord.js', 'previewRecord.js', 'text/javascript; charset=utf-8'],
	['/preview.css', 'preview.css', 'text/css; charset=utf-8'],
] as const;

// Records are shown as text only; should one ever become markup, nothing in it may run or load.
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page on which people watch the datasets. */
export function previewRoutes(app: FastifyInstance): void {
	for (const [address, name, type] of FILES) {
		const content = readFileSync(join(import.meta.dirname, name));
		app.get(address, (_request, reply) =>
			reply
				.headers({
					'content-security-policy': POLICY,
					'x-content-type-options': 'nosniff',
					'referrer-policy': 'no-referrer',
					'cache-control': 'no-cache',
				})
				.type(type)
				.send(content),
		);
	}
}
