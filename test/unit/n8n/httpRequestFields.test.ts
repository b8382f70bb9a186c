import type * as fields from '../../../lib/n8n/httpRequestFields';
import { isClosedTo } from '../../../lib/http/requestTarget';

/** Returns the fields on an n8n-workflow whose check of a credential is this one. */
function fieldsWith(getCredentialAllowedDomains: unknown) {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => ({ getCredentialAllowedDomains }));
	const { httpRequestFields } = jest.requireActual<typeof fields>(
		'../../../lib/n8n/httpRequestFields',
	);
	return httpRequestFields('It allows everything.');
}
afterEach(() => void jest.dontMock('n8n-workflow'));

interface Check {
	credentialData: { allowedHttpRequestDomains?: string };
	credentialOwnedSurface?: boolean;
}

const rejects = () => {
	throw new Error('This credential is configured to prevent use within an HTTP Request node');
};

/** The check of each n8n, reduced to what it does about `none`, and the value that closes a credential there. */
const CHECKS: Array<[string, unknown, string]> = [
	['1.123, which has none', undefined, 'package'],
	['2.20, which only reads a list of domains', () => undefined, 'package'],
	[
		'2.30, which also rejects its own test',
		({ credentialData }: Check) =>
			credentialData.allowedHttpRequestDomains === 'none' ? rejects() : undefined,
		'package',
	],
	[
		'2.41, which knows its own test',
		({ credentialData, credentialOwnedSurface }: Check) =>
			credentialData.allowedHttpRequestDomains === 'none' && !credentialOwnedSurface
				? rejects()
				: undefined,
		'none',
	],
];

describe.each(CHECKS)('the check of n8n %s', (_, check, value) => {
	it('leads to a value with which n8n can test a closed credential', () => {
		const [setting, notice] = fieldsWith(check);
		expect(setting).toMatchObject({
			name: 'allowedHttpRequestDomains',
			default: value,
			options: [
				{ name: 'No', value },
				{ name: 'Yes', value: 'all' },
			],
		});
		expect(notice.displayOptions).toEqual({
			hide: { allowedHttpRequestDomains: ['none', 'package'] },
		});
	});

	it('is not the only one: the credential itself is closed', () => {
		const [{ name, default: closed }] = fieldsWith(check);
		const request = { url: 'https://platform.adobe.io/data/x' };
		expect(isClosedTo(request, { [name]: closed }, '/test')).toBe(true);
	});
});
