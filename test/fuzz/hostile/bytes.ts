import fc from 'fast-check';
import { text } from './values';

/** Pieces of JSON text that no JavaScript object can stand for, to be put into an object first thing. */
const oddFragment = fc.constantFrom(
	'"message":"first","message":{"second":true},',
	'"message":1e999,',
	'"conversationUUID":123456789012345678901234567890,',
	'"extra":"\\ud800",',
	'"\\udc00":1,',
	'"a\\u0000b":"\\u0000",',
	'"__proto__":{"polluted":true},',
	'"constructor":{"prototype":{"polluted":true}},',
	'"visitor":{"__proto__":{"UUID":"x"}},',
	'"messages":[null,1,"x",[],{"text":{}}],',
	',',
	'"unfinished',
	"'single':1,",
	'/* comment */',
	'"a":Infinity,',
	'"a":01,',
);

const deepFragment = fc
	.tuple(fc.integer({ min: 1, max: 100_000 }), fc.boolean())
	.map(([depth, inLists]) =>
		inLists
			? `"deep":${'['.repeat(depth)}${']'.repeat(depth)},`
			: `"deep":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)},`,
	);

const fragment = fc.oneof(
	{ arbitrary: oddFragment, weight: 19 },
	{ arbitrary: deepFragment, weight: 1 },
);

/** The JSON text of a value, sometimes with a piece in it that makes it odd or none. */
export const jsonText = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
	fc.tuple(value, fc.option(fragment, { freq: 4 })).map(([content, piece]) => {
		const plain = JSON.stringify(content) ?? '';
		return piece === null ? plain : plain.replace(/^\{/, `{${piece.replaceAll('$', '$$$$')}`);
	});

type Encoding = (content: string) => Buffer;

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const BOM_16 = Buffer.from([0xff, 0xfe]);

const encodings: Encoding[] = [
	(content) => Buffer.from(content, 'utf8'),
	(content) => Buffer.from(content, 'utf8'),
	(content) => Buffer.from(content, 'utf8'),
	(content) => Buffer.concat([BOM, Buffer.from(content, 'utf8')]),
	(content) => Buffer.from(content, 'latin1'),
	(content) => Buffer.from(content, 'utf16le'),
	(content) => Buffer.concat([BOM_16, Buffer.from(content, 'utf16le')]),
];

/** A text as bytes: in some encoding, cut off, or with bytes in it that are no UTF-8. */
export const encoded = (content: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
	fc
		.tuple(
			content,
			fc.constantFrom(...encodings),
			fc.option(
				fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 4 })),
				{
					freq: 3,
				},
			),
			fc.boolean(),
		)
		.map(([plain, encode, splice, cutOff]) => {
			const bytes = encode(plain);
			if (!splice) return bytes;
			const [where, inserted] = splice;
			const at = Math.floor(where * bytes.length);
			const rest = cutOff ? [] : [bytes.subarray(at)];
			return Buffer.concat([bytes.subarray(0, at), inserted, ...rest]);
		});

/** Any bytes: mostly what was meant as something. */
export const bytes = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
	fc.oneof(
		{ arbitrary: encoded(jsonText(value)), weight: 8 },
		{ arbitrary: encoded(text), weight: 1 },
		{
			arbitrary: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
			weight: 1,
		},
	);
