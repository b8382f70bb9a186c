import fc from 'fast-check';
import { readPattern } from '../../../lib/xdm/validate/patternTest';
import { runAtMost } from '../../harness/runAtMost.mts';
import { pattern } from './patterns';

/** What Adobe's own field for languages is compared with. Source: its schema "Environment Details". */
const LANGUAGE_TAG =
	'^(([A-Za-z]{2,3}(-([A-Za-z]{3}(-[A-Za-z]{3}){0,2}))?)|[A-Za-z]{4}|[A-Za-z]{5,8})(-([A-Za-z]{4}))?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-([0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+))*(-(x(-[A-Za-z0-9]{1,8})+))?$';

/** Nearly all take JavaScript's engine less than a millisecond. */
const ENOUGH_MS = 500;

describe('a pattern of a schema', () => {
	it.each([
		['^[A-Z]{2}-\\d{4}$', ['AB-1234'], ['AB-12345', 'ab-1234', 'xAB-1234']],
		['^\\d{5}(-\\d{4})?$', ['12345', '12345-6789'], ['1234', '12345-678']],
		['^[^@]+@[^@]+\\.[a-z]{2,}$', ['a@b.co'], ['a@b', 'a@b@c.de', 'a@b.c']],
		['(a+)+$', ['aaa', 'ba'], ['aaab', '']],
		['(.*a){20}', ['ba'.repeat(20)], ['ba'.repeat(19)]],
		['^(([a-z])+.)+[A-Z]([a-z])+$', ['ab-Cd', 'a1b2C'.concat('d')], ['ab-cd', 'abC']],
		[LANGUAGE_TAG, ['en', 'de-CH-1996', 'de-u-co-phonebk-x-a'], ['en_US', 'en-US,en;q=0.9', '']],
		['b', ['abc'], ['ac']],
		['^$', [''], ['a']],
		['', ['', 'a'], []],
		['\\bto\\b', ['go to it', 'to'], ['tomorrow', 'into']],
		['^a{2,3}?b+?$', ['aab', 'aaabb'], ['ab', 'aaaab']],
		['^(?:(a*)*|b)+$', ['', 'aab', 'b'], ['c']],
		['^[\\w.\\-]+/\\u0041\\x42$', ['a.b-c/AB'], ['a/BA']],
		['^.$', ['a'], ['\n', 'ab']],
	])('%s is read as JavaScript reads it', (pattern, good, bad) => {
		const test = readPattern(pattern)!;
		for (const text of [...good, ...bad]) {
			expect([text, test(text)]).toEqual([text, good.includes(text)]);
			expect(new RegExp(pattern).test(text)).toBe(good.includes(text));
		}
	});

	it.each([
		'(',
		')',
		'a**',
		'^*',
		'a{3,2}',
		'a{',
		'{2}',
		'[z-a]',
		'[]',
		'[^]',
		'[a',
		'[a-z&&[^b]]',
		'a++',
		'(?=a)',
		'(?!a)',
		'(?<=a)',
		'(?<!a)',
		'(?i)a',
		'(?<name>a)',
		'(a)\\1',
		'\\k<name>',
		'\\p{L}',
		'\\Aa\\z',
		'\\',
		'((a{30}){30}){30}',
		`${'a'.repeat(2_001)}`,
	])('%s is left to Adobe to check', (pattern) => {
		expect(readPattern(pattern)).toBeUndefined();
	});

	it('gives the same result as JavaScript for any pattern', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n'), maxLength: 9 });
		fc.assert(
			fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
				const test = readPattern(source);
				// A pattern may be too large.
				fc.pre(test !== undefined);
				const expression = new RegExp(source);
				for (const each of texts) {
					let expected: boolean | undefined;
					// Some take JavaScript's own engine exponential time.
					if (runAtMost(ENOUGH_MS, () => (expected = expression.test(each))))
						expect(test!(each)).toBe(expected);
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
