import { readAdobeCredential } from '../../../lib/platform/auth/adobeCredential';
import { checkCredential } from '../../../lib/platform/auth/checkCredential';
import type { ProblemCode } from '../../../lib/problem/problemCodes';

const credential = readAdobeCredential({
	clientId: 'c',
	clientSecret: 's',
	organizationId: 'A@AdobeOrg',
});

const check = async (statusCode: number, body: unknown) =>
	await checkCredential(async () => await Promise.resolve({ statusCode, body }), credential, 'jwt');

describe('checkCredential', () => {
	it('finds nothing wrong when the sandbox is listed', async () => {
		expect(await check(200, { sandboxes: [{ name: 'prod' }] })).toBeUndefined();
	});

	it('does not ask Adobe about a credential that cannot be right', async () => {
		const unfinished = { ...credential, organizationId: 'A' };
		const unasked = async () => await Promise.reject(new Error('asked'));
		expect(await checkCredential(unasked, unfinished, 'jwt')).toMatchObject({
			code: 'credential.organizationIdInvalid',
			message: expect.stringContaining('@AdobeOrg'),
			retry: 'afterChange',
			field: 'Organization ID',
		});
	});

	it('says when the account may use no sandbox at all', async () => {
		expect(await check(200, { sandboxes: [] })).toMatchObject({
			code: 'credential.sandboxNotAllowed',
			message: expect.stringContaining('(it can use: none)'),
			retry: 'afterChange',
			field: 'Sandbox',
		});
	});

	it('names the sandboxes that the account may use', async () => {
		expect(await check(200, { sandboxes: [{ name: 'dev' }, { name: 'stage' }] })).toMatchObject({
			code: 'credential.sandboxNotAllowed',
			message:
				'The field Sandbox is "prod", which this account cannot use (it can use: dev, stage)',
		});
	});

	it.each<[number, unknown]>([
		[401, { type: 'https://ns.adobe.com/aep/errors/FLOW-2000-401' }],
		[403, { message: 'The org is not known' }],
	])('recognizes another organization: %d %j', async (status, body) => {
		expect(await check(status, body)).toMatchObject({
			code: 'credential.rejected',
			message: expect.stringContaining('The Organization ID is not the one'),
			retry: 'afterChange',
			status,
		});
	});

	it.each<[string, number, string]>([
		['401013', 401, 'The Platform URL does not accept the token'],
		['403000', 403, 'Adobe did not get the Client ID as API key'],
		['403003', 403, 'The Client ID is not accepted as API key'],
		['403025', 403, 'The credential has no product profile'],
		['400003', 400, 'Adobe did not get the Organization ID'],
	])('says what the gateway’s code %s means', async (code, status, message) => {
		expect(await check(status, { error_code: code, message: 'No' })).toMatchObject({
			code: 'credential.rejected',
			message: expect.stringContaining(message),
			advice: expect.stringMatching(/\S/),
			retry: 'afterChange',
			status,
		});
	});

	it.each<[number, unknown]>([
		[404, {}],
		[302, ''],
		[200, '<html>Sign in</html>'],
	])('recognizes a Platform URL that is not Adobe’s: %d %j', async (status, body) => {
		expect(await check(status, body)).toMatchObject({
			code: 'credential.platformUrlWrong',
			retry: 'afterChange',
			status,
		});
	});

	it.each<[string, number, ProblemCode]>([
		['Something else', 400, 'adobe.rejected'],
		['constructor', 503, 'adobe.unavailable'],
	])('quotes Adobe’s own words for what it does not know: %s', async (error, status, code) => {
		expect(await check(status, { error, title: 'New' })).toMatchObject({
			code,
			message: `Could not list the sandboxes: Adobe answered with status ${status}`,
			advice: expect.stringMatching(new RegExp(` Adobe says: New \\(code ${error}\\)\\.$`)),
		});
	});
});
