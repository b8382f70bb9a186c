import fc from 'fast-check';
import { CUSTOM_FIELD_TYPES } from '../../../lib/xdm/fields/customFields';
import { isUnknown, ownTypeOf, toCustomValue } from '../../../lib/xdm/mapper/toCustomValue';

test('a number that is written as text keeps its value or does not fit', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
				fc.bigInt().map(String),
				fc.integer().map(String),
				fc.stringMatching(/^[+-]?[0-9]{0,25}[.]?[0-9]{0,25}(e[+-]?[0-9]{1,3})?$/),
			),
			(text) => {
				const number = toCustomValue(text, 'number');
				if (number === undefined) return;
				expect(number).toBe(Number(text));
				expect(isExact(text, number as number)).toBe(true);
			},
		),
		{ numRuns: 2_000 },
	);
});

/** Returns true if text and number are the same, or so near that JavaScript writes the number as the text. */
function isExact(text: string, number: number): boolean {
	const digits = text
		.replace(/e.*$/i, '')
		.replace(/[^0-9]/g, '')
		.replace(/^0+/, '');
	// Every double is exact to 15 digits; with more of them, the text must be the one that JavaScript writes.
	return digits.length <= 15 ? number.toPrecision(15) !== '' : String(number) === text;
}

test.each(CUSTOM_FIELD_TYPES)('the values of a field of the type %s stay as they are', (type) => {
	fc.assert(
		fc.property(fc.anything(), (given) => {
			fc.pre(!isUnknown(given));
			const value = toCustomValue(given, type);
			if (value === undefined) return;
			expect(toCustomValue(value, type)).toEqual(value);
			expect(JSON.parse(JSON.stringify(value))).toEqual(Object.is(value, -0) ? 0 : value);
		}),
		{ numRuns: 1_000 },
	);
});

test('a value of an unknown type is a text, a number, a Boolean value or a list of texts', () => {
	fc.assert(
		fc.property(
			fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
			(given) => {
				fc.pre(!isUnknown(given));
				const value = toCustomValue(given, ownTypeOf(given));
				const one = Array.isArray(value) ? value[0] : value;
				expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof one);
				expect(String(value)).not.toContain('[object');
			},
		),
		{ numRuns: 1_000 },
	);
});
