import { isFault, logFault, sentenceOf } from '../../lib/fault';
import { fieldNumber, fieldText } from '../../lib/fieldValue';
import { shortened } from '../../lib/shortened';

describe('a text that an expression gave', () => {
	it.each([
		[' a ', 'a'],
		[7, '7'],
		[null, ''],
		[undefined, ''],
	])('%j is %j', (value, text) => {
		expect(fieldText(value, 'Name')).toBe(text);
	});

	it.each([
		[{ toString: null }, 'an object'],
		[['a'], 'a list'],
		[true, 'a boolean'],
	])('%j is none, and the field is named', (value, kind) => {
		expect(() => fieldText(value, 'Name')).toThrow(
			`The field Name is ${kind} where a text is expected`,
		);
	});
});

describe('a number that an expression gave', () => {
	it.each([
		[7, 7],
		['7.5', 7.5],
		['', 3],
		[null, 3],
		[undefined, 3],
	])('%j is %j', (value, number) => {
		expect(fieldNumber(value, 'Limit', 3)).toBe(number);
	});

	it.each([
		['many', 'another text'],
		[{}, 'an object'],
		[[], 'a list'],
		[NaN, 'a number'],
		[true, 'a boolean'],
	])('%j is none, and the field is named', (value, kind) => {
		expect(() => fieldNumber(value, 'Limit', 3)).toThrow(
			`The field Limit is ${kind} where a number is expected`,
		);
	});
});

describe('an error that nobody foresaw', () => {
	const fault = new TypeError('Cannot read properties of undefined');

	it('is put into other words', () => {
		expect([isFault(fault), sentenceOf(fault, 'Something is odd')]).toEqual([
			true,
			'Something is odd',
		]);
	});

	it('keeps its own words when they are a sentence', () => {
		const error = new Error('The credential is gone');
		expect([isFault(error), sentenceOf(error, 'x')]).toEqual([false, 'The credential is gone']);
	});

	it('is kept for the log, which a sentence is not', () => {
		const logged: string[] = [];
		const context = {
			logger: { error: (text: string) => logged.push(text) },
			getNode: () => ({ name: 'Stream' }),
		};
		logFault(context, fault);
		logFault(context, new Error('The credential is gone'));
		expect(logged).toEqual([expect.stringMatching(/^Stream: TypeError: Cannot read/)]);
	});
});

it('repeats a long text only at its beginning', () => {
	expect(shortened('a'.repeat(100))).toHaveLength(100);
	expect(shortened('a'.repeat(5_000))).toBe(`${'a'.repeat(100)}…`);
});
