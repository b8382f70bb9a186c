import { readAccess } from '../../../lib/platform/access';
import { checkCredential } from '../../../lib/platform/credentialCheck';

const access = readAccess({ clientId: 'c', clientSecret: 's', organizationId: 'A@AdobeOrg' });

const check = async (statusCode: number, body: unknown) =>
	await checkCredential(async () => await Promise.resolve({ statusCode, body }), access, 'jwt');

describe('what the sandbox list says about the credential', () => {
	it('nothing, when the sandbox is on it', async () => {
		expect(await check(200, { sandboxes: [{ name: 'prod' }] })).toBeUndefined();
	});

	it('nothing about a credential that cannot be right: it is not asked for', async () => {
		const unfinished = { ...access, organizationId: 'A' };
		const unasked = async () => await Promise.reject(new Error('asked'));
		expect(await checkCredential(unasked, unfinished, 'jwt')).toContain('@AdobeOrg');
	});

	it('that the account may use no sandbox at all', async () => {
		expect(await check(200, { sandboxes: [] })).toContain('(none)');
	});

	it.each<[number, unknown]>([
		[401, { type: 'https://ns.adobe.com/aep/errors/FLOW-2000-401' }],
		[403, { message: 'The org is not known' }],
	])('that the organization is another one: %d %j', async (status, body) => {
		expect(await check(status, body)).toContain('The Organization ID is not the one');
	});

	it('in Adobe’s own words, when they are new', async () => {
		expect(await check(400, { title: 'Something else' })).toBe(
			'Could not list the sandboxes: Adobe answered with status 400. Check the values entered in the node and in the credential. Adobe says: Something else.',
		);
	});
});
