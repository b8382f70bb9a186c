import type { IWorkflowDataProxyAdditionalKeys } from 'n8n-workflow';
import { PROBLEM_CODES, type ProblemCode } from '../../../lib/problem/problemCodes';
import type { Problem } from '../../../lib/problem/problem';
import { readWorkflow } from '../../../playground/example.mts';
import { evaluate, type Item } from './evaluate';
import { assignmentsOf, nodeOf } from './exampleNodes';

const keeping = readWorkflow('keep-dead-letters.json');
const replaying = readWorkflow('replay-dead-letters.json');
const reconciling = readWorkflow('reconcile-daily.json');

const KEYS = { $execution: { id: '7' } } as unknown as IWorkflowDataProxyAdditionalKeys;

/** Returns the row that an Edit Fields node creates of an item; `$('…')` stands for the row that is due. */
const rowOf = (node: ReturnType<typeof nodeOf>, item: Item, due: Item = {}): Item => {
	const $ = () => ({ item: { json: due } });
	const keys = { ...KEYS, $ } as unknown as IWorkflowDataProxyAdditionalKeys;
	return Object.fromEntries(
		assignmentsOf(node).map(({ name, value }) => [name, evaluate(value, [item], keys)]),
	);
};

const problemOf = (code: ProblemCode) => {
	const { retry, message, advice } = PROBLEM_CODES[code];
	return { code, retry, message, advice };
};

/** One code for each answer to the question if the same item can succeed. */
const CODES: Array<[code: ProblemCode, retry: Problem['retry'], state: string]> = [
	['inlet.unavailable', 'later', 'waiting'],
	['dataflow.warmingUp', 'later', 'waiting'],
	['delivery.unknown', 'later', 'waiting'],
	['inlet.tokenRejected', 'afterChange', 'waiting'],
	['event.noIdentity', 'afterChange', 'waiting'],
	['record.rejected', 'never', 'needs a person'],
	['record.tooLarge', 'never', 'needs a person'],
	['event.unrecognized', 'never', 'needs a person'],
];

const record = { _id: 'chatlio-1', eventType: 'chatlio.newConversation', timestamp: 'now' };
const event = { event: 'newConversation', eventId: 'chatlio-2', message: 'Hi' };
const delivery = { status: 'rejected', attempts: 1, xactionId: 'x-1' };

describe('a dead letter', () => {
	const kept = (item: Item) => rowOf(nodeOf(keeping, 'As Dead Letter'), item);

	test.each(CODES)('of the problem %s, retry %s, is in the state %s', (code, retry, state) => {
		const problem = problemOf(code);
		const same = { state, code, retry, message: problem.message, advice: problem.advice };
		expect(kept({ ...record, delivery, problem })).toMatchObject(same);
		expect(kept({ ...event, problem })).toMatchObject(same);
	});

	test.each(['rejected', 'unknown', 'notSent'])('of a record has its status %s', (status) => {
		const problem = problemOf('inlet.silent');
		expect(kept({ ...record, delivery: { ...delivery, status }, problem })).toMatchObject({
			recordId: 'chatlio-1',
			kind: 'record',
			eventType: 'chatlio.newConversation',
			status,
			transactionId: 'x-1',
			attempts: 1,
			executionId: '7',
		});
	});

	test('of an event that could not be mapped has the status notMapped', () => {
		expect(kept({ ...event, problem: problemOf('event.noIdentity') })).toMatchObject({
			recordId: 'chatlio-2',
			kind: 'event',
			eventType: 'chatlio.newConversation',
			status: 'notMapped',
			transactionId: undefined,
		});
	});

	test('has the item as payload, without what the nodes of this package added', () => {
		const problem = problemOf('record.rejected');
		const added = { problem, delivery, validation: { notChecked: [] } };
		expect(JSON.parse(kept({ ...record, ...added }).payload as string)).toEqual(record);
		expect(JSON.parse(kept({ ...event, problem }).payload as string)).toEqual(event);
	});

	test('of an item without an ID has one that depends only on the item', () => {
		const idOf = (item: Item, code: ProblemCode) =>
			kept({ ...item, delivery, problem: problemOf(code) }).recordId;
		const first = idOf({ a: 1 }, 'record.notAnEvent');
		expect(first).toMatch(/^no-id-[0-9a-f]{64}$/);
		expect(idOf({ a: 1 }, 'inlet.silent')).toBe(first);
		expect(idOf({ a: 2 }, 'record.notAnEvent')).not.toBe(first);
	});
});

describe.each([
	['Next Try', { ...record, delivery }, 'rejected'],
	['Next Try of Event', event, 'notMapped'],
])('after a replay, %s', (name, item, status) => {
	const due = { recordId: 'chatlio-1', kind: 'record', attempts: 3 };
	const next = (failed: Item, row: Item = due) => rowOf(nodeOf(replaying, name), failed, row);

	test.each(CODES)('keeps the problem %s, retry %s, in the state %s', (code, retry, state) => {
		expect(next({ ...item, problem: problemOf(code) })).toMatchObject({
			recordId: 'chatlio-1',
			kind: 'record',
			state,
			status,
			code,
			retry,
			message: PROBLEM_CODES[code].message,
			advice: PROBLEM_CODES[code].advice,
			attempts: 4,
		});
	});

	test('asks for a person after 20 tries', () => {
		const failed = { ...item, problem: problemOf('inlet.unavailable') };
		const stateAfter = (attempts: number) => next(failed, { ...due, attempts }).state;
		expect([stateAfter(18), stateAfter(19)]).toEqual(['waiting', 'needs a person']);
	});

	test('asks for a person if the payload cannot be read', () => {
		expect(next({ error: 'Unexpected token' })).toMatchObject({
			state: 'needs a person',
			status: 'unreadable',
			code: undefined,
			retry: 'never',
			message: 'The column payload could not be read: Unexpected token',
			advice: 'Correct the JSON in the column payload, or delete the row.',
		});
	});
});

describe('a record that failed later', () => {
	const failed = (code: ProblemCode) => ({
		...{ recordId: 'chatlio-1', eventType: 'chatlio.newConversation', xactionId: 'x-1' },
		reconciliation: {
			...{ status: 'failed', recordId: 'chatlio-1', accepted: 2, rejected: 2 },
			...{ acceptedAt: '2026-11-28T07:00:00.000Z', record },
		},
		problem: problemOf(code),
	});
	const letter = (code: ProblemCode) => rowOf(nodeOf(reconciling, 'As Dead Letter'), failed(code));

	test.each(CODES)('of the problem %s, retry %s, is in the state %s', (code, retry, state) => {
		const { message, advice } = problemOf(code);
		expect(letter(code)).toMatchObject({ state, code, retry, message, advice });
	});

	test('becomes a dead letter with the record as it was sent', () => {
		const row = letter('record.notStored');
		expect(row).toMatchObject({
			recordId: 'chatlio-1',
			kind: 'record',
			eventType: 'chatlio.newConversation',
			status: 'rejected',
			attempts: 2,
			lastTry: '2026-11-28T07:00:00.000Z',
			transactionId: 'x-1',
			executionId: '7',
		});
		expect(JSON.parse(row.payload as string)).toEqual(record);
	});
});

describe('the ledger', () => {
	const COLUMNS = [
		['recordId', 'string'],
		['eventType', 'string'],
		['receivedAt', 'date'],
		['acceptedAt', 'date'],
		['dataflow', 'string'],
		['dataset', 'string'],
		['xactionId', 'string'],
	];
	const item = {
		...record,
		_acme: { chatlio: { message: 'I am Jane' } },
		identityMap: { Email: [{ id: 'jane@example.com' }] },
		delivery: { status: 'accepted', at: '2026-11-28T07:00:00.000Z', xactionId: 'x-1' },
	};
	const keysOf = (receivedAt: string) => ({
		$: (name: string) => ({
			item: { json: { receivedAt } },
			params: { dataflow: { value: name } },
		}),
	});
	const rowIn = (workflow: typeof keeping) => {
		const keys = keysOf('2026-11-28T06:59:59.000Z') as unknown as IWorkflowDataProxyAdditionalKeys;
		return Object.fromEntries(
			assignmentsOf(nodeOf(workflow, 'Ledger Row')).map(({ name, value }) => [
				name,
				evaluate(value, [item], keys),
			]),
		);
	};

	test.each([keeping, replaying, reconciling])('has the same columns in $name', (workflow) => {
		const { columns } = nodeOf(workflow, 'Create Ledger If Missing').parameters;
		const { column } = columns as { column: Array<{ name: string; type: string }> };
		expect(column.map(({ name, type }) => [name, type])).toEqual(COLUMNS);
	});

	test('has a row for each accepted record, with nothing that a visitor wrote', () => {
		const row = {
			recordId: 'chatlio-1',
			eventType: 'chatlio.newConversation',
			acceptedAt: '2026-11-28T07:00:00.000Z',
			dataflow: 'Adobe Platform Streaming',
			xactionId: 'x-1',
		};
		expect(rowIn(keeping)).toEqual({ ...row, receivedAt: '2026-11-28T06:59:59.000Z' });
		// A dead letter does not tell when the trigger received the event.
		expect(rowIn(replaying)).toEqual(row);
	});
});

describe('the data table', () => {
	const columnsOf = (workflow: typeof keeping, name = 'Create Table If Missing') => {
		const { columns } = nodeOf(workflow, name).parameters;
		return (columns as { column: Array<{ name: string }> }).column.map(({ name }) => name);
	};

	test('has a column for each field of a dead letter, in the same order', () => {
		const fields = assignmentsOf(nodeOf(keeping, 'As Dead Letter')).map(({ name }) => name);
		expect(columnsOf(keeping)).toEqual(fields);
	});

	test('is the same in all three workflows, and the replay writes no other column', () => {
		const columns = columnsOf(keeping);
		expect(columnsOf(replaying)).toEqual(columns);
		expect(columnsOf(reconciling, 'Create Dead Letters If Missing')).toEqual(columns);
		const failed = assignmentsOf(nodeOf(reconciling, 'As Dead Letter')).map(({ name }) => name);
		expect(failed).toEqual(columns);
		for (const name of ['Next Try', 'Next Try of Event', 'As Due Record']) {
			const fields = assignmentsOf(nodeOf(replaying, name)).map((field) => field.name);
			expect(columns).toEqual(expect.arrayContaining(fields));
		}
	});
});
