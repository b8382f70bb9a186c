import fc from 'fast-check';
import { isHeld, parseExactJson, writeExactJson } from '../../../lib/http/exactJson';
import { ExactNumber } from '../../../lib/http/exactNumber';
import { withNumbers, withNumbersAsText } from '../../../lib/http/numbersAsText';
import type { JsonRecord } from '../../../lib/http/isRecord';

test('reads and writes JSON as JavaScript does, where nothing would be rounded', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = JSON.stringify(value);
			expect(writeExactJson(parseExactJson(text))).toBe(text);
		}),
		{ numRuns: 1_000 },
	);
});

test('keeps every integer, through an item and back', () => {
	fc.assert(
		fc.property(fc.bigInt(), fc.string(), (integer, key) => {
			const text = `{${JSON.stringify(`k${key}`)}:[{"a\\"\\\\":${integer}}]}`;
			const record = parseExactJson(text) as JsonRecord;
			const item: unknown = JSON.parse(JSON.stringify(withNumbersAsText(record)));
			expect(writeExactJson(withNumbers(item))).toBe(text);
		}),
		{ numRuns: 1_000 },
	);
});

test.each([
	['9007199254740991', true],
	['9007199254740992', true],
	['9007199254740993', false],
	['1.50', true],
	['0.1', true],
	['0.10000000000000000001', false],
	['0e99999999999', true],
	['1e309', false],
	['1e-324', false],
])('JavaScript holds %s: %p', (number, held) => {
	expect(isHeld(number)).toBe(held);
});

test('does not mistake digits in texts and keys for numbers', () => {
	const text = '{"9007199254740993":"\\"9007199254740993","a\\\\":9007199254740993}';
	expect(parseExactJson(text)).toEqual({
		'9007199254740993': '"9007199254740993',
		'a\\': new ExactNumber('9007199254740993'),
	});
});

test('rejects what is not JSON', () => {
	expect(() => parseExactJson('{"a":9007199254740993')).toThrow(SyntaxError);
});

test('reads and restores a record of many long numbers in time proportional to it', () => {
	const text = `{"list":[${Array.from({ length: 100_000 }, () => '9007199254740993').join(',')}]}`;
	const item = withNumbersAsText(parseExactJson(text) as JsonRecord);
	expect(item.numbersAsText).toHaveLength(100_000);
	expect(writeExactJson(withNumbers(item))).toBe(text);
});

test.each(['/list/length', '/list/7'])(
	'rejects a pointer to what is no element of a list: %s',
	(pointer) => {
		const item = { list: ['1', '2'], numbersAsText: ['/list/1', pointer] };
		expect(() => withNumbers(item)).toThrow(`"${pointer}", which leads nowhere`);
	},
);

test('up to fifteen digits are held, whatever they are', () => {
	const digits = fc.integer({ min: 1, max: 999_999_999 });
	fc.assert(
		fc.property(digits, fc.integer({ min: -290, max: 290 }), (whole, exponent) => {
			const number = `${whole}e${exponent}`;
			const [shown] = Number(number).toExponential(14).replace('.', '').split('e');
			expect([isHeld(number), shown]).toEqual([true, String(whole).padEnd(15, '0')]);
		}),
	);
});
