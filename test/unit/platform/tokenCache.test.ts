import { fingerprint, readAdobeCredential } from '../../../lib/platform/auth/adobeCredential';
import { BACK_OFF_MS, MOMENT_MS, TokenCache } from '../../../lib/platform/auth/tokenCache';
import type { RequestHelper } from '../../../lib/http/requestOnce';
import { requestToken } from '../../../lib/platform/auth/requestToken';
import { createProblem, type Problem } from '../../../lib/problem/problem';
import type { ProblemCode } from '../../../lib/problem/problemCodes';
import type { ProblemRetry } from '../../../lib/problem/problemDefinition';
import { problemIn, ServiceError } from '../../../lib/problem/serviceError';

const credential = readAdobeCredential({
	clientId: 'client',
	clientSecret: 'hidden',
	organizationId: 'ACME@AdobeOrg',
});

const noSecret = createProblem('credential.clientSecretRejected', {}, { status: 401 });

/** Creates a cache with a clock of its own, whose token service gives t1, t2, … or what the test says. */
function tokenCache(answer?: (nth: number) => string | Problem) {
	const clock = { now: 1_000_000 };
	let asked = 0;
	const tokens = new TokenCache(() => clock.now);
	const fetchToken = async () => {
		asked += 1;
		const nth = asked;
		await Promise.resolve();
		return answer ? answer(nth) : `t${nth}`;
	};
	return {
		clock,
		asked: () => asked,
		getToken: async (rejected?: string, of = credential) =>
			await tokens.getToken(of, fetchToken, rejected),
		getBroken: async () =>
			await tokens.getToken(credential, async () => await Promise.reject(new Error('broken'))),
	};
}

describe('TokenCache', () => {
	it('fetches one token for all that ask at the same time', async () => {
		const { getToken, asked } = tokenCache();
		const all = await Promise.all(Array.from({ length: 20 }, async () => await getToken()));
		expect(new Set(all)).toEqual(new Set(['t1']));
		expect(asked()).toBe(1);
	});

	it('gives the token just fetched to calls whose older token is rejected a moment later', async () => {
		const { getToken, asked } = tokenCache();
		expect(await getToken('old')).toBe('t1');
		expect(await getToken('old')).toBe('t1');
		expect(asked()).toBe(1);
	});

	it('fetches another token when the one that n8n kept is rejected', async () => {
		const { getToken } = tokenCache();
		await getToken();
		expect(await getToken('t1')).toBe('t2');
	});

	it('does not fetch a third token when the fresh one is rejected as well', async () => {
		const { getToken, asked } = tokenCache();
		await getToken('old');
		expect(await getToken('t1')).toBe('t1');
		expect(asked()).toBe(1);
	});

	it('no longer trusts a remembered token after a moment', async () => {
		const { getToken, clock } = tokenCache();
		await getToken('old');
		clock.now += MOMENT_MS;
		expect(await getToken('of another process')).toBe('t2');
	});

	it('answers from memory for a while after a rejected request, then asks again', async () => {
		const { getToken, asked, clock } = tokenCache((nth) => (nth === 1 ? noSecret : 'ok'));
		expect(await getToken()).toEqual(noSecret);
		expect(await getToken()).toEqual(noSecret);
		expect(asked()).toBe(1);
		clock.now += BACK_OFF_MS;
		expect(await getToken()).toBe('ok');
	});

	it('keeps credentials apart', async () => {
		const { getToken } = tokenCache();
		await getToken();
		expect(await getToken(undefined, { ...credential, clientSecret: 'other' })).toBe('t2');
	});

	it('asks again after an unexpected error', async () => {
		const { getToken, getBroken } = tokenCache();
		await expect(getBroken()).rejects.toThrow('broken');
		expect(await getToken()).toBe('t1');
	});
});

describe('requestToken', () => {
	const reply =
		(statusCode: number, body: unknown): RequestHelper =>
		async () =>
			await Promise.resolve({ statusCode, body });

	it('posts the credential as a form, follows no redirect and accepts every status', async () => {
		const sent: unknown[] = [];
		const request: RequestHelper = async (options) => {
			sent.push(options);
			return await Promise.resolve({ statusCode: 200, body: { access_token: 'jwt' } });
		};
		expect(await requestToken(request, credential)).toBe('jwt');
		expect(sent).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: 'https://ims-na1.adobelogin.com/ims/token/v3',
				headers: expect.objectContaining({ 'content-type': 'application/x-www-form-urlencoded' }),
				body: {
					grant_type: 'client_credentials',
					client_id: 'client',
					client_secret: 'hidden',
					scope: credential.scopes,
				},
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			}),
		]);
	});

	it.each<[string, number, unknown, ProblemCode, ProblemRetry, string]>([
		['too many requests', 429, {}, 'credential.tokenRateLimited', 'later', 'fewer token requests'],
		[
			'a service that is down',
			503,
			{},
			'credential.tokenServiceUnavailable',
			'later',
			'not available at the moment (status 503)',
		],
		[
			'a redirect',
			302,
			'',
			'credential.tokenRejected',
			'afterChange',
			'status 302 and without a token',
		],
		[
			'a 200 without a token',
			200,
			{},
			'credential.tokenRejected',
			'afterChange',
			'status 200 and without a token',
		],
		[
			'no body at all',
			200,
			undefined,
			'credential.tokenRejected',
			'afterChange',
			'without a token',
		],
		[
			'an unknown client',
			400,
			{ error: 'invalid_client' },
			'credential.clientIdUnknown',
			'afterChange',
			'Client ID',
		],
		[
			'a wrong secret',
			401,
			{ error: 'invalid_client', error_description: 'invalid client_secret parameter' },
			'credential.clientSecretRejected',
			'afterChange',
			'Client Secret',
		],
		[
			'scopes that are not granted',
			400,
			{ error: 'invalid_scope' },
			'credential.scopesRejected',
			'afterChange',
			'Scopes',
		],
	])('returns the problem of %s', async (_, status, body, code, retry, words) => {
		expect(await requestToken(reply(status, body), credential)).toEqual({
			code,
			message: expect.stringContaining(words),
			advice: expect.stringMatching(/\S/),
			retry,
			status,
			service: 'ims',
		});
	});

	it('passes on nothing of what was thrown, because it holds the secret', async () => {
		const request: RequestHelper = async () =>
			await Promise.reject(Object.assign(new Error('hidden'), { code: 'ENOTFOUND' }));
		const problem = (await requestToken(request, credential)) as Problem;
		expect(problem).toMatchObject({
			code: 'connection.failed',
			message: expect.stringContaining('its host name is not known'),
			field: 'Token URL',
			retry: 'later',
		});
		const error = new ServiceError(problem);
		expect(JSON.stringify([problem, error]) + error.stack).not.toContain('hidden');
		expect(error.cause).toBeUndefined();
	});

	it('says so when the connection breaks without an error code', async () => {
		const request: RequestHelper = async () => await Promise.reject(new Error());
		expect(await requestToken(request, credential)).toMatchObject({
			code: 'credential.tokenUrlSilent',
			message: expect.stringContaining('no answer came back'),
		});
	});
});

describe('the fields of the credential', () => {
	it('are trimmed, and default to Adobe’s own URLs', () => {
		expect(
			readAdobeCredential({ clientId: ' a ', platformUrl: 'https://x.adobe.io//', scopes: null }),
		).toEqual({
			clientId: 'a',
			clientSecret: '',
			organizationId: '',
			scopes: 'openid,AdobeID,read_organizations,additional_info.projectedProductContext,session',
			sandbox: 'prod',
			tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
			platformUrl: 'https://x.adobe.io',
			allowedHosts: [],
		});
	});

	it('are the text of a number, and no other type is replaced by Adobe’s own value', () => {
		expect(readAdobeCredential({ sandbox: 7 }).sandbox).toBe('7');
		for (const sandbox of [{ name: 'dev' }, ['dev'], true, 1e30]) {
			expect(() => readAdobeCredential({ sandbox })).toThrow(
				expect.objectContaining({
					problem: expect.objectContaining({ code: 'setting.wrongType', field: 'Sandbox' }),
				}),
			);
		}
	});

	it.each([null, undefined])('do not take the default for a sandbox that is %s', (sandbox) => {
		expect(() => readAdobeCredential({ sandbox })).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({ code: 'setting.expressionEmpty', field: 'Sandbox' }),
			}),
		);
	});

	it('have a fingerprint that changes only with the values a token depends on', () => {
		const before = fingerprint(credential);
		for (const field of ['clientId', 'clientSecret', 'scopes', 'tokenUrl'] as const) {
			expect(fingerprint({ ...credential, [field]: 'other' })).not.toBe(before);
		}
		expect(fingerprint({ ...credential, sandbox: 'dev' })).toBe(before);
		expect(before).not.toContain('hidden');
	});
});

describe('problemIn', () => {
	it('finds the problem of a ServiceError, also inside n8n’s own error, and nowhere else', () => {
		const error = new ServiceError(noSecret);
		expect(problemIn({ cause: error })).toEqual(noSecret);
		expect(problemIn(error)).toEqual(noSecret);
		expect(problemIn(new Error('x'))).toBeUndefined();
		expect(problemIn(undefined)).toBeUndefined();
		expect(problemIn({ cause: null })).toBeUndefined();
	});

	it('recognizes a ServiceError of another copy of the package by its name', () => {
		const foreign = Object.assign(new Error('No'), { name: 'ServiceError', problem: noSecret });
		expect(problemIn({ cause: foreign })).toEqual(noSecret);
		expect(problemIn(Object.assign(new Error('No'), { name: 'ServiceError' }))).toBeUndefined();
	});
});
