import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { sendTo } from '../../harness/openInlet';
import { runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { chosen } from '../../integration/operationCases/types';

const SCHEMA = { $id: 'https://ns.adobe.com/acme/schemas/1', type: 'object' };

let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer(({ url }) => {
		if (url.startsWith('/ims/')) return { body: { access_token: 'eyJ-of-the-numbers' } };
		return { body: url.includes('/schemas/') ? SCHEMA : { xactionId: 'x' } };
	});
});
afterAll(async () => await stub.close());
beforeEach(() => (stub.requests.length = 0));

const send = async (item: object, recordField = '') => {
	const { outcomes } = await sendTo(stub.url, [item], { recordField }, { recordFormat: 'raw' });
	const bodies = stub.requests.map(({ body }) => body);
	return { outcome: outcomes[0], bodies };
};

async function validate(json: object, recordField = '') {
	const { output, error } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: {
			resource: 'record',
			operation: 'validate',
			schema: chosen(SCHEMA.$id),
			options: { recordField } as INodeParameters,
		},
		credentials: { [ADOBE]: adobeRow(stub.url) },
		input: [{ json: json as IDataObject } as INodeExecutionData],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return output(1).map(({ json: failed }) => failed.problem);
}

const NUMBER = '9007199254740993';

describe('a wrong list of numbers is not sent, and Validate says the same:', () => {
	it.each<[unknown, string]>([
		[['order.id'], 'has the entry "order.id", which does not begin with a slash'],
		['order.id', 'has the entry "order.id", which does not begin with a slash'],
		[['/order/id', '/gone'], 'has the entry "/gone", which leads nowhere'],
		[['/order/id/x'], 'has the entry "/order/id/x", which leads nowhere'],
		[['/list/length'], 'has the entry "/list/length", which leads nowhere'],
		[['/order'], 'has the entry "/order", which leads to an object'],
		[['/list'], 'has the entry "/list", which leads to a list'],
		[[7], 'has a number as an entry'],
		[{ '/order/id': true }, 'is an object, not a list'],
		[true, 'is a boolean, not a list'],
	])('%j', async (numbersAsText, what) => {
		const item = { order: { id: NUMBER }, list: ['1'], numbersAsText };
		const problem = {
			code: 'record.numbersAsText',
			message: `The field numbersAsText ${what}`,
			retry: 'never',
			field: 'numbersAsText',
			advice: expect.stringContaining('["/order/id"]'),
		};
		const { outcome, bodies } = await send(item);
		expect(outcome).toMatchObject({ status: 'notSent', attempts: 0, problem });
		expect(bodies).toEqual([]);
		expect(await validate(item)).toEqual([problem]);
	});

	it('the other items of the run are sent', async () => {
		const items = [{ _id: 'a' }, { _id: 'b', numbersAsText: ['b'] }, { _id: 'c' }];
		const { outcomes } = await sendTo(stub.url, items, {}, { recordFormat: 'raw' });
		const statuses = Object.fromEntries(outcomes.map(({ id, status }) => [id, status]));
		expect(statuses).toEqual({ a: 'accepted', b: 'notSent', c: 'accepted' });
		expect(stub.requests).toHaveLength(2);
	});
});

describe('a right list is sent as numbers, and is no field of the record:', () => {
	it.each<[string, object, string, string]>([
		['a text for a list of one', { n: NUMBER, numbersAsText: '/n' }, '', `{"n":${NUMBER}}`],
		['an empty list', { n: '1', numbersAsText: [] }, '', '{"n":"1"}'],
		['null', { n: '1', numbersAsText: null }, '', '{"n":"1"}'],
		[
			'beside the field of the record, where it counts from the item',
			{ payload: { n: NUMBER }, numbersAsText: ['/payload/n'] },
			'payload',
			`{"n":${NUMBER}}`,
		],
		[
			'in the record, where it counts from the record',
			{ payload: { n: NUMBER, numbersAsText: ['/n'] } },
			'payload',
			`{"n":${NUMBER}}`,
		],
		[
			'values that were corrected',
			{ a: 'n/a', b: 5, c: null, numbersAsText: ['/a', '/b', '/c'] },
			'',
			'{"a":"n/a","b":5,"c":null}',
		],
	])('%s', async (_, item, recordField, text) => {
		const { outcome, bodies } = await send(item, recordField);
		expect(outcome).toMatchObject({ status: 'accepted' });
		expect(bodies).toEqual([text]);
		expect(await validate(item, recordField)).toEqual([]);
	});

	it('a list beside the field of the record that counts from the record is wrong', async () => {
		const item = { payload: { n: NUMBER }, numbersAsText: ['/n'] };
		const { outcome, bodies } = await send(item, 'payload');
		expect(bodies).toEqual([]);
		expect(outcome.problem?.message).toContain('"/n", which leads nowhere');
	});
});
