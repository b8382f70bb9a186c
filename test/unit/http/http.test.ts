import { stubServer } from '../../harness/stubServer.mts';
import { collections, send, servers, start } from './sender';

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

/** In ms; no test waits for it. */
const LONG = 3_600_000;

describe('sending without a credential', () => {
	it('hands every status back with its headers and its parsed body', async () => {
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

	it('sends the body byte for byte, which axios does not with a text that it parses', async () => {
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

	it('says that nothing came back when the connection is dropped', async () => {
		const server = await start(() => ({ drop: true }));
		const { reply } = await send(server, { open: true });
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
	});

	it('takes an answer that ends too early for none, whatever its status', async () => {
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

	it.each([401, 403])('hands a second refusal of %d back with its body', async (status) => {
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

	it('hands an empty 403 back as empty', async () => {
		const server = await start(() => ({ status: 403 }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'reply', status: 403, body: '' });
	});

	it.each([429, 500, 503])('sends once only on %d', async (status) => {
		const server = await start(() => ({ status, headers: { 'retry-after': '3' } }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ status, headers: { 'retry-after': '3' } });
		expect(server.requests).toHaveLength(2);
	});

	it('does not carry the token after a redirect', async () => {
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
			reason: expect.stringContaining(`"${other.url}" is neither`),
		});
		expect(other.requests).toHaveLength(0);
	});

	it('sends nothing without a token, and says which field is wrong', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, { credential: { organizationId: 'ACME' } });
		expect(reply).toEqual({
			kind: 'blocked',
			reason: expect.stringContaining('Organization ID must end with @AdobeOrg'),
			advice: expect.any(String),
		});
		expect(server.requests).toHaveLength(0);
	});

	it('takes a token service out of order for something that passes', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, {
			credential: { tokenUrl: `${server.url}/broken`, allowedHosts: server.url },
		});
		expect(reply).toMatchObject({ kind: 'blocked' });
		const down = await stubServer(() => ({ status: 503 }));
		servers.push(down);
		const later = await send(server, {
			credential: {
				tokenUrl: `${down.url}/token`,
				allowedHosts: `${server.url}, ${down.url}`,
			},
		});
		expect(later.reply).toMatchObject({ kind: 'reply', status: 503 });
		expect(collections(server)).toHaveLength(0);
	});

	it('says that n8n did not send when the node has no credential', async () => {
		const server = await start(() => ({}));
		const { reply } = await send(server, { noCredential: true });
		expect(reply).toMatchObject({
			kind: 'blocked',
			reason: expect.stringContaining('credential'),
			advice: expect.stringContaining('n8n did not send'),
		});
	});

	it('says that nothing came back when the connection is dropped', async () => {
		const server = await start(() => ({ drop: true }));
		const { reply } = await send(server);
		expect(reply).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
	});
});
