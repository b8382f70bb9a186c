import { readWorkflow } from '../../../playground/example.mts';
import { findValues, type ReadExecution } from '../../../workflows/source/findValues.mts';
import { evaluate, type Item } from './evaluate';
import { nodeOf } from './exampleNodes';

const workflow = readWorkflow('forget-a-visitor.json');

/** An expression that reads the fields of the only item, whichever node they are from. */
const ofItem = (expression: string) =>
	expression.replace(/\$\('[\w ]+'\)\.first\(\)\.json/g, '$json');

const lookFor = ofItem(String(nodeOf(workflow, 'What to Look For').parameters.jsonOutput));

interface Condition {
	leftValue: string;
}

function conditionOf(node: string): string {
	const { conditions } = nodeOf(workflow, node).parameters.conditions as {
		conditions: Condition[];
	};
	return ofItem(conditions[0].leftValue);
}

const wanted = (form: Item) => evaluate(lookFor, [form]) as { values: string[]; pattern: string };

const EMAIL = 'jane.doe@example.com';
const form = { Email: ` ${EMAIL} `, 'Visitor ID': 'v(1)+[8f2c]', 'User ID': '1042' };

test('values that occur by chance are not looked for', () => {
	expect(wanted(form).values).toEqual([EMAIL, 'v(1)+[8f2c]']);
	const nothing = wanted({ 'User ID': '1042' });
	expect(nothing.values).toEqual([]);
	expect(new RegExp(nothing.pattern).test('1042')).toBe(false);
});

const inDeadLetter = (text: unknown, pattern: string) =>
	evaluate(conditionOf('Of This Visitor'), [{ payload: JSON.stringify({ text }), pattern }]);
const inExecution = (text: unknown, pattern: string) =>
	findValues([{ id: 7, data: { deep: [{ text }] } }], pattern).length > 0;

describe.each([
	['a dead letter', inDeadLetter],
	['an execution', inExecution],
])('%s', (_, isOf) => {
	const holds = (text: unknown) => isOf(text, wanted(form).pattern);

	test.each([
		EMAIL,
		'JANE.DOE@EXAMPLE.COM',
		`Write to me:\n${EMAIL}\nThanks`,
		`Write to ${EMAIL}.`,
		`<${EMAIL}>`,
		`https://shop.example/?mail=${encodeURIComponent(EMAIL)}`,
		JSON.stringify({ inner: `a\n${EMAIL}` }),
		'v(1)+[8f2c]',
	])('with %j is one of the visitor', (text) => {
		expect(holds(text)).toBe(true);
	});

	test.each([
		`mary-${EMAIL}`,
		`x${EMAIL}`,
		`${EMAIL}.au`,
		`${EMAIL}x`,
		'janeXdoe@example.com',
		'v1 8f2c',
		'1042',
		'',
		null,
	])('with %j is not', (text) => {
		expect(holds(text)).toBe(false);
	});
});

const PATTERN = wanted(form).pattern;
const of = (id: number): ReadExecution => ({ id, data: EMAIL });

test('an execution that cannot be read is not deleted, and counted', () => {
	const found = findValues([of(7), { error: 'Forbidden' }, {}, { id: 8, data: 'other' }], PATTERN);
	const unread = { id: '', unread: true };
	expect(found).toEqual([{ id: '7', unread: false }, unread, unread]);
	const isDeleted = (item: object) =>
		evaluate(conditionOf('Found in a Batch'), [item as Item]) as boolean;
	expect(found.filter(isDeleted)).toEqual([{ id: '7', unread: false }]);
	expect(isDeleted({ error: 'The batch could not be read' })).toBe(false);
});

test('n8n keeps no execution of it', () => {
	expect(workflow.settings).toMatchObject({
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'none',
		saveManualExecutions: false,
		saveExecutionProgress: false,
	});
});
