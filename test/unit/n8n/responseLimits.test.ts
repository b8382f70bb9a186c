import { readResponseBody, ResponseTooLarge } from '../../../lib/http/readResponseBody';
import { SecretRemover } from '../../../lib/http/secretRemover';
import { compressed } from '../../harness/compressed.mts';
import { dripWithoutEnd, writeWithoutEnd, writingServer, type Write } from './writingServer.mts';
import { send, servers, start } from './sender';

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

/** Far less than what the servers below have to give. */
const MAX = 1_000_000;
/** What the sockets of both ends hold of an answer that nobody reads any more. */
const IN_SOCKETS = 16_000_000;

const writing = async (write: Write) => {
	const server = await writingServer(write);
	servers.push(server);
	return server;
};

const ways = [
	['without a credential', true],
	['with the credential', false],
] as const;

describe.each(ways)('the response to a request %s', (_, open) => {
	it.each([200, 207, 302, 400, 401, 403, 500])(
		'is read only up to the limit if it never ends, and the connection is closed: status %d',
		async (status) => {
			const sent: Array<{ bytes: number }> = [];
			const server = await writing((response) => {
				response.writeHead(status);
				sent.push(writeWithoutEnd(response));
			});
			const { reply } = await send(server, { open, maxResponseBytes: MAX });
			expect(reply).toMatchObject(
				// A rejection is one, whatever its body says.
				status < 300
					? { kind: 'oversized', status, maxBytes: MAX }
					: { kind: 'reply', status, body: {} },
			);
			await server.closed.at(-1);
			expect(sent.at(-1)!.bytes).toBeLessThan(MAX + IN_SOCKETS);
		},
	);

	it.each(['gzip', 'deflate', 'br'] as const)(
		'is limited by its size after decompression: %s',
		async (encoding) => {
			const bytes = compressed[encoding]('0'.repeat(20_000_000));
			expect(bytes.length).toBeLessThan(MAX / 5);
			const server = await writing((response) => {
				response.writeHead(200, { 'content-encoding': encoding });
				response.end(bytes);
			});
			const { reply } = await send(server, { open, maxResponseBytes: MAX });
			expect(reply).toEqual({ kind: 'oversized', status: 200, maxBytes: MAX });
			await server.closed.at(-1);
		},
	);

	it('is read to its end if it is exactly as long as the limit', async () => {
		const text = `["${'x'.repeat(MAX - 4)}"]`;
		const server = await start(() => ({ body: text }));
		const { reply } = await send(server, { open, maxResponseBytes: MAX });
		expect(reply).toMatchObject({ kind: 'reply', body: ['x'.repeat(MAX - 4)] });
	});

	it('times out if it comes byte by byte and never ends', async () => {
		const server = await writing((response) => {
			response.writeHead(200);
			dripWithoutEnd(response);
		});
		const { reply } = await send(server, { open, timeoutMs: 300 });
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNABORTED' });
		await server.closed.at(-1);
	});

	it('ends at once when the execution is stopped, even if it comes byte by byte', async () => {
		let arrived = () => {};
		const stopWhen = new Promise<void>((resolve) => (arrived = resolve));
		const server = await writing((response) => {
			response.writeHead(200);
			dripWithoutEnd(response);
			arrived();
		});
		await send(server, { open, timeoutMs: 3_600_000, stopWhen });
		await server.closed.at(-1);
	});

	it.each<[string, Write]>([
		[
			'a connection that ends too early',
			(response) => {
				response.writeHead(200, { 'content-length': 100 });
				response.write('{"ok":true}', () => response.destroy());
			},
		],
		[
			'a connection that ends within what is compressed',
			(response) => {
				const half = compressed.gzip('{"ok":true}').subarray(0, 15);
				response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 100 });
				response.write(half, () => response.destroy());
			},
		],
		[
			'a body that is not compressed as its header says',
			(response) => {
				response.writeHead(200, { 'content-encoding': 'gzip' });
				response.end('{"ok":true}');
			},
		],
	])(
		'counts as a network failure for %s, because the request may have arrived',
		async (_name, write) => {
			const server = await writing(write);
			const { reply } = await send(server, { open });
			expect(reply).toMatchObject({ kind: 'network', code: expect.any(String) });
		},
	);

	it.each<[string, string | Buffer, unknown]>([
		['JSON', '{"a":"é😀"}', { a: 'é😀' }],
		['JSON after a byte order mark', '\uFEFF[1]', [1]],
		['nothing', '', ''],
		['a page of HTML', '<html>é</html>', '<html>é</html>'],
		['lines of JSON', '{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":2}\n'],
		['bytes that are not UTF-8', Buffer.from([0x22, 0xe9, 0x22]), '\uFFFD'],
	])('is read as n8n reads it, whatever its content type: %s', async (_name, sent, body) => {
		for (const type of ['application/json', 'text/html; charset=iso-8859-1']) {
			const server = await writing((response) => {
				response.writeHead(200, { 'content-type': type });
				response.end(sent);
			});
			const { reply } = await send(server, { open });
			expect(reply).toMatchObject({ kind: 'reply', status: 200, body });
		}
	});
});

it.each<[string, Write]>([
	['that never ends', (response) => void writeWithoutEnd(response.writeHead(401))],
	[
		'that is not compressed as its header says',
		(response) => void response.writeHead(401, { 'content-encoding': 'gzip' }).end('no gzip'),
	],
	[
		'that ends too early',
		(response) => {
			response.writeHead(401, { 'content-length': 100 });
			response.write('{', () => response.destroy());
		},
	],
])(
	'a first rejection of the token %s delays neither the second request nor the end of its connection',
	async (_, reject) => {
		const server = await writing((response, nth) =>
			nth === 1 ? reject(response, nth) : void response.end('{"ok":true}'),
		);
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 200, body: { ok: true } });
		await Promise.all(server.closed);
	},
);

describe('readResponseBody', () => {
	const noSecrets = new SecretRemover([]);
	const limits = { maxBytes: 100_000, timeoutMs: 300_000 };

	it('stops at the first piece beyond the limit', async () => {
		let pieces = 0;
		let closed = false;
		async function* endless() {
			try {
				for (;;) yield await Promise.resolve(Buffer.alloc(1_000, (pieces += 1)));
			} finally {
				closed = true;
			}
		}
		const reading = readResponseBody(endless(), limits, noSecrets);
		await expect(reading).rejects.toThrow(ResponseTooLarge);
		expect(pieces).toBe(101);
		expect(closed).toBe(true);
	});

	it('reads a body of many tiny pieces completely', async () => {
		const text = 'é'.repeat(50_000);
		async function* pieces() {
			for (const byte of Buffer.from(text)) yield await Promise.resolve(Buffer.of(byte));
		}
		expect(await readResponseBody(pieces(), limits, noSecrets)).toBe(text);
	});

	it('returns a body that n8n has already read', async () => {
		const body = { a: 1 };
		expect(await readResponseBody(body, limits, noSecrets)).toBe(body);
		expect(await readResponseBody('text', limits, noSecrets)).toBe('text');
		expect(await readResponseBody(undefined, limits, noSecrets)).toBeUndefined();
	});
});
