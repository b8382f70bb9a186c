import { readWorkflow } from '../../../playground/example.mts';
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

describe.each([
	['a dead letter', 'Of This Visitor', (text: unknown) => ({ payload: JSON.stringify({ text }) })],
	['an execution', 'Holds a Value', (text: unknown) => ({ id: '7', data: { deep: [{ text }] } })],
])('%s', (_, node, itemOf) => {
	const holds = (text: unknown) =>
		evaluate(conditionOf(node), [{ ...itemOf(text), pattern: wanted(form).pattern }]);

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

test('an execution that cannot be read is not deleted, and counted', () => {
	expect(evaluate(conditionOf('Holds a Value'), [{ error: 'Forbidden', pattern: 'x' }])).toBe(true);
	expect(evaluate(conditionOf('Found in a Batch'), [{ id: '7', unread: true }])).toBe(false);
	expect(evaluate(conditionOf('Found in a Batch'), [{ id: '7', unread: false }])).toBe(true);
});

test('n8n keeps no execution of it', () => {
	expect(workflow.settings).toMatchObject({
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'none',
		saveManualExecutions: false,
		saveExecutionProgress: false,
	});
});
