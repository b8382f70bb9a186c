import { unsafeInSources, unsafeInText } from './requestPaths.mts';

/** Texts with a slash before a value that are not the path of a request. */
const NO_REQUEST_PATHS: Record<string, string> = {
	'lib/platform/services/dataflowCache.ts': 'key of a cache',
	'lib/platform/services/schemaBehaviors.ts': 'key of a cache',
	'lib/platform/services/usageLabels.ts': 'JSON pointer in a body',
	'lib/setup/fieldGroupPatch.ts': 'JSON pointer in a body',
	'lib/platform/auth/allowedHosts.ts': 'host of a list, only compared',
	'lib/streaming/inletUrl.ts': 'taken from a URL by a pattern without dots and slashes',
};

describe('every value in the path of a request', () => {
	const REQUESTS = /^lib\/(platform|setup|chatlioServer|streaming)\//;

	it('goes through pathSegment, which rejects "." and ".." and encodes the rest', () => {
		const found = unsafeInSources(REQUESTS);
		const isNoPath = (entry: string) => entry.split(': ')[0] in NO_REQUEST_PATHS;
		expect(found.filter((entry) => !isNoPath(entry))).toEqual([]);
		const used = Object.keys(NO_REQUEST_PATHS).filter((file) =>
			found.some((entry) => entry.startsWith(file)),
		);
		expect(used).toEqual(Object.keys(NO_REQUEST_PATHS));
	});

	it.each<[string, string, string[]]>([
		['a parameter', 'const p = (id: string) => `/a/${id}`;', ['id']],
		[
			'an encoded one',
			'const p = (id: string) => `/a/${encodeURIComponent(id)}/b`;',
			['encodeURIComponent(id)'],
		],
		['one behind a constant', 'const A = "/a"; const p = (id: string) => `${A}/${id}`;', ['id']],
		['a sum', 'const p = (id: string) => "/a/" + id;', ['id']],
		['one of two words', 'const p = (k: "x" | "y") => `/a/${k}/b`;', []],
		[
			'a segment',
			'declare function pathSegment(x: unknown): string; const p = (id: string) => `/a/${pathSegment(id)}`;',
			[],
		],
		['a sentence', 'const p = (id: string) => `read ${id}`;', []],
	])('is found when it is %s', (_, text, unsafe) => {
		expect(unsafeInText(text)).toEqual(unsafe);
	});
});
