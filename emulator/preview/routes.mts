import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const FILES = [
	['/', 'preview.html', 'text/html; charset=utf-8'],
	['/preview.js', 'preview.js', 'text/javascript; charset=utf-8'],
	['/copyButton.js', 'copyButton.js', 'text/javascript; charset=utf-8'],
	['/previewRecord.js', 'previewRecord.js', 'text/javascript; charset=utf-8'],
	['/preview.css', 'preview.css', 'text/css; charset=utf-8'],
] as const;

// Records are shown as text only. If one ever became markup, nothing in it could run or load, and
// no script could create markup from text (trusted types: no policy allows it).
const PAGE_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	'img-src data:',
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
].join('; ');

/** Responses other than our pages can be viewed, but do nothing: a browser also shows JSON and files of records. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const GUARDS = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
};

/** Registers the page that shows the datasets. */
export function previewRoutes(app: FastifyInstance): void {
	for (const [address, name, type] of FILES) {
		const content = readFileSync(join(import.meta.dirname, name));
		app.get(address, (_request, reply) =>
			reply
				.headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-cache' })
				.type(type)
				.send(content),
		);
	}
}

/** Adds headers to every response, so that no browser treats a record as a page. */
export function addGuards(app: FastifyInstance): void {
	app.addHook('onRequest', (_request, reply, done) => {
		void reply.headers({ ...GUARDS, 'content-security-policy': DATA_POLICY });
		done();
	});
}
