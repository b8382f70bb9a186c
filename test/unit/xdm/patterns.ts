import fc from 'fast-check';

/** Patterns of few letters, so that texts come close to them. */
export const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
	pattern: fc
		.array(fc.array(tie('part'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
		.map((choices) => choices.map((parts) => parts.join('')).join('|')),
	part: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'pattern' },
		fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '^', '$', '\\b', '\\B'),
		fc
			.tuple(
				fc.oneof(
					fc.constantFrom('a', 'b', '.', '[^b]'),
					tie('pattern').map((inner) => `(${inner})`),
					tie('pattern').map((inner) => `(?:${inner})`),
				),
				fc.constantFrom('', '*', '+', '?', '*?', '{2}', '{1,}', '{0,2}', '{1,3}?'),
			)
			.map((both) => both.join('')),
	),
}));

/** Patterns that take JavaScript's own engine exponential time, or a high power of the text's length. */
export const SLOW_PATTERNS = [
	'(a+)+$',
	'(a|a)*b',
	'(.*a){20}',
	'a*a*a*a*b',
	'^(([a-z])+.)+[A-Z]([a-z])+$',
];
