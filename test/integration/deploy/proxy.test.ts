import { randomBytes } from 'crypto';
import axios from 'axios';
import { sleep } from 'n8n-workflow';
import {
	hasAnyCaddy,
	hasCaddy,
	startCaddy,
	streamOf,
	withoutAnyCaddy,
	withoutCaddy,
	type Proxy,
} from './caddy.mts';
import { rawRequest } from '../../harness/rawRequest.mts';
import { N8nStub } from '../../harness/n8nStub.mts';
import { until } from '../../harness/until.mts';

/** In ms: the proxy asks every second. */
const NOTICED = 1_500;
const PATH = '/webhook/5f0c/new-conversation';
const events = (count: number) => Array.from({ length: count }, (_, n) => `event ${n}`);
const describeProxy = hasAnyCaddy ? describe : describe.skip;
/** For what Caddy does differently before version 2.11. */
const itSince11 = hasCaddy ? it : it.skip;
const UPSTREAMS = {
	'deploy/queue': ['main', 'webhook-1', 'webhook-2'],
	'deploy/single': ['n8n'],
};

let proxy: Proxy;
const post = async (body: string | Buffer, path = PATH, headers: Record<string, string> = {}) =>
	await axios.post<string>(`${proxy.url}${path}`, body, {
		headers: { 'content-type': 'text/plain', ...headers },
		validateStatus: () => true,
	});
const bodiesOf = (...stubs: N8nStub[]) =>
	stubs.flatMap(({ received }) => received.map(({ body }) => body.toString()));

describe.each(Object.entries(UPSTREAMS))('%s', (folder, names) => {
	describeProxy(`its proxy${withoutAnyCaddy}`, () => {
		let n8n: N8nStub;
		const upstreams = () => Object.fromEntries(names.map((name) => [`${name}:5678`, n8n.host]));
		const start = async (editorAllow?: string) => {
			await proxy?.stop();
			proxy = await startCaddy(`${folder}/Caddyfile`, upstreams(), editorAllow);
		};
		const statusOf = async (path: string) => (await rawRequest(proxy.url, 'GET', path, [])).status;

		beforeAll(async () => void (n8n = await N8nStub.start('ready')));
		beforeEach(() => void (n8n.received.length = 0));
		afterAll(async () => {
			await proxy?.stop();
			await n8n.become('down');
		});

		describe('for an address that EDITOR_ALLOW lists', () => {
			beforeAll(async () => await start('192.0.2.0/24 127.0.0.1'));

			it.each(['/', '/rest/settings', '/api/v1/workflows', '/healthz'])(
				'opens %s',
				async (path) => {
					expect(await statusOf(path)).toBe(200);
				},
			);

			it.each([
				...['/metrics', '/metrics/', '//metrics', '/METRICS', '/Metrics/', '/metrics?x=1'],
				...[
					'/%6detrics',
					'/%4detrics/',
					'/x/../metrics',
					'/./metrics',
					'/%2fmetrics',
					'/metrics%2f',
				],
			])('shows n8n’s figures to nobody, spelled %s', async (path) => {
				expect(await statusOf(path)).toBe(404);
				expect(n8n.received).toEqual([]);
			});
		});

		describe('for any other address', () => {
			beforeAll(async () => await start('192.0.2.0/24'));

			it.each([
				...['/', '/rest/settings', '/rest/login', '/api/v1/workflows', '/healthz', '/signin'],
				...['/webhook', '/webhooks/1', '/webhook/../rest/settings', '/webhook/..%2frest/settings'],
				...['/webhook/%2e%2e/rest/settings', '/rest/x/..%2f..%2fwebhook%2fx', '/rest/../webhook/x'],
				...['//rest/settings', '/REST/settings', '/%72est/settings', '/x%2f..%2fwebhook/1'],
			])('keeps %s closed and says what opens it', async (path) => {
				const { status, body } = await rawRequest(proxy.url, 'GET', path, []);
				expect([status, body]).toEqual([
					403,
					'Only the addresses in EDITOR_ALLOW may open this n8n.',
				]);
				expect(n8n.received).toEqual([]);
			});

			it.each([
				...['/webhook/5f0c/new-conversation', '/webhook-test/5f0c/new-conversation'],
				...[
					'/webhook-waiting/1',
					'/form/1',
					'/form-test/1',
					'/form-waiting/1',
					'/mcp/1',
					'/mcp-test/1',
				],
			])('lets %s through as it is', async (path) => {
				expect(await statusOf(`${path}?token=a%2Fb`)).toBe(200);
				expect(n8n.received.map(({ url }) => url)).toEqual([`${path}?token=a%2Fb`]);
			});

			it.each([PATH, '/webhook-test/5f0c/new-conversation', '/form/1'])(
				'passes 3 MB on to %s and answers 413 to more, which n8n never gets',
				async (path) => {
					expect((await post(Buffer.alloc(3_000_000), path)).status).toBe(200);
					const { status, headers, data } = await post(Buffer.alloc(3_000_001), path);
					expect([status, headers['retry-after'], data]).toEqual([
						413,
						undefined,
						'The body is larger than the 3 MB that this proxy passes on.',
					]);
					expect(n8n.received.map(({ body }) => body.length)).toEqual([3_000_000]);
				},
			);

			it('answers 413 also to a body that does not say how large it is', async () => {
				const { status } = await axios.post(`${proxy.url}${PATH}`, streamOf(3_100_000), {
					validateStatus: () => true,
				});
				expect(status).toBe(413);
				expect(n8n.received).toEqual([]);
			});
		});
	});
});

describeProxy(`the proxy of deploy/queue${withoutAnyCaddy}`, () => {
	let main: N8nStub;
	let one: N8nStub;
	let two: N8nStub;
	const stubs = () => [main, one, two];

	beforeAll(async () => {
		[main, one, two] = await Promise.all([1, 2, 3].map(async () => await N8nStub.start('ready')));
		proxy = await startCaddy('deploy/queue/Caddyfile', {
			'main:5678': main.host,
			'webhook-1:5678': one.host,
			'webhook-2:5678': two.host,
		});
	});
	beforeEach(async () => {
		for (const stub of stubs()) await stub.become('ready');
		// Until the proxy has seen that both are.
		await until(
			'the proxy shares between both',
			async () => (await post('probe')).data !== (await post('probe')).data,
		);
		for (const stub of stubs()) stub.received.length = 0;
	});
	afterAll(async () => {
		await proxy?.stop();
		for (const stub of stubs()) await stub.become('down');
	});

	it('shares webhooks between both processors and leaves the body as it is', async () => {
		const body = randomBytes(300_000);
		for (let n = 0; n < 4; n++) expect((await post(body)).status).toBe(200);
		expect([one.received.length, two.received.length, main.received.length]).toEqual([2, 2, 0]);
		expect([...one.received, ...two.received].every((got) => got.body.equals(body))).toBe(true);
	});

	it('tells n8n who called, whatever the caller claims to be', async () => {
		await post('x', PATH, { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
		const [{ headers }] = [...one.received, ...two.received];
		expect(headers).toMatchObject({
			'x-forwarded-for': '127.0.0.1',
			'x-forwarded-proto': 'http',
			'x-forwarded-host': new URL(proxy.url).host,
			host: new URL(proxy.url).host,
		});
	});

	it.each(['/', '/rest/settings', '/webhook-test/5f0c/new-conversation', '/api/v1/workflows'])(
		'sends %s to main',
		async (path) => {
			await post('x', path);
			expect([one, two, main].map(({ received }) => received.length)).toEqual([0, 0, 1]);
		},
	);

	it.each(['/webhook-waiting/1', '/form/5f0c', '/form-waiting/1', '/mcp/5f0c'])(
		'sends %s to a processor: main does not serve it',
		async (path) => {
			await post('x', path);
			expect(main.received).toEqual([]);
			expect(bodiesOf(one, two)).toEqual(['x']);
		},
	);

	itSince11(
		`tries the other processor when a connection cannot be opened, with the whole body${withoutCaddy}`,
		async () => {
			await one.become('down');
			const sent = events(20).map((event) => event.padEnd(100_000, '.'));
			for (const event of sent) expect((await post(event)).data).toBe(two.host);
			expect(bodiesOf(two)).toEqual(sent);
		},
	);

	it('gives nothing to a processor that comes back before that one says it is ready', async () => {
		await one.become('down');
		await one.become('starting');
		await one.asked();
		for (const event of events(20)) expect((await post(event)).data).toBe(two.host);
		expect(one.received).toEqual([]);
	});

	itSince11(
		`never sends again what it sent to a processor that then died: the sender is told 502${withoutCaddy}`,
		async () => {
			await two.become('down');
			await one.become('dies');
			expect((await post('once')).status).toBe(502);
			await two.become('ready');
			expect(bodiesOf(one, two)).toEqual(['once']);
		},
	);

	it('tells the sender to come again while no processor is ready', async () => {
		await one.become('starting');
		await two.become('starting');
		await Promise.all([one.asked(), two.asked()]);
		const { status, headers, data } = await post('x');
		expect([status, headers['retry-after'], data]).toEqual([
			503,
			'5',
			'n8n does not answer at the moment (503). Send the event again.',
		]);
		expect(bodiesOf(one, two)).toEqual([]);
	});

	it('lets an answer take its time: the workflow may have to finish first', async () => {
		for (const stub of [one, two]) stub.delayMs = 4_000;
		expect((await post('x')).status).toBe(200);
		for (const stub of [one, two]) stub.delayMs = 0;
	});
});

describeProxy(`the proxy of deploy/single${withoutAnyCaddy}`, () => {
	let n8n: N8nStub;

	beforeAll(async () => {
		n8n = await N8nStub.start('ready');
		proxy = await startCaddy('deploy/single/Caddyfile', { 'n8n:5678': n8n.host });
		await until('the proxy has found n8n', async () => (await post('probe')).status === 200);
	});
	beforeEach(() => void (n8n.received.length = 0));
	afterAll(async () => {
		await proxy?.stop();
		await n8n.become('down');
	});

	itSince11(
		`holds webhooks back while n8n restarts and delivers each once when it is ready${withoutCaddy}`,
		async () => {
			const sent = events(60);
			const answers = sent.map(async (event, n) => {
				await sleep(n * 50);
				return (await post(event)).status;
			});
			await n8n.become('down');
			await sleep(NOTICED);
			await n8n.become('starting');
			await n8n.asked();
			await n8n.become('ready');
			expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
			expect(bodiesOf(n8n).sort()).toEqual(sent.sort());
		},
	);

	it('lets the editor through while n8n starts', async () => {
		await n8n.become('starting');
		expect((await post('x', '/')).data).toBe('n8n is starting up. Please wait');
		await n8n.become('ready');
	});

	itSince11(
		`keeps the ID and the secret of a webhook's URL out of its log, when calls are logged at all${withoutCaddy}`,
		async () => {
			await proxy.stop();
			proxy = await startCaddy('deploy/single/Caddyfile', {
				'n8n:5678': n8n.host,
				'{$ADDRESS} {': '{$ADDRESS} {\nlog',
			});
			await post('x', `${PATH}?token=s3cr3t&other=1`);
			await until('the call is logged', () => proxy.log().includes('new-conversation'));
			expect(proxy.log()).toContain('/webhook/hidden/new-conversation?token=hidden&other=1');
			expect(proxy.log()).not.toContain('s3cr3t');
		},
	);
});
