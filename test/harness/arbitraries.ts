import fc from 'fast-check';

// Not fast-check's own `binary` and `webUrl`: they make a table of all characters that there are, which takes more than
// a second of each test file and 150 MB.

/** Any character, also one that is none yet; no half of one. For `unit` of `fc.string`. */
export const anyCharacter: fc.Arbitrary<string> = fc
	.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
	.map((codePoint) => String.fromCodePoint(codePoint));

/** What RFC 3986 allows in a path as it is. */
const PLAIN = [..."abcxyzABCXYZ0189-._~!$&'()*+,;=:@"];

const character = fc.oneof(
	{ arbitrary: fc.constantFrom(...PLAIN), weight: 6 },
	anyCharacter.map(encodeURIComponent),
);

const part = (separators: string[]) =>
	fc
		.array(fc.oneof({ arbitrary: character, weight: 8 }, fc.constantFrom(...separators)), {
			maxLength: 20,
		})
		.map((characters) => characters.join(''));

/** Any address of a web page, with or without a query. */
export const webUrl: fc.Arbitrary<string> = fc
	.tuple(
		fc.constantFrom('http', 'https'),
		fc.domain(),
		part(['/']),
		fc.option(part(['/', '?']), { nil: undefined }),
	)
	.map(
		([scheme, host, path, query]) =>
			`${scheme}://${host}${path && `/${path}`}${query === undefined ? '' : `?${query}`}`,
	);
