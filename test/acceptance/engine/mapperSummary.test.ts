import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { Registry, runNode } from '../../harness/n8n';
import { documented } from '../../payloads';
import { itemOf } from './triggerHarness';

/** The error of Chatlio to XDM when it stops. n8n's panel shows its description as HTML, without line breaks. */

const registry = new Registry().add([new ChatlioToXdm()], []);
const tenantId = { __rl: true, mode: 'id', value: '_acme' };

async function errorOf(inputs: IDataObject[], parameters: INodeParameters = {}) {
	const input: INodeExecutionData[] = inputs.map((json) => ({ json }));
	const { error } = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId, ...parameters },
		input,
	});
	return error!;
}

const NO_EVENT = 'This is not a Chatlio event: "event" is missing';
const NO_TIME = 'This is not a Chatlio event: "receivedAt" is missing';
const ADVICE = 'Connect the output of a Chatlio Trigger, or keep its fields in the nodes between.';

describe('the summary of items that were not mapped', () => {
	it.each<[string, INodeParameters]>([
		['Map to XDM', {}],
		['Redact Text', { operation: 'redact' }],
	])('has one line per item: %s', async (_, parameters) => {
		const error = await errorOf(
			[{ a: 1 }, { event: 'newConversation' }, { b: 2 }, { c: 3 }],
			parameters,
		);
		expect(error.message).toBe(NO_EVENT);
		expect(error.description?.split('<br>')).toEqual([
			ADVICE,
			expect.stringMatching(/^Item 1: [^\n]+$/),
			`Item 2: ${NO_EVENT}`,
			`Item 3: ${NO_EVENT}`,
		]);
		// n8n puts it behind the message.
		expect(error.context).toMatchObject({ itemIndex: 0 });
	});

	it('names items by their place among all items', async () => {
		const good = await itemOf('newConversation', documented.newConversation);
		const error = await errorOf([good, { a: 1 }, good, { event: 'newConversation' }]);
		expect(error.message).toBe(NO_EVENT);
		expect(error.context).toMatchObject({ itemIndex: 1 });
		expect(error.description).toBe(`${ADVICE}<br>Item 3: ${NO_TIME}`);
	});

	it('ends after ten more items with their number', async () => {
		const error = await errorOf(Array.from({ length: 15 }, () => ({ a: 1 })));
		const lines = error.description?.split('<br>') ?? [];
		expect(lines).toHaveLength(1 + 10 + 1);
		expect(lines.at(-1)).toBe('and 4 more items');
	});

	it('is the problem alone for one item', async () => {
		const error = await errorOf([{ a: 1 }]);
		expect(error.message).toBe(NO_EVENT);
		expect(error.description).toBe(ADVICE);
		expect(error.context).toMatchObject({ itemIndex: 0 });
	});

	it('keeps what a stranger typed from becoming markup', async () => {
		const event = '<img src=x><br>Item 9: fine';
		const { description } = await errorOf([{ a: 1 }, { event, receivedAt: 'x' }]);
		expect(description).not.toContain('<img');
		expect(description?.split('<br>')).toHaveLength(2);
	});
});
