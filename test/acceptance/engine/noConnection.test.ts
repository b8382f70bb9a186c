import { ADOBE, adobeRow } from '../../harness/adobe';
import { CERTIFICATES, tlsServer, trustAuthority } from '../../harness/certificates.mts';
import { keepsTheCause } from '../../harness/keepsTheCause';
import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import {
	freePort,
	lateServer,
	plainServer,
	tcpServer,
	type Listening,
} from '../../harness/sockets.mts';
import { stubServer } from '../../harness/stubServer.mts';

const closers: Array<() => Promise<unknown> | void> = [];

afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

/** Closes the server when the test ends. */
async function portOf(starting: Promise<Listening>): Promise<number> {
	const { port, close } = await starting;
	closers.push(close);
	return port;
}

async function tls(certificate: string) {
	const server = await tlsServer(certificate);
	closers.push(server.close);
	return server;
}

/** Sends one record with a second for retries, and returns its only outcome. */
async function outcomeAt(url: string, options = {}) {
	const { outcomes } = await sendTo(url, 1, { retrySeconds: 1, ...options });
	return outcomes[0];
}

/** Tokens are remembered for each client. */
let clients = 0;

const notSent = { status: 'notSent', attempts: 0 };

describe('Without a connection, the record was not sent', () => {
	test('nothing listens there', async () => {
		const outcome = await outcomeAt(`http://127.0.0.1:${await freePort()}`);
		expect(outcome).toMatchObject({
			...notSent,
			problem: { code: 'connection.failed', retry: 'later' },
		});
		expect(outcome.problem?.message).toMatch(
			/^Not sent: no connection to 127\.0\.0\.1:\d+: nothing accepts connections there$/,
		);
		expect(outcome.problem?.advice).toContain('firewall');
		expect(outcome).not.toHaveProperty('httpStatus');
		expect(outcome.problem).not.toHaveProperty('status');
	});

	test('its host name is not known', async () => {
		const { problem, ...outcome } = await outcomeAt('http://no-such-host.invalid');
		expect(outcome).toMatchObject(notSent);
		expect(problem).toMatchObject({ code: 'connection.failed', retry: 'later' });
		expect(problem?.message).toContain('no-such-host.invalid: its host name');
		expect(problem?.advice).toContain('DNS');
	});

	test('the connection ends before it is encrypted', async () => {
		const port = await portOf(tcpServer((socket) => socket.once('data', () => socket.end())));
		const { problem, ...outcome } = await outcomeAt(`https://127.0.0.1:${port}`);
		expect(outcome).toMatchObject(notSent);
		expect(problem).toMatchObject({ code: 'connection.failed', retry: 'later' });
		expect(problem?.message).toContain('it was closed before it was encrypted');
	});

	test('nothing answers while it is being encrypted', async () => {
		const port = await portOf(tcpServer(() => {}));
		const { problem, ...outcome } = await outcomeAt(`https://127.0.0.1:${port}`, {
			timeoutSeconds: 1,
		});
		expect(outcome).toMatchObject(notSent);
		expect(problem).toMatchObject({ code: 'connection.failed', retry: 'later' });
		expect(problem?.message).toContain('it did not answer in time');
		expect(problem?.advice).toContain('firewall');
	});

	test('a server without TLS is not asked again', async () => {
		const port = await portOf(plainServer());
		const { problem, ...outcome } = await outcomeAt(`https://127.0.0.1:${port}`);
		expect(outcome).toMatchObject(notSent);
		expect(problem).toMatchObject({ code: 'connection.notTrusted', retry: 'afterChange' });
		expect(problem?.message).toContain('TLS');
	});
});

describe('The same with a token', () => {
	/** Sends with a credential whose tokens come from here. */
	async function outcomeWithToken(url: string) {
		const tokens = await stubServer(() => ({
			body: { access_token: 'token', expires_in: 86_399 },
		}));
		closers.push(tokens.close);
		const credential = adobeRow(tokens.url, {
			clientId: `client-${(clients += 1)}`,
			allowedHosts: `${tokens.url}, ${url}`,
		});
		const { outcomes } = await sendTo(
			url,
			1,
			{ retrySeconds: 1 },
			{ authentication: 'adobe' },
			{ [ADOBE]: credential },
		);
		const ofTokens = tokens.requests.filter(({ url: path }) => path.startsWith('/ims/'));
		expect(ofTokens).toHaveLength(1);
		return outcomes[0];
	}

	test('nothing listens there', async () => {
		const outcome = await outcomeWithToken(`http://127.0.0.1:${await freePort()}`);
		expect(outcome).toMatchObject({ ...notSent, problem: { code: 'connection.failed' } });
	});

	test('its certificate is not trusted', async () => {
		const server = await tls(CERTIFICATES.good);
		const outcome = await outcomeWithToken(server.url);
		expect(outcome).toMatchObject({ ...notSent, problem: { code: 'connection.notTrusted' } });
		expect(server.seen).toEqual({ connections: 1, requests: 0 });
	});

	test('the connection ends before it is encrypted', async () => {
		const port = await portOf(tcpServer((socket) => socket.once('data', () => socket.end())));
		const outcome = await outcomeWithToken(`https://127.0.0.1:${port}`);
		expect(outcome).toMatchObject(
			keepsTheCause
				? { ...notSent, problem: { code: 'connection.failed' } }
				: { status: 'unknown', problem: { code: 'delivery.unknown' } },
		);
	});
});

describe('A certificate that is not trusted is not tried again', () => {
	test.each([
		['of an unknown authority', 'good', false, 'not signed by a known authority'],
		['that has expired', 'expired', true, 'has expired'],
		['that is not valid yet', 'notYet', true, 'not valid yet'],
		['of another host', 'otherHost', true, 'for another host'],
	] as const)('one %s', async (_, name, isTrusted, reason) => {
		if (isTrusted) closers.push(trustAuthority());
		const server = await tls(CERTIFICATES[name]);
		const { outcomes } = await sendTo(server.url, 3, { batchSize: 1 });
		expect(server.seen).toEqual({ connections: 1, requests: 0 });
		for (const { problem, ...outcome } of outcomes) {
			expect(outcome).toMatchObject(notSent);
			expect(problem).toMatchObject({ code: 'connection.notTrusted', retry: 'afterChange' });
			expect(problem?.message).toContain(reason);
			expect(problem?.advice).toContain('NODE_EXTRA_CA_CERTS');
			expect(problem).not.toHaveProperty('status');
		}
	});

	test('one of a known authority is trusted', async () => {
		closers.push(trustAuthority());
		const server = await tls(CERTIFICATES.good);
		expect(await outcomeAt(server.url)).toMatchObject({ status: 'accepted', attempts: 1 });
	});
});

test('A connection that is refused for a moment is tried again until there is one', async () => {
	const port = await freePort();
	const inlet = await lateServer(port, 1_500, acceptedAnswer);
	closers.push(inlet.close);
	const { outcomes } = await sendTo(`http://127.0.0.1:${port}`, 1);
	expect(outcomes).toMatchObject([{ status: 'accepted', attempts: 1 }]);
});

test('An answer that is lost after sending still leaves the outcome unknown', async () => {
	const stub = await stubServer(() => ({ drop: true }));
	closers.push(stub.close);
	expect(await outcomeAt(stub.url)).toMatchObject({
		status: 'unknown',
		problem: { code: 'delivery.unknown' },
	});
});
