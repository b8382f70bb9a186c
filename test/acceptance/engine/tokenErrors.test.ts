import type { IDataObject } from 'n8n-workflow';
import type { Problem } from '../../../lib/problem/problem';
import type { ProblemCode } from '../../../lib/problem/problemCodes';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { testCredential } from '../../harness/credentialTest';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const time = skipWaits();

/** The secret of the credential. */
const HIDDEN = 'p8e-hidden-value';

let stub: StubServer;
let tokenAnswer: (nth: number) => StubAnswer;
let platformAnswer: StubAnswer;
let tokenRequests = 0;

beforeAll(async () => {
	stub = await stubServer(({ url }) => {
		if (!url.startsWith('/ims/token/v3')) return platformAnswer;
		tokenRequests += 1;
		return tokenAnswer(tokenRequests);
	});
});
afterAll(async () => await stub.close());
beforeEach(() => {
	tokenRequests = 0;
	platformAnswer = { body: { items: [] } };
	time.reset();
});

let accounts = 0;
const newAccount = () =>
	adobeRow(stub.url, { clientId: `client-${(accounts += 1)}`, clientSecret: HIDDEN });

async function operate(row = newAccount()) {
	const { output, error } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource: 'dataflow', operation: 'getMany', returnAll: true },
		credentials: { [ADOBE]: row },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	const [{ json } = { json: {} as IDataObject }] = output(1);
	return json.problem as unknown as Problem;
}

/** An error of the token service, as OAuth 2.0 and Adobe write it. */
const rejection = (error: string, description?: string) => ({
	error,
	...(description && { error_description: description }),
});

describe('a rejected token request keeps Adobe’s words:', () => {
	it.each<[string, number, unknown, ProblemCode, RegExp, string]>([
		[
			'unauthorized_client',
			400,
			rejection('unauthorized_client', 'The client is not authorized for this grant'),
			'credential.clientUnauthorized',
			/OAuth Server-to-Server/,
			'Adobe says: The client is not authorized for this grant (code unauthorized_client).',
		],
		[
			'access_denied',
			403,
			rejection('access_denied', 'The organization is suspended'),
			'credential.accessDenied',
			/product profile/,
			'Adobe says: The organization is suspended (code access_denied).',
		],
		[
			'bad_request',
			400,
			rejection('bad_request', 'Missing parameter'),
			'credential.tokenRequestInvalid',
			/Token URL/,
			'Adobe says: Missing parameter (code bad_request).',
		],
		[
			'invalid_request',
			400,
			rejection('invalid_request'),
			'credential.tokenRequestInvalid',
			/Token URL/,
			'Adobe says: (code invalid_request).',
		],
		[
			'unsupported_grant_type',
			400,
			rejection('unsupported_grant_type', 'unsupported grant_type'),
			'credential.grantTypeRejected',
			/Token URL/,
			'Adobe says: unsupported grant_type (code unsupported_grant_type).',
		],
		[
			'invalid_client',
			400,
			rejection('invalid_client', 'invalid client_secret parameter'),
			'credential.clientSecretRejected',
			/Retrieve it again/,
			'Adobe says: invalid client_secret parameter (code invalid_client).',
		],
		[
			'an unauthorized client whose description names the client_id',
			401,
			rejection('unauthorized_client', 'client_id x is not enabled'),
			'credential.clientUnauthorized',
			/OAuth Server-to-Server/,
			'Adobe says: client_id x is not enabled (code unauthorized_client).',
		],
		[
			'an error that nobody has heard of',
			400,
			rejection('quota_exhausted', 'Come back next year'),
			'credential.tokenRejected',
			/Token URL/,
			'Adobe says: Come back next year (code quota_exhausted).',
		],
	])('%s', async (_, status, body, code, advice, words) => {
		tokenAnswer = () => ({ status, body });
		const problem = await operate();
		expect(problem).toMatchObject({ code, status, retry: 'afterChange', service: 'ims' });
		expect(problem.advice).toMatch(advice);
		expect(problem.advice.endsWith(words)).toBe(true);
		expect(tokenRequests).toBe(1);
	});

	const OF_PROXIES: Array<[number, string, ProblemCode]> = [
		[407, 'Proxy Authentication Required', 'proxy.authenticationRequired'],
		[511, 'Network Authentication Required', 'proxy.signInRequired'],
		[403, 'Access Denied', 'proxy.blocked'],
	];

	it.each(OF_PROXIES)('%d is a proxy’s, and named so', async (status, page, code) => {
		tokenAnswer = () => ({ status, body: `<html><h1>${page}</h1></html>` });
		const problem = await operate();
		expect(problem).toMatchObject({
			code,
			status,
			retry: 'afterChange',
		});
		expect(problem.message).toMatch(/(?:between n8n and|response from) 127\.0\.0\.1:\d+ /);
		expect(`${problem.message} ${problem.advice}`).toContain(page);
		expect(problem.service).toBeUndefined();
	});

	it.each(OF_PROXIES)('%d between n8n and the platform is one, too', async (status, page, code) => {
		tokenAnswer = () => ({ body: { access_token: 'eyJ-of-a-proxy' } });
		platformAnswer = { status, body: `<html><h1>${page}</h1></html>` };
		expect(await operate()).toMatchObject({
			code,
			message: expect.stringMatching(/^Could not .*: (a proxy|the network|an HTML page)/),
			status,
			retry: 'afterChange',
		});
	});

	it('the test of the credential quotes them', async () => {
		tokenAnswer = () => ({ status: 400, body: rejection('unauthorized_client', 'Not for you') });
		const { message } = await testCredential(platformRegistry, ADOBE, newAccount());
		expect(message).toMatch(/Adobe says: Not for you \(code unauthorized_client\)\.$/);
	});
});

describe('no answer of the token service shows a token:', () => {
	const OPAQUE = 'opaque-access-token-0123456789';

	it.each<[string, StubAnswer]>([
		['a form', { status: 400, body: `access_token=${OPAQUE}&expires_in=5` }],
		['half an object', { status: 500, body: `{"access_token":"${OPAQUE}"` }],
		['a success without its name', { status: 200, body: `${OPAQUE}` }],
		['another success', { status: 201, body: { access_token: OPAQUE, message: OPAQUE } }],
		[
			'an error that repeats it',
			{
				status: 400,
				body: { error: 'bad', access_token: OPAQUE, error_description: `No ${OPAQUE}` },
			},
		],
		[
			'an error that repeats the secret',
			{ status: 400, body: rejection('bad_request', `secret ${HIDDEN}`) },
		],
		[
			'a JWT',
			{ status: 400, body: rejection('bad_request', 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2ln') },
		],
	])('%s', async (_, answer) => {
		tokenAnswer = () => answer;
		const shown = JSON.stringify(await operate());
		expect(shown).toContain('credential.');
		expect(shown).not.toMatch(/opaque-access|p8e-hidden|eyJhbGci/);
	});
});

describe('Retry-After of the token service', () => {
	const inHttp = (ms: number) => new Date(ms).toUTCString();

	it.each<[string, () => StubAnswer, RegExp]>([
		[
			'in seconds',
			() => ({ status: 429, headers: { 'retry-after': '2400' } }),
			/Adobe asks to wait 40 minutes$/,
		],
		[
			'with a 503',
			() => ({ status: 503, headers: { 'retry-after': '10800' } }),
			/Adobe asks to wait 3 hours$/,
		],
		[
			'as a date, read against the Date of the same answer',
			() => ({
				status: 429,
				// Adobe's clock is a day behind ours.
				headers: {
					date: inHttp(Date.now() - 86_400_000),
					'retry-after': inHttp(Date.now() - 86_400_000 + 2_400_000),
				},
			}),
			/Adobe asks to wait 40 minutes$/,
		],
	])('%s is told and honored: nobody asks again before', async (_, answer, words) => {
		tokenAnswer = answer;
		const row = newAccount();
		const problem = await operate(row);
		expect(problem.message).toMatch(words);
		expect(problem).toMatchObject({ retry: 'later', service: 'ims' });
		expect(Date.parse(problem.retryAt!)).toBeGreaterThan(Date.now() + 2_000_000);
		for (let again = 0; again < 3; again += 1) {
			time.advance(10_000);
			expect((await operate(row)).code).toBe(problem.code);
		}
		expect(tokenRequests).toBe(1);
		expect(time.waitedMs()).toBe(0);
	});

	it('tells the time that is left, and ends with it', async () => {
		tokenAnswer = (nth) =>
			nth === 1
				? { status: 429, headers: { 'retry-after': '2400' } }
				: { body: { access_token: 'eyJ-at-last' } };
		const row = newAccount();
		await operate(row);
		time.advance(1_200_000);
		expect((await operate(row)).message).toMatch(/Adobe asks to wait 20 minutes$/);
		time.advance(1_200_000);
		expect(await operate(row)).toBeUndefined();
	});

	it('is told by the test of the credential', async () => {
		tokenAnswer = () => ({ status: 429, headers: { 'retry-after': '2400' } });
		const { message } = await testCredential(platformRegistry, ADOBE, newAccount());
		expect(message).toContain('Adobe asks to wait 40 minutes. Try again after that time.');
	});

	it('that is short is waited for', async () => {
		tokenAnswer = (nth) =>
			nth === 1
				? { status: 503, headers: { 'retry-after': '20' } }
				: { body: { access_token: 'eyJ-at-last' } };
		expect(await operate()).toBeUndefined();
		expect(time.waitedMs()).toBeGreaterThanOrEqual(19_000);
		expect(tokenRequests).toBe(2);
	});

	it('with a time that nobody lives to see does not shut out the credential until then', async () => {
		tokenAnswer = (nth) =>
			nth === 1
				? { status: 429, headers: { 'retry-after': '99999999999999' } }
				: { body: { access_token: 'eyJ-at-last' } };
		const row = newAccount();
		await operate(row);
		time.advance(3_601_000);
		expect(await operate(row)).toBeUndefined();
	});
});

describe('Retry-After of the platform', () => {
	it('is told and honored for all items of an execution', async () => {
		tokenAnswer = () => ({ body: { access_token: 'eyJ-of-the-platform' } });
		platformAnswer = { status: 503, headers: { 'retry-after': '2400' } };
		stub.requests.length = 0;
		const { output } = await runNode({
			registry: platformRegistry,
			type: 'adobeExperiencePlatform',
			parameters: { resource: 'dataflow', operation: 'getMany', returnAll: true },
			credentials: { [ADOBE]: newAccount() },
			input: [{ json: {} }, { json: {} }, { json: {} }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(output(1)).toHaveLength(3);
		for (const { json } of output(1)) {
			const { message, advice } = json.problem as unknown as Problem;
			expect(message).toMatch(/status 503\. Adobe asks to wait 40 minutes$/);
			expect(advice).toMatch(/^Try again after that time\./);
		}
		expect(stub.requests.filter(({ url }) => url.includes('flowservice'))).toHaveLength(1);
	});

	it('is told by the test of the credential', async () => {
		tokenAnswer = () => ({ body: { access_token: 'eyJ-of-the-test' } });
		platformAnswer = { status: 429, headers: { 'retry-after': '45' } };
		const { message } = await testCredential(platformRegistry, ADOBE, newAccount());
		expect(message).toContain('Adobe asks to wait 45 seconds');
	});
});
