import fc from 'fast-check';
import { readViolations } from '../../../lib/problem/schemaViolations';

const violation = (pointerToViolation: unknown, keyword: string, message: unknown) => ({
	schemaLocation: '#',
	pointerToViolation,
	causingExceptions: [],
	keyword,
	message,
});
const bodyWith = (causingExceptions: unknown[], key = '_streamingValidation') => ({
	status: 400,
	report: {
		cause: {
			[key]: [{ pointerToViolation: '#', message: 'n schema violations found', causingExceptions }],
		},
	},
});

describe('violations of the schema', () => {
	it('have a field, a rule and a fix', () => {
		const { list, mayBeMore } = readViolations(
			bodyWith([
				violation('#', 'additionalProperties', 'extraneous key [workEmail] is not permitted'),
				violation('#/_id', 'type', 'expected type: String, found: Long'),
				violation('#/_acme/a~1b', 'required', 'required key [c] not found'),
				violation(undefined, 'constructor', 'something else'),
			]),
		);
		expect(mayBeMore).toBe(false);
		expect(list).toEqual([
			{
				field: 'workEmail',
				rule: 'extraneous key [workEmail] is not permitted',
				fix: 'Remove the field, or add it to the schema.',
			},
			{
				field: '_id',
				rule: 'expected type: String, found: Long',
				fix: 'Send the type the schema expects.',
			},
			{
				field: '_acme.a/b.c',
				rule: 'required key [c] not found',
				fix: 'Fill the field in, or make it optional in the schema.',
			},
			{ field: '(record)', rule: 'something else', fix: 'Compare the field with the schema.' },
		]);
	});

	it.each([
		['extraneous key [a] is not permitted', 'a'],
		['required key [a [b] not found', 'a [b'],
		['extraneous key [] is not permitted', '(record)'],
		['extraneous key [a', '(record)'],
		['key [a] required key [b] not found', 'b'],
	])('name the key of %s', (rule, field) => {
		expect(readViolations(bodyWith([violation('#', 'x', rule)])).list).toMatchObject([{ field }]);
	});

	it('are read without a tree, and under the older key', () => {
		const body = { report: { cause: { _validationErrors: [violation('#/a', 'enum', 'no')] } } };
		expect(readViolations(body).list).toMatchObject([{ field: 'a', rule: 'no' }]);
	});

	it('keep Adobe’s order through the tree', () => {
		const inner = {
			message: 'two',
			causingExceptions: [violation('#/a', 'x', 'x'), violation('#/b', 'x', 'x')],
		};
		const { list } = readViolations(bodyWith([inner, violation('#/c', 'x', 'x')]));
		expect(list.map(({ field }) => field)).toEqual(['a', 'b', 'c']);
	});

	it('may be more when there are five', () => {
		const five = Array.from({ length: 5 }, (_, index) => violation(`#/${index}`, 'type', 'x'));
		expect(readViolations(bodyWith(five))).toMatchObject({ list: { length: 5 }, mayBeMore: true });
	});

	it('are not found in anything else', () => {
		fc.assert(
			fc.property(fc.anything(), (body) => {
				expect(readViolations(body).list.length).toBeLessThanOrEqual(5);
			}),
		);
		expect(
			readViolations({ report: { cause: { _streamingValidation: [{}, null] } } }).list,
		).toEqual([]);
	});
});
