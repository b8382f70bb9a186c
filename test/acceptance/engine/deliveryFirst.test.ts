import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { ADOBE, adobeRegistry, adobeRow, event } from '../../harness/adobe';
import { runNode } from '../../harness/n8n';

const registry = adobeRegistry();
let adobe: Emulator;
let dataflow: PreparedDataflow;

beforeAll(async () => {
	adobe = await startEmulator();
	dataflow = await prepareDataflow(adobe.url, {
		name: 'Chatlio events',
		format: 'xdm',
		authenticated: true,
	});
});
afterAll(async () => await adobe?.stop());
afterEach(async () => await adobe.control.clearFaults());

async function stream(
	items: IDataObject[],
	onError?: INode['onError'],
	options: INodeParameters = {},
) {
	const { output } = await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: { dataflow: { __rl: true, mode: 'id', value: dataflow.flowId }, options },
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input: items.map((json) => ({ json })),
		node: { onError },
	});
	return output;
}

const keysOf = ({ json }: { json: IDataObject }) => Object.keys(json);

describe('the outcome comes before the fields of the record', () => {
	it('of an accepted record', async () => {
		const [item] = (await stream([event('first-1')]))();
		expect(keysOf(item)).toEqual(['delivery', ...Object.keys(event('first-1'))]);
	});

	it('of a record in a field', async () => {
		const input = { eventId: 'a', record: event('first-2'), binaryNote: 'b' };
		const [item] = (await stream([input], undefined, { recordField: 'record' }))();
		expect(keysOf(item)).toEqual(['delivery', 'eventId', 'record', 'binaryNote']);
	});

	it('of a record that was sent before, whose old outcome gives way to the new one', async () => {
		const input = {
			...event('first-3'),
			delivery: { status: 'rejected', batchId: 'old' },
			problem: { code: 'old' },
		};
		const [item] = (await stream([input]))();
		expect(keysOf(item)).toEqual(['delivery', ...Object.keys(event('first-3'))]);
		expect(item.json.delivery).toMatchObject({ status: 'accepted' });
		expect(item.json.delivery).not.toHaveProperty('batchId');
	});

	it('of a record that was not accepted, with the reason, if the node continues', async () => {
		const input = { ...event('first-4'), delivery: 'mine' };
		await adobe.control.fault({
			match: { path: '/collection' },
			times: 0,
			action: { status: 400 },
		});
		const [item] = (await stream([input], 'continueRegularOutput'))();
		expect(keysOf(item)).toEqual(['delivery', 'problem', ...Object.keys(event('first-4'))]);
		expect(item.json.delivery).toMatchObject({ status: 'rejected' });
	});

	it('of a record that cannot be sent, next to one that was', async () => {
		const output = (
			await stream([event('first-5'), { eventType: 'x' }], 'continueRegularOutput')
		)();
		expect(output.map(keysOf).map(([first]) => first)).toEqual(['delivery', 'delivery']);
		expect(keysOf(output[1])).toEqual(['delivery', 'problem', 'eventType']);
	});
});

describe('on the error output, n8n puts the fields of the input first', () => {
	it('and the outcome follows them, before the reason', async () => {
		await adobe.control.fault({
			match: { path: '/collection' },
			times: 0,
			action: { status: 400 },
		});
		const [item] = (await stream([event('first-6')], 'continueErrorOutput'))(1);
		expect(keysOf(item)).toEqual([...Object.keys(event('first-6')), 'delivery', 'problem']);
	});
});
