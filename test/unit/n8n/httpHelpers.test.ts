import { stubServer, type StubAnswer } from '../../harness/stubServer.mts';
import type { Problem } from '../../../lib/problem/problem';
import { collections, send, servers, start } from './sender';

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

/** In ms; no test waits for it. */
const LONG = 3_600_000;

describe('sending without a credential', () => {
	it('returns every status with its headers and its parsed body', async () => {
		const server = await start(() => ({
			status: 429,
			headers: { 'retry-after': '7' },
			body: { title: 'Too many' },
		}));
		const { reply } = await send(server, { open: true });
		expect(reply).toMatchObject({
			kind: 'reply',
			status: 429,
			headers: { 'retry-after': '7' },
			body: { title: 'Too many' },
		});
		const [request] = collections(server);
		expect(request.body).toBe('{"a":1}');
		expect(request.headers).not.toHaveProperty('authorization');
	});

	it('sends the body byte for byte, although axios would parse it', async () => {
		const server = await start(() => ({ body: {} }));
		const body = ' {"a": "é€😀"}\n';
		await send(server, { open: true, body });
		expect(collections(server).map((request) => request.body)).toEqual([body]);
	});

	it('does not follow a redirect', async () => {
		const server = await start(() => ({ status: 302, headers: { location: '/elsewhere' } }));
		const { reply } = await send(server, { open: true });
		expect(reply).toMatchObject({ kind: 'reply', status: 302 });
		expect(server.requests).toHaveLength(1);
	});

	it('returns a network failure when the connection is dropped', async () => {
		const server = await start(() => ({ drop: true }));
		const { reply } = await send(server, { open: true });
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
	});

	it('returns a network failure when the response ends too early, whatever its status', async () => {
		const server = await start(() => ({ cutOff: true, body: { ok: true } }));
		const { reply } = await send(server, { open: true });
		expect(reply).toMatchObject({ kind: 'network' });
	});

	it('gives up after the timeout', async () => {
		const server = await start(() => ({ delayMs: LONG }));
		const { reply } = await send(server, { open: true, timeoutMs: 100 });
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNABORTED' });
	});

	it('ends a request at once when the execution is stopped', async () => {
		let arrived = () => {};
		const stopWhen = new Promise<void>((resolve) => (arrived = resolve));
		const server = await start(() => {
			arrived();
			return { delayMs: LONG };
		});
		await send(server, { open: true, timeoutMs: LONG, stopWhen });
		expect(server.requests).toHaveLength(1);
	});
});

describe('sending with the credential', () => {
	it('adds the token, the API key, the organization and the sandbox', async () => {
		const server = await start(() => ({ body: { inletId: 'a1' } }));
		const { reply } = await send(server, { credential: { sandbox: 'dev' } });
		expect(reply).toMatchObject({ kind: 'reply', status: 200, body: { inletId: 'a1' } });
		expect(collections(server)[0].headers).toMatchObject({
			authorization: 'Bearer token-1',
			'x-api-key': 'client',
			'x-gw-ims-org-id': 'ACME@AdobeOrg',
			'x-sandbox-name': 'dev',
		});
	});

	it.each([401, 403])('fetches another token and sends once more on %d', async (status) => {
		const server = await start((nth) => (nth === 1 ? { status } : { body: { ok: true } }));
		const { reply, row } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 200 });
		expect(collections(server).map(({ headers }) => headers.authorization)).toEqual([
			'Bearer token-1',
			'Bearer token-2',
		]);
		expect(row).toMatchObject({ accessToken: 'token-2' });
	});

	it.each([401, 403])('returns a second %d with its body', async (status) => {
		const server = await start(() => ({
			status,
			headers: { 'x-request-id': 'r1' },
			body: { title: 'Authorization' },
		}));
		const { reply } = await send(server);
		expect(reply).toMatchObject({
			kind: 'reply',
			status,
			headers: { 'x-request-id': 'r1' },
			body: { title: 'Authorization' },
		});
		expect(collections(server)).toHaveLength(2);
	});

	it('returns an empty 403 as empty', async () => {
		const server = await start(() => ({ status: 403 }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 403, body: '' });
	});

	it.each([429, 500, 503])('sends only once on %d', async (status) => {
		const server = await start(() => ({ status, headers: { 'retry-after': '3' } }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ status, headers: { 'retry-after': '3' } });
		expect(server.requests).toHaveLength(2);
	});

	it('does not follow a redirect with the token', async () => {
		const server = await start(() => ({ status: 307, headers: { location: '/elsewhere' } }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 307 });
		expect(collections(server)).toHaveLength(1);
	});

	it('sends nothing to a host that is neither Adobe’s nor listed', async () => {
		const server = await start(() => ({}));
		const other = await start(() => ({}));
		const { reply } = await send(server, { url: `${other.url}/collection/a1` });
		expect(reply).toMatchObject({
			kind: 'blocked',
			problem: {
				code: 'credential.hostNotAllowed',
				message: expect.stringContaining(`"${other.url}" is neither`),
				retry: 'afterChange',
			},
		});
		expect(other.requests).toHaveLength(0);
	});

	it('sends nothing without a token, and says which field is wrong', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, { credential: { organizationId: 'ACME' } });
		expect(reply).toEqual({
			kind: 'blocked',
			problem: {
				code: 'credential.organizationIdInvalid',
				message: 'The Organization ID must end with @AdobeOrg',
				advice: expect.stringContaining('Adobe Developer Console'),
				retry: 'afterChange',
				field: 'Organization ID',
			},
		});
		expect(server.requests).toHaveLength(0);
	});

	it('asks for a change when the token service answers without a token', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, {
			credential: { tokenUrl: `${server.url}/broken`, allowedHosts: server.url },
		});
		expect(reply).toMatchObject({
			kind: 'blocked',
			problem: { code: 'credential.tokenRejected', retry: 'afterChange', service: 'ims' },
		});
		expect(collections(server)).toHaveLength(0);
	});

	it.each<[StubAnswer, Partial<Problem>]>([
		[{ status: 503 }, { code: 'credential.tokenServiceUnavailable', status: 503 }],
		[{ status: 429 }, { code: 'credential.tokenRateLimited', status: 429 }],
		[{ drop: true }, { code: 'credential.tokenUrlSilent' }],
	])(
		'sends nothing, for the moment, when the token service answers %j',
		async (answer, problem) => {
			const server = await start(() => ({}));
			const down = await stubServer(() => answer);
			servers.push(down);
			const { reply } = await send(server, {
				credential: {
					tokenUrl: `${down.url}/token`,
					allowedHosts: `${server.url}, ${down.url}`,
				},
			});
			expect(reply).toMatchObject({
				kind: 'blocked',
				problem: { ...problem, retry: 'later', service: 'ims' },
			});
			expect(server.requests).toHaveLength(0);
		},
	);

	it('says that n8n did not send the request when the node has no credential', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, { noCredential: true });
		expect(reply).toEqual({
			kind: 'blocked',
			problem: {
				code: 'request.blocked',
				message: expect.stringMatching(/^n8n did not send the request: .*credential/),
				advice: expect.stringContaining('Check that the credential still exists'),
				retry: 'afterChange',
			},
		});
	});

	it('returns a network failure when the connection is dropped', async () => {
		const server = await start(() => ({ drop: true }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
	});
});
