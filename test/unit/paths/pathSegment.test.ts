import { pathSegment } from '../../../lib/pathSegment';

const BASE = 'https://platform.adobe.io/data/foundation/catalog/dataSets/';

describe('an ID within a path', () => {
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
	])('%j leads to that one resource', (id) => {
		const { pathname, search, hash } = new URL(BASE + pathSegment(id));
		expect({ search, hash }).toEqual({ search: '', hash: '' });
		expect(pathname.split('/')).toHaveLength(new URL(`${BASE}x`).pathname.split('/').length);
		expect(decodeURIComponent(pathname.split('/').at(-1)!)).toBe(id);
	});

	it.each<[unknown, string]>([
		['', 'empty'],
		['.', '"." is not an ID'],
		['..', '".." is not an ID'],
		['x'.repeat(501), 'is not an ID'],
		['\ud800', 'is not an ID'],
		[undefined, 'not text'],
		[null, 'not text'],
		[5, 'not text'],
		[{ toString: () => '..' }, 'not text'],
		[['..'], 'not text'],
	])('%j is refused with a sentence', (id, words) => {
		expect(() => pathSegment(id)).toThrow(words);
		expect(() => pathSegment(id)).toThrow(expect.objectContaining({ name: 'PlatformRefusal' }));
	});
});
