import { proxyProblem } from '../../../lib/http/proxyProblem';

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const read = (status: number, body: unknown = '', headers: Record<string, unknown> = {}) =>
	proxyProblem({ status, headers, body }, 'dcs.adobedc.net');

describe('an answer in place of the service', () => {
	it.each([
		[407, 'proxy.authenticationRequired'],
		[511, 'proxy.signInRequired'],
	])('is recognized by the status %d', (status, code) => {
		expect(read(status)).toMatchObject({ code, status, retry: 'afterChange' });
		expect(read(status)?.message).toContain('dcs.adobedc.net');
		expect(read(status, '<h1>Please sign in</h1>')?.advice).toMatch(/It says: Please sign in\.$/);
		expect(read(status, { message: 'Nobody signed in' })?.advice).toMatch(/Nobody signed in\.$/);
	});

	it.each([400, 402, 403, 406, 409, 411, 415, 422, 451])(
		'is recognized by a page with the status %d',
		(status) => {
			for (const [body, headers] of [
				['<html><title>Blocked</title></html>', HTML],
				['<html><title>Blocked</title></html>', {}],
				['Blocked', HTML],
				['Blocked', { 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' }],
			] as const) {
				expect(read(status, body, headers)).toMatchObject({
					code: 'proxy.blocked',
					message: expect.stringContaining('Blocked'),
				});
			}
		},
	);

	it('is recognized by a page that could not be read to its end', () => {
		expect(read(403, {}, HTML)).toMatchObject({ code: 'proxy.blocked' });
	});

	it.each<[string, number, unknown, Record<string, unknown>]>([
		['no page', 403, '', {}],
		['no page, but its type', 403, { title: 'No' }, HTML],
		['a header of Adobe', 403, '<h1>No</h1>', { 'x-adobe-edge': 'va6' }],
		['text', 403, 'Forbidden', { 'content-type': 'text/plain' }],
		['a page of the service itself', 404, '<h1>Not found</h1>', HTML],
		['a page of a gateway that is busy', 502, '<h1>Bad gateway</h1>', HTML],
		['Adobe’s JSON with 403', 403, { error_code: '403025' }, {}],
	])('is not seen in one with %s', (_, status, body, headers) => {
		expect(read(status, body, headers)).toBeUndefined();
	});
});
