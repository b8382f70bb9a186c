import fc from 'fast-check';
import { anyCharacter } from '../../harness/arbitraries';

/** Texts that have broken programs before. */
const ODD_TEXTS = [
	'',
	' ',
	'null',
	'-0',
	'1e400',
	'\0',
	'a\0b',
	'\ud800',
	'x\udfff',
	'\ufeff{}',
	'\u202egnp.exe',
	'\u2028',
	'\x1b[31m',
	'__proto__',
	'constructor',
	'toString',
	'={{ $json.secret }}',
	'{{ $env }}',
	'<script>alert(1)</script>',
	'"><img src=x>',
	"'; DROP TABLE events;--",
	'../../../etc/passwd',
	'%00%ff%u0000',
	'a@b@c',
	'@',
	'javascript:alert(1)',
	'http://[::1',
	'http://user:pass@127.0.0.1:0/',
	'::ffff:127.0.0.1',
	'999.999.999.999',
	'2026-13-45T99:99:99Z',
	'0001-01-01T00:00:00Z',
	'9999-12-31T23:59:59-23:59',
	'2026-02-30T12:00:00.000Z',
	'+275760-09-13T00:00:00Z',
	'{"__proto__":{"polluted":true}}',
	'[[[[[[[[',
	'İıſK',
	'👨‍👩‍👧‍👦',
	'Z̸̡͉͑ͫ͊ͤ',
];

const ODD_KEYS = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'valueOf',
	'hasOwnProperty',
	'toJSON',
	'then',
	'length',
	'',
	'a.b',
	'a[0]',
	'$ref',
	'error',
	'json',
	'pairedItem',
	'delivery',
	'mapping',
	'refusal',
	'\ud800',
	'\0',
];

const longText = fc
	.tuple(
		fc.constantFrom(
			'a',
			'é',
			'👩‍🚀',
			'\u0301',
			'"',
			'\\',
			'\0',
			'\ud83d',
			' ',
			'<a ',
			'a@b.c ',
			'%20',
			'0,',
		),
		fc.integer({ min: 1_000, max: 200_000 }),
	)
	.map(([piece, times]) => piece.repeat(times));

/** Any text, mostly short. */
export const text = fc.oneof(
	{ arbitrary: fc.constantFrom(...ODD_TEXTS), weight: 60 },
	{ arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }), weight: 30 },
	{ arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }), weight: 30 },
	{ arbitrary: longText, weight: 1 },
);

export const key = fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ maxLength: 12 }));

const number = fc.oneof(
	fc.integer(),
	fc.double({ noDefaultInfinity: true, noNaN: true }),
	fc.constantFrom(-0, 2 ** 53, -(2 ** 63), 1e308, 5e-324, 0.1 + 0.2, 1e21),
);

/** A value without others in it. */
export const scalar: fc.Arbitrary<unknown> = fc.oneof(
	{ arbitrary: text, weight: 4 },
	{ arbitrary: number, weight: 2 },
	fc.boolean(),
	fc.constant(null),
);

/** A key of any name is the object's own, `__proto__` too, as JSON.parse makes it. */
function toObject(entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> {
	const object = {};
	for (const [name, value] of entries)
		Object.defineProperty(object, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	return object;
}

const crowded = fc
	.tuple(scalar, fc.integer({ min: 1_000, max: 100_000 }))
	// A long text a hundred thousand times over is no case, but a full disk. In a setting, n8n itself
	// evaluates each expression before it asks the node: a hundred thousand take it nine seconds.
	.map(
		([value, count]) =>
			new Array(count).fill(
				typeof value === 'string' ? value.replace(/^=+/, '').slice(0, 9) : value,
			) as unknown,
	);

/** A value in so many lists or objects. Never deeper here: the tests themselves walk what they made. */
const nested = fc
	.tuple(scalar, fc.integer({ min: 1, max: 500 }), fc.boolean())
	.map(([inner, depth, inLists]) => {
		let value = inner;
		for (let level = 0; level < depth; level++) value = inLists ? [value] : { a: value };
		return value;
	});

/** Any JSON value. */
export const json: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		{ arbitrary: scalar, weight: 8 },
		{ arbitrary: fc.array(tie('value'), { maxLength: 5 }), weight: 3 },
		{
			arbitrary: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(toObject),
			weight: 3,
		},
		{ arbitrary: nested, weight: 1 },
		{
			arbitrary: fc.nat(99).chain((pick) => (pick === 99 ? crowded : scalar)),
			weight: 1,
		},
	),
})).value;

/** Any JSON object. */
export const jsonObject = fc.array(fc.tuple(key, json), { maxLength: 8 }).map(toObject);
