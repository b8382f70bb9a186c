import { readResponseBody, ResponseTooLarge } from '../../../lib/responseBody';
import { SecretRemover } from '../../../lib/withoutSecrets';
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

describe.each(ways)('an answer sent %s', (_, open) => {
	it.each([200, 207, 302, 400, 401, 403, 500])(
		'with status %d and no end is not read on, and the connection is closed',
		async (status) => {
			const sent: Array<{ bytes: number }> = [];
			const server = await writing((response) => {
				response.writeHead(status);
				sent.push(writeWithoutEnd(response));
			});
			const { reply } = await send(server, { open, maxAnswerBytes: MAX });
			expect(reply).toMatchObject(
				// A refusal is one whatever its body says.
				status < 300
					? { kind: 'oversized', status, maxBytes: MAX }
					: { kind: 'reply', status, body: {} },
			);
			await server.closed.at(-1);
			expect(sent.at(-1)!.bytes).toBeLessThan(MAX + IN_SOCKETS);
		},
	);

	it.each(['gzip', 'deflate', 'br'] as const)(
		'that is small until it is decompressed counts by what it becomes: %s',
		async (encoding) => {
			const bytes = compressed[encoding]('0'.repeat(20_000_000));
			expect(bytes.length).toBeLessThan(MAX / 5);
			const server = await writing((response) => {
				response.writeHead(200, { 'content-encoding': encoding });
				response.end(bytes);
			});
			const { reply } = await send(server, { open, maxAnswerBytes: MAX });
			expect(reply).toEqual({ kind: 'oversized', status: 200, maxBytes: MAX });
			await server.closed.at(-1);
		},
	);

	it('as long as the limit is read to its end', async () => {
		const text = `["${'x'.repeat(MAX - 4)}"]`;
		const server = await start(() => ({ body: text }));
		const { reply } = await send(server, { open, maxAnswerBytes: MAX });
		expect(reply).toMatchObject({ kind: 'reply', body: ['x'.repeat(MAX - 4)] });
	});

	it('that comes byte by byte and never ends is given up after the timeout', async () => {
		const server = await writing((response) => {
			response.writeHead(200);
			dripWithoutEnd(response);
		});
		const { reply } = await send(server, { open, timeoutMs: 300 });
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNABORTED' });
		await server.closed.at(-1);
	});

	it('that comes byte by byte ends at once when the execution is stopped', async () => {
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
			'something that is not compressed as it says',
			(response) => {
				response.writeHead(200, { 'content-encoding': 'gzip' });
				response.end('{"ok":true}');
			},
		],
	])('as %s is none: it may have arrived', async (_name, write) => {
		const server = await writing(write);
		const { reply } = await send(server, { open });
		expect(reply).toMatchObject({ kind: 'network', code: expect.any(String) });
	});

	it.each<[string, string | Buffer, unknown]>([
		['JSON', '{"a":"é😀"}', { a: 'é😀' }],
		['JSON after a byte order mark', '\uFEFF[1]', [1]],
		['nothing', '', ''],
		['a page', '<html>é</html>', '<html>é</html>'],
		['lines of JSON', '{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":2}\n'],
		['bytes that are no UTF-8', Buffer.from([0x22, 0xe9, 0x22]), '\uFFFD'],
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
	['without end', (response) => void writeWithoutEnd(response.writeHead(401))],
	[
		'not compressed as it says',
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
	'a first refusal of the token %s does not keep the second request, nor its connection',
	async (_, refuse) => {
		const server = await writing((response, nth) =>
			nth === 1 ? refuse(response, nth) : void response.end('{"ok":true}'),
		);
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 200, body: { ok: true } });
		await Promise.all(server.closed);
	},
);

describe('a body', () => {
	const noSecrets = new SecretRemover([]);
	const limits = { maxBytes: 100_000, timeoutMs: 300_000 };

	it('is taken no further than to the first piece past the limit', async () => {
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

	it('of many tiny pieces is read whole', async () => {
		const text = 'é'.repeat(50_000);
		async function* pieces() {
			for (const byte of Buffer.from(text)) yield await Promise.resolve(Buffer.of(byte));
		}
		expect(await readResponseBody(pieces(), limits, noSecrets)).toBe(text);
	});

	it('that n8n has read itself stays as it is', async () => {
		const body = { a: 1 };
		expect(await readResponseBody(body, limits, noSecrets)).toBe(body);
		expect(await readResponseBody('text', limits, noSecrets)).toBe('text');
		expect(await readResponseBody(undefined, limits, noSecrets)).toBeUndefined();
	});
});
