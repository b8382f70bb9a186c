import { pathSegment } from '../../../lib/http/pathSegment';

const BASE = 'https://platform.adobe.io/data/foundation/catalog/dataSets/';

describe('pathSegment', () => {
	it.each([
		'5c8c3c555033b814b69f947f',
		'https://ns.adobe.com/acme/schemas/7a1d',
		'_acme.schemas.7a1d',
		'a/../../b',
		'../x',
		'%2e%2e',
		'%2E.',
		'..;',
		'...',
		'a?b#c',
		'a\\..\\b',
		' ..',
		'\t..',
		'a b',
		'ä😀',
		'x'.repeat(500),
	])('leads to exactly one resource for %j', (id) => {
		const { pathname, search, hash } = new URL(BASE + pathSegment(id));
		expect({ search, hash }).toEqual({ search: '', hash: '' });
		expect(pathname.split('/')).toHaveLength(new URL(`${BASE}x`).pathname.split('/').length);
		expect(decodeURIComponent(pathname.split('/').at(-1)!)).toBe(id);
	});

	it.each<[unknown, string]>([
		['', 'An empty value is not an ID'],
		['.', '"." is not an ID'],
		['..', '".." is not an ID'],
		['x'.repeat(501), `"${'x'.repeat(100)}…" is not an ID`],
		['\ud800', '"\ud800" is not an ID'],
		[undefined, 'A value that is not text is not an ID'],
		[null, 'A value that is not text is not an ID'],
		[5, 'A value that is not text is not an ID'],
		[{ toString: () => '..' }, 'A value that is not text is not an ID'],
		[['..'], 'A value that is not text is not an ID'],
	])('throws for %j, which is not an ID', (id, message) => {
		expect(() => pathSegment(id)).toThrow(
			expect.objectContaining({
				name: 'ServiceError',
				problem: {
					code: 'id.invalid',
					message,
					advice: 'Copy the ID as Adobe shows it, or check the expression for this item.',
					retry: 'afterChange',
				},
			}),
		);
	});
});
