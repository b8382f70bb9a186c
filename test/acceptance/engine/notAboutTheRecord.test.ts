import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { connectProxy, setEnvironment, type Listening } from '../../harness/sockets.mts';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const stubs: StubServer[] = [];

afterAll(async () => {
	for (const stub of stubs) await stub.close();
});

async function start(answer: Parameters<typeof stubServer>[0]): Promise<StubServer> {
	const stub = await stubServer(answer);
	stubs.push(stub);
	return stub;
}

/** An inlet that gives these answers first, and then accepts everything. */
const inlet = async (...answers: StubAnswer[]) =>
	await start((request, nth) => answers[nth - 1] ?? acceptedAnswer(request));

/** An inlet that always gives the same answer. */
const stubborn = async (answer: StubAnswer) => await start(() => answer);

const lost: StubAnswer = { drop: true };
const page = (status: number, headers = {}): StubAnswer => ({
	status,
	headers: { 'content-type': 'text/html', ...headers },
	body: '<html><head><title>Blocked</title></head><body>Category: Business</body></html>',
});

describe('An answer that is not about the record is no rejection', () => {
	test.concurrent.each([
		421, 425, 499, 505, 506, 507, 508, 510, 520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530,
		598, 599,
	])('after a %d, the record is sent again', async (status) => {
		const { outcomes } = await sendTo((await inlet({ status })).url, 1);
		expect(outcomes).toMatchObject([{ status: 'accepted', attempts: 2 }]);
	});

	test.concurrent.each([499, 500, 502, 504, 505, 507, 520, 530, 599])(
		'a %d to the end leaves it unknown whether the record arrived',
		async (status) => {
			const { outcomes } = await sendTo((await stubborn({ status })).url, 1, { retrySeconds: 1 });
			expect(outcomes).toMatchObject([
				{ status: 'unknown', httpStatus: status, problem: { code: 'delivery.unknown' } },
			]);
			expect(outcomes[0].attempts).toBeGreaterThan(1);
		},
	);

	test.concurrent.each([408, 421, 425, 429, 503])(
		'a %d to the end means that the record was not sent, and that it can be sent later',
		async (status) => {
			const { outcomes } = await sendTo((await stubborn({ status })).url, 1, { retrySeconds: 1 });
			expect(outcomes).toMatchObject([
				{ status: 'notSent', httpStatus: status, problem: { retry: 'later', status } },
			]);
			expect(outcomes[0].attempts).toBeGreaterThan(1);
		},
	);

	test.concurrent.each([301, 302, 307, 401, 402, 403, 404, 405, 410, 415, 418, 426, 431, 451, 501])(
		'a %d is not called a rejection of the record',
		async (status) => {
			const { outcomes } = await sendTo((await stubborn({ status, body: {} })).url, 1);
			expect(outcomes).toMatchObject([
				{ status: 'notSent', attempts: 1, problem: { retry: 'afterChange', status } },
			]);
		},
	);

	test.concurrent.each([400, 406, 409, 411, 413, 422])('a %d is one', async (status) => {
		const { outcomes } = await sendTo((await stubborn({ status, body: {} })).url, 1);
		expect(outcomes).toMatchObject([
			{ status: 'rejected', attempts: 1, problem: { retry: 'never', status } },
		]);
	});
});

describe('An answer of a proxy ends the run and names the proxy', () => {
	test.concurrent.each([
		[407, 'proxy.authenticationRequired', 'HTTPS_PROXY'],
		[511, 'proxy.signInRequired', 'sign'],
	])('%d: %s', async (status, code, advice) => {
		const stub = await stubborn(page(status, { 'proxy-authenticate': 'Basic' }));
		const { outcomes } = await sendTo(stub.url, 3, { batchSize: 1 });
		expect(stub.requests).toHaveLength(1);
		for (const { status: outcome, problem } of outcomes) {
			expect(outcome).toBe('notSent');
			expect(problem).toMatchObject({ code, status, retry: 'afterChange' });
			expect(problem?.message).toContain(`127.0.0.1`);
			expect(problem?.advice).toContain(advice);
		}
	});

	test.concurrent.each([
		['a page', page(403)],
		['a page without its type', { ...page(403), headers: {} }],
		[
			'a text of a proxy',
			{ status: 403, body: 'Denied', headers: { 'x-squid-error': 'ERR_ACCESS' } },
		],
		[
			'an empty answer of a proxy',
			{ status: 403, headers: { 'proxy-status': 'fw; error=denied' } },
		],
	])('a blocking 403 with %s is told from Adobe’s', async (_, answer) => {
		const stub = await stubborn(answer);
		const { outcomes } = await sendTo(stub.url, 3, { batchSize: 1 });
		expect(stub.requests).toHaveLength(1);
		for (const { status, problem } of outcomes) {
			expect(status).toBe('notSent');
			expect(problem).toMatchObject({ code: 'proxy.blocked', status: 403, retry: 'afterChange' });
			expect(problem?.advice).not.toMatch(/allowlist/i);
			expect(problem?.advice).toContain('proxy or firewall');
		}
	});

	test.concurrent.each([
		['an empty answer', { status: 403 }, 'inlet.ipNotAllowed'],
		['JSON', { status: 403, body: { title: 'No' } }, 'inlet.tokenRequired'],
		['a page with a header of Adobe', page(403, { 'x-adobe-edge': 'va6' }), 'inlet.tokenRequired'],
	])('a 403 of Adobe’s with %s keeps its own advice', async (_, answer, code) => {
		const { outcomes } = await sendTo((await stubborn(answer)).url, 1);
		expect(outcomes).toMatchObject([{ problem: { code } }]);
	});

	describe('on the way to Adobe, when n8n is told to use one', () => {
		let answerOf: () => string;
		let proxy: Listening;
		let restore: () => void;

		beforeAll(async () => {
			proxy = await connectProxy(() => answerOf());
			restore = setEnvironment({
				HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
				https_proxy: undefined,
				NO_PROXY: undefined,
				no_proxy: undefined,
			});
		});
		afterAll(async () => {
			restore();
			await proxy.close();
		});

		const connectAnswer = (line: string, body = '') =>
			`HTTP/1.1 ${line}\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

		test.each([
			['407 Proxy Authentication Required', 'proxy.authenticationRequired'],
			['511 Network Authentication Required', 'proxy.signInRequired'],
			['403 Forbidden', 'proxy.blocked'],
		])('its answer to CONNECT: %s', async (line, code) => {
			answerOf = () => connectAnswer(line, '<h1>No</h1>');
			const { outcomes } = await sendTo('https://dcs.adobedc.net', 1);
			expect(outcomes).toMatchObject([{ status: 'notSent', problem: { code } }]);
			expect(outcomes[0].problem?.message).toContain('dcs.adobedc.net');
		});

		test('no answer to CONNECT means that nothing was sent', async () => {
			answerOf = () => '';
			const { outcomes } = await sendTo('https://dcs.adobedc.net', 1, { retrySeconds: 1 });
			expect(outcomes).toMatchObject([
				{ status: 'notSent', attempts: 0, problem: { code: 'connection.failed', retry: 'later' } },
			]);
		});
	});
});

describe('Once it was uncertain whether a record arrived', () => {
	test.concurrent.each([
		['a 302', { status: 302 }],
		['a 401', { status: 401, body: {} }],
		['a 402', { status: 402, body: {} }],
		['a 403', { status: 403 }],
		['a 404', { status: 404, body: {} }],
		['a 407', { status: 407 }],
		['a 409, which may mean that the first attempt was accepted', { status: 409, body: {} }],
		['a 415', { status: 415, body: {} }],
		['a 501', { status: 501, body: {} }],
		['a 511', { status: 511 }],
		['a page of a firewall', page(403)],
		['a page with 400', page(400)],
		['a page with 422', page(422)],
	])('%s leaves it unknown', async (_, answer) => {
		const { outcomes } = await sendTo((await inlet(lost, answer)).url, 1);
		expect(outcomes).toMatchObject([
			{ status: 'unknown', attempts: 2, problem: { code: 'delivery.unknown' } },
		]);
	});

	test.concurrent.each([429, 503, 421])('a %d to the end leaves it unknown', async (status) => {
		const stub = await start((_, nth) => (nth === 1 ? lost : { status }));
		const { outcomes } = await sendTo(stub.url, 1, { retrySeconds: 1 });
		expect(outcomes).toMatchObject([{ status: 'unknown' }]);
	});

	test.concurrent.each([400, 406, 411, 413, 422])(
		'a %d about that record settles it',
		async (status) => {
			const { outcomes } = await sendTo((await inlet(lost, { status, body: {} })).url, 1);
			expect(outcomes).toMatchObject([{ status: 'rejected', httpStatus: status, attempts: 2 }]);
		},
	);

	test.concurrent('an acceptance settles it', async () => {
		const { outcomes } = await sendTo((await inlet(lost)).url, 1);
		expect(outcomes).toMatchObject([{ status: 'accepted', attempts: 2 }]);
	});
});

test('Records for several datasets behind one inlet wait out its outage once', async () => {
	const stub = await stubborn({ drop: true });
	const { outcomes } = await sendTo(
		stub.url,
		6,
		{ retrySeconds: 2 },
		{ datasetId: '={{ "5ef4551c52e054191a61f9" + $itemIndex.toString().padStart(2, "0") }}' },
	);
	expect(outcomes.map(({ status }) => status)).not.toContain('accepted');
	// The first group tries until the time is over, and each other one once or not at all.
	const [first] = outcomes.filter(({ attempts }) => attempts > 1);
	expect(first).toBeDefined();
	expect(outcomes.filter(({ attempts }) => attempts > 1)).toHaveLength(1);
});
