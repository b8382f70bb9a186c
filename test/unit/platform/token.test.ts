import { fingerprint, readAccess } from '../../../lib/platform/access';
import { AccessRefusal, accessRefusalIn } from '../../../lib/platform/accessRefusal';
import { BACK_OFF_MS, MOMENT_MS, TokenOffice } from '../../../lib/platform/token';
import { requestToken, type RequestHelper } from '../../../lib/platform/tokenRequest';

const access = readAccess({
	clientId: 'client',
	clientSecret: 'hidden',
	organizationId: 'ACME@AdobeOrg',
});

/** An office at a clock of its own whose token service gives t1, t2, … or what the test says. */
function office(answer?: (nth: number) => string | AccessRefusal) {
	const clock = { now: 1_000_000 };
	let asked = 0;
	const tokens = new TokenOffice(() => clock.now);
	const fetchToken = async () => {
		asked += 1;
		const nth = asked;
		await Promise.resolve();
		return answer ? answer(nth) : `t${nth}`;
	};
	return {
		clock,
		asked: () => asked,
		issue: async (refused?: string, of = access) => await tokens.issue(of, fetchToken, refused),
		issueBroken: async () =>
			await tokens.issue(access, async () => await Promise.reject(new Error('broken'))),
	};
}

describe('issuing tokens', () => {
	it('fetches one for all that ask at the same time', async () => {
		const { issue, asked } = office();
		const all = await Promise.all(Array.from({ length: 20 }, async () => await issue()));
		expect(new Set(all)).toEqual(new Set(['t1']));
		expect(asked()).toBe(1);
	});

	it('gives those whose older token is refused a moment later the one just fetched', async () => {
		const { issue, asked } = office();
		expect(await issue('old')).toBe('t1');
		expect(await issue('old')).toBe('t1');
		expect(asked()).toBe(1);
	});

	it('fetches another when a token that was kept is refused', async () => {
		const { issue } = office();
		await issue();
		expect(await issue('t1')).toBe('t2');
	});

	it('does not fetch a third when the fresh one is refused as well', async () => {
		const { issue, asked } = office();
		await issue('old');
		expect(await issue('t1')).toBe('t1');
		expect(asked()).toBe(1);
	});

	it('no longer trusts what it remembers after a moment', async () => {
		const { issue, clock } = office();
		await issue('old');
		clock.now += MOMENT_MS;
		expect(await issue('of another process')).toBe('t2');
	});

	it('answers a refused request from memory for a while, then asks again', async () => {
		const { issue, asked, clock } = office((nth) => (nth === 1 ? new AccessRefusal('No') : 'ok'));
		expect(await issue()).toMatchObject({ message: 'No' });
		expect(await issue()).toMatchObject({ message: 'No' });
		expect(asked()).toBe(1);
		clock.now += BACK_OFF_MS;
		expect(await issue()).toBe('ok');
	});

	it('keeps credentials apart', async () => {
		const { issue } = office();
		await issue();
		expect(await issue(undefined, { ...access, clientSecret: 'other' })).toBe('t2');
	});

	it('asks again after something that was never meant to happen', async () => {
		const { issue, issueBroken } = office();
		await expect(issueBroken()).rejects.toThrow('broken');
		expect(await issue()).toBe('t1');
	});
});

describe('asking Adobe for a token', () => {
	const reply =
		(statusCode: number, body: unknown): RequestHelper =>
		async () =>
			await Promise.resolve({ statusCode, body });

	it('posts the credential as a form, follows no redirect and takes every status', async () => {
		const sent: unknown[] = [];
		const request: RequestHelper = async (options) => {
			sent.push(options);
			return await Promise.resolve({ statusCode: 200, body: { access_token: 'jwt' } });
		};
		expect(await requestToken(request, access)).toBe('jwt');
		expect(sent).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: 'https://ims-na1.adobelogin.com/ims/token/v3',
				headers: expect.objectContaining({ 'content-type': 'application/x-www-form-urlencoded' }),
				body: {
					grant_type: 'client_credentials',
					client_id: 'client',
					client_secret: 'hidden',
					scope: access.scopes,
				},
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			}),
		]);
	});

	it.each<[string, number, unknown, string, boolean]>([
		['too many requests', 429, {}, 'fewer token requests', true],
		['a service that is down', 503, {}, 'not available at the moment (status 503)', true],
		['a redirect', 302, '', 'status 302 and without a token', false],
		['a 200 without a token', 200, {}, 'status 200 and without a token', false],
		['no body at all', 200, undefined, 'without a token', false],
		['an unknown client', 400, { error: 'invalid_client' }, 'Client ID', false],
	])('has a sentence for %s', async (_, status, body, words, temporary) => {
		const refusal = await requestToken(reply(status, body), access);
		expect(refusal).toMatchObject({ message: expect.stringContaining(words), temporary });
	});

	it('never hands on what was thrown: it holds the secret', async () => {
		const request: RequestHelper = async () =>
			await Promise.reject(Object.assign(new Error('hidden'), { code: 'ENOTFOUND' }));
		const refusal = (await requestToken(request, access)) as AccessRefusal;
		expect(refusal.message).toContain('its host name is not known');
		expect(JSON.stringify(refusal) + refusal.stack).not.toContain('hidden');
		expect(refusal.cause).toBeUndefined();
	});

	it('says so when the connection breaks without a code', async () => {
		const request: RequestHelper = async () => await Promise.reject(new Error());
		expect(await requestToken(request, access)).toMatchObject({
			message: expect.stringContaining('no answer came back'),
		});
	});
});

describe('the credential’s fields', () => {
	it('are trimmed, with Adobe’s own addresses where they are empty', () => {
		expect(readAccess({ clientId: ' a ', platformUrl: 'https://x.adobe.io//', scopes: 7 })).toEqual(
			{
				clientId: 'a',
				clientSecret: '',
				organizationId: '',
				scopes: 'openid,AdobeID,read_organizations,additional_info.projectedProductContext,session',
				sandbox: 'prod',
				tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
				platformUrl: 'https://x.adobe.io',
				allowedHosts: [],
			},
		);
	});

	it('have a fingerprint that changes with each value a token depends on, and with nothing else', () => {
		const before = fingerprint(access);
		for (const field of ['clientId', 'clientSecret', 'scopes', 'tokenUrl'] as const) {
			expect(fingerprint({ ...access, [field]: 'other' })).not.toBe(before);
		}
		expect(fingerprint({ ...access, sandbox: 'dev' })).toBe(before);
		expect(before).not.toContain('hidden');
	});

	it('are named in the refusal n8n hands on inside its own error, and nowhere else', () => {
		const refusal = new AccessRefusal('No');
		expect(accessRefusalIn({ cause: refusal })).toBe(refusal);
		expect(accessRefusalIn(refusal)).toBe(refusal);
		expect(accessRefusalIn(new Error('x'))).toBeUndefined();
		expect(accessRefusalIn(undefined)).toBeUndefined();
		expect(accessRefusalIn({ cause: null })).toBeUndefined();
	});
});
