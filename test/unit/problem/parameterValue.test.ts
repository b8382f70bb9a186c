import {
	addedOption,
	fieldChoice,
	fieldNumber,
	fieldText,
} from '../../../lib/problem/parameterValue';
import { shorten } from '../../../lib/problem/shorten';

const wrongType = (message: string) =>
	expect.objectContaining({
		name: 'ServiceError',
		problem: expect.objectContaining({
			code: 'setting.wrongType',
			message,
			retry: 'afterChange',
		}),
	});

describe('fieldText', () => {
	it.each([
		[' a ', 'a'],
		[7, '7'],
		[null, ''],
		[undefined, ''],
	])('reads %j as %j', (value, text) => {
		expect(fieldText(value, 'Name')).toBe(text);
	});

	it.each([
		[{ toString: null }, 'an object'],
		[['a'], 'a list'],
		[true, 'a boolean'],
	])('throws for %j and names the field', (value, kind) => {
		expect(() => fieldText(value, 'Name')).toThrow(
			wrongType(`The field Name is ${kind}, and text is expected`),
		);
	});
});

describe('fieldNumber', () => {
	it.each([
		[7, 7],
		['7.5', 7.5],
		['', 3],
		[null, 3],
		[undefined, 3],
	])('reads %j as %j', (value, number) => {
		expect(fieldNumber(value, 'Limit', 3)).toBe(number);
	});

	it.each([
		['many', 'other text'],
		[{}, 'an object'],
		[[], 'a list'],
		[NaN, 'a number'],
		[true, 'a boolean'],
	])('throws for %j and names the field', (value, kind) => {
		expect(() => fieldNumber(value, 'Limit', 3)).toThrow(
			wrongType(`The field Limit is ${kind}, and a number is expected`),
		);
	});
});

describe('fieldChoice', () => {
	it('returns one of the choices', () => {
		expect(fieldChoice('b', 'Letter', ['a', 'b'])).toBe('b');
	});

	it.each(['c', '', ' a', ['a'], { toString: () => 'a' }, undefined])('rejects %j', (value) => {
		expect(() => fieldChoice(value, 'Letter', ['a', 'b'])).toThrow(
			expect.objectContaining({
				problem: {
					code: 'setting.invalid',
					message: 'The field Letter cannot be what its expression returns',
					advice: 'Return one of a, b.',
					retry: 'afterChange',
					field: 'Letter',
				},
			}),
		);
	});
});

describe('addedOption', () => {
	it.each([
		[{ a: 'x' }, 'x'],
		[{ a: '' }, ''],
		[{ a: { __rl: true, mode: 'list', value: 'x' } }, 'x'],
		[{ a: { b: 1 } }, { b: 1 }],
		[{}, undefined],
		[null, undefined],
		['a', undefined],
	])('reads %j as %j', (options, value) => {
		expect(addedOption(options, 'a', 'A')).toEqual(value);
	});

	it.each([{ a: undefined }, { a: null }, { a: { value: undefined } }, { a: { value: null } }])(
		'throws for %j, where an expression returned nothing',
		(options) => {
			expect(() => addedOption(options, 'a', 'A')).toThrow(
				'The expression of the field A gave nothing',
			);
		},
	);
});

describe('shorten', () => {
	it('keeps only the beginning of a long text', () => {
		expect(shorten('a'.repeat(100))).toHaveLength(100);
		expect(shorten('a'.repeat(5_000))).toBe(`${'a'.repeat(100)}…`);
	});

	it('does not cut a character in two', () => {
		expect(shorten(`${'a'.repeat(99)}😀😀`)).toBe(`${'a'.repeat(99)}…`);
	});
});
