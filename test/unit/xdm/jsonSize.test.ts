import fc from 'fast-check';
import { cutToJsonBytes, jsonBytes, utf8Bytes } from '../../../lib/xdm/mapper/jsonSize';
import { anyCharacter } from '../../harness/arbitraries';

const anyText = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: anyCharacter }),
	fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

const inside = (text: string) => jsonBytes(text) - 2;

describe('truncating text', () => {
	test('returns a beginning of the text that fits into the allowed bytes', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: -5, max: 200 }), (text, max) => {
				const cut = cutToJsonBytes(text, max);
				expect(text.startsWith(cut)).toBe(true);
				expect(inside(cut)).toBeLessThanOrEqual(Math.max(0, max));
				if (inside(text) <= max) expect(cut).toBe(text);
			}),
		);
	});

	test('cuts only between grapheme clusters, and as late as possible', () => {
		const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
		fc.assert(
			fc.property(anyText, fc.integer({ min: 0, max: 200 }), (text, max) => {
				const cut = cutToJsonBytes(text, max);
				const segments = [...clusters.segment(text)];
				const next = segments.find(({ index }) => index === cut.length);
				if (cut === text) return;
				expect(next).toBeDefined();
				expect(inside(cut + next!.segment)).toBeGreaterThan(max);
			}),
		);
	});

	test.each([
		['a family', '👨‍👩‍👧‍👦'],
		['a flag', '🇵🇹'],
		['a skin tone', '👋🏽'],
		['a heart with its variation selector', '❤️'],
		['a letter with combining accents', 'ễ'.normalize('NFD')],
		['a surrogate pair', '𝒳'],
	])('omits %s completely if it does not fit', (_, character) => {
		for (let short = 1; short < utf8Bytes(character); short++) {
			expect(cutToJsonBytes(`ab${character}c`, 2 + utf8Bytes(character) - short)).toBe('ab');
		}
		expect(cutToJsonBytes(`ab${character}c`, 2 + utf8Bytes(character))).toBe(`ab${character}`);
	});

	test('keeps the pairs in a row of flags', () => {
		const flags = '🇵🇹🇪🇸🇫🇷';
		expect(cutToJsonBytes(flags, 23)).toBe('🇵🇹🇪🇸');
	});

	test('counts escaped characters as JSON writes them', () => {
		expect(cutToJsonBytes('"\\\n\u0001é€', 2 + 2 + 2 + 6)).toBe('"\\\n\u0001');
		expect(cutToJsonBytes('"\\\n\u0001é€', 2 + 2 + 2 + 5)).toBe('"\\\n');
		expect(cutToJsonBytes('\ud800x', 6)).toBe('\ud800');
	});

	test('does not drop the whole text for one endless grapheme cluster', () => {
		const zalgo = 'a' + '\u0301'.repeat(5000);
		const cut = cutToJsonBytes(zalgo, 1001);
		expect(utf8Bytes(cut)).toBe(1001);
	});
});
