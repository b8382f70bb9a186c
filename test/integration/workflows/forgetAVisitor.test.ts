import { readWorkflow } from '../../../playground/example.mts';
import { sha256 } from '../../../lib/xdm/mapper/sha256';
import { enteredValues } from '../../../workflows/source/enteredValues.mts';
import { evaluate, type Item } from './evaluate';
import { assignmentsOf, nodeOf } from './exampleNodes';

const workflow = readWorkflow('forget-a-visitor.json');

/** An expression that reads the fields of the only item, whichever node they are from. */
const ofItem = (expression: string) =>
	expression.replace(/\$\('[\w ]+'\)\.(?:first\(\)|item)\.json/g, '$json');

const outputOf = (node: string, input: Item[]) =>
	evaluate(ofItem(String(nodeOf(workflow, node).parameters.jsonOutput)), input);

const textOf = (node: string, item: Item) => {
	const { value } = assignmentsOf(nodeOf(workflow, node)).find(({ name }) => name === 'text')!;
	return String(evaluate(ofItem(value), [item]));
};

interface Condition {
	leftValue: string;
}

function conditionOf(node: string): string {
	const { conditions } = nodeOf(workflow, node).parameters.conditions as {
		conditions: Condition[];
	};
	return ofItem(conditions[0].leftValue);
}

test('the values and the hash of the address are looked for', () => {
	const entered = enteredValues({ Email: 'Jörg <Jörg@Example.com>' });
	expect(outputOf('What to Look For', [{ ...entered }])).toEqual({
		values: ['jörg <jörg@example.com>', 'jörg@example.com', sha256('jörg@example.com')],
	});
	const nothing = enteredValues({ 'User ID': '1042' });
	expect(outputOf('What to Look For', [{ ...nothing }])).toEqual({ values: [] });
});

test('executions are read in batches of ten, and those that did not start are not', () => {
	const values = ['jane@example.com'];
	const ended = Array.from({ length: 12 }, (_, at) => ({ id: at + 1, status: 'success', values }));
	const ids = ended.map(({ id }) => String(id));
	expect(outputOf('In Batches', [...ended, { id: 20, status: 'new' }])).toEqual({
		batches: [
			{ ids: ids.slice(0, 10), values },
			{ ids: ids.slice(10), values },
		],
	});
});

test.each([
	[{ id: '7', unread: false }, true],
	[{ id: '', unread: true }, false],
	[{ error: 'The batch could not be read' }, false],
])('of a batch, %j is deleted: %s', (item, isDeleted) => {
	expect(evaluate(conditionOf('Found in a Batch'), [item])).toBe(isDeleted);
});

const request = {
	key: 'chatlio-1',
	state: 'open',
	deadLetters: 0,
	executions: 0,
	executionsLeft: 0,
	executionsRead: 812,
	since: 'all days',
	summary: 'Data lake: done',
};

test('the report names the values that were too short to search for', () => {
	expect(textOf('Report', { ...request, notSearched: 'Email, User ID' })).toContain(
		'\nNOT searched for in n8n: Email, User ID, because a value with fewer than six characters occurs by chance\nAdobe: ',
	);
	expect(textOf('Report', { ...request, notSearched: '' })).not.toContain('NOT');
	expect(textOf('Report', { ...request, notSearched: null })).not.toContain('NOT');
});

test('the report says what was kept because it is too much for one visitor', () => {
	expect(textOf('Report', { ...request, tooMany: 612 })).toContain(
		'\nNOT deleted in n8n: 612 dead letters and executions that contain one of the values, too many for one visitor. ',
	);
	expect(textOf('Report', { ...request, tooMany: 0 })).not.toContain('NOT');
});

test('the report names pinned data among what n8n cannot reach', () => {
	expect(textOf('Report', request)).toContain('data that is pinned in workflows');
});

test('a request that Adobe may have created is not reported as one that was not', () => {
	const problem = { message: 'Adobe did not answer', advice: 'Look for its key' };
	const uncertain = textOf('Why It Did Not Start', {
		problem: { ...problem, code: 'privacy.outcomeUnknown' },
	});
	expect(uncertain).toMatch(
		/^Adobe may have created the privacy request\. Nothing was deleted in n8n yet\. Adobe did not answer\. .*submit the form again/,
	);
	expect(
		textOf('Why It Did Not Start', { problem: { ...problem, code: 'privacy.rejected' } }),
	).toBe('Nothing was deleted, in Adobe or in n8n. Adobe did not answer. Look for its key');
});

test('n8n keeps no execution of it', () => {
	expect(workflow.settings).toMatchObject({
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'none',
		saveManualExecutions: false,
		saveExecutionProgress: false,
	});
});
