import type { INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { event, http, message } from '../emulator/http';
import { ADOBE, adobeRegistry, adobeRow } from '../harness/adobe';
import { results, runOperation } from '../harness/experiencePlatform';
import { runNode } from '../harness/n8n';
import { chosen } from './operationCases/types';

let emulator: Emulator;
let flow: PreparedDataflow;
beforeEach(async () => {
	emulator = await startEmulator();
	flow = await prepareDataflow(emulator.url, {
		name: 'Chat',
		format: 'xdm',
		authenticated: false,
	});
});
afterEach(async () => await emulator.stop());

const stream = async (...entities: object[]) => {
	for (const entity of entities) await http.post(flow.inletUrl, message(flow, entity));
	await emulator.control.settled(entities.length);
};

const getMany = (parameters: INodeParameters = {}) => ({
	resource: 'failedRecord',
	operation: 'getMany',
	parameters: { dataset: chosen(flow.datasetId), since: '', ...parameters },
});

const failed = async (parameters?: INodeParameters) =>
	await results(emulator.url, getMany(parameters));

describe('Failed Record: Get Many', () => {
	it('returns records that were accepted but not stored, with the reason', async () => {
		await stream(event('good'), event('bad', { workEmail: 'x', eventType: 5 }));
		const [record, ...others] = await failed();
		expect(others).toEqual([]);
		expect(record).toMatchObject({
			...event('bad', { workEmail: 'x', eventType: 5 }),
			problem: {
				code: 'record.notStored',
				message: expect.stringMatching(/^Adobe accepted the record, but did not store it: \w+: /),
				advice: expect.stringContaining('Correct what is named'),
				retry: 'never',
				service: 'adobe',
				field: expect.stringMatching(/^(workEmail|eventType)$/),
				violations: expect.arrayContaining([
					{
						field: 'workEmail',
						rule: 'extraneous key [workEmail] is not permitted',
						fix: 'Remove the field, or add it to the schema.',
					},
					expect.objectContaining({ field: 'eventType' }),
				]),
			},
			delivery: {
				status: 'rejected',
				batchId: expect.any(String),
				at: expect.stringMatching(/Z$/),
			},
		});
	});

	it('returns records that are stored once they are corrected and streamed again', async () => {
		await stream(event('bad', { workEmail: 'x' }));
		const [{ workEmail, ...corrected }] = await failed();
		expect(workEmail).toBe('x');
		const { output } = await runNode({
			registry: adobeRegistry(),
			type: 'adobePlatformStreaming',
			parameters: { dataflow: { __rl: true, mode: 'id', value: flow.flowId } },
			credentials: { [ADOBE]: adobeRow(emulator.url) },
			input: [{ json: corrected }],
		});
		expect(output()[0].json.delivery).toMatchObject({ status: 'accepted' });
		await emulator.control.settled(2);
		const stored = await emulator.control.records({ status: 'stored' });
		expect(stored).toHaveLength(1);
	});

	it('stops at the limit, and returns only records of the chosen time', async () => {
		await stream(...['a', 'b', 'c'].map((id) => event(id, { workEmail: id })));
		expect(await failed({ returnAll: true })).toHaveLength(3);
		expect(await failed({ limit: 2 })).toHaveLength(2);
		expect(await failed({ since: '2999-01-01T00:00:00Z' })).toEqual([]);
		expect(await failed({ since: '={{ $now.minus({ days: 1 }).toISO() }}' })).toHaveLength(3);
	});

	it('names the batches whose records Adobe no longer has', async () => {
		await stream(event('bad', { workEmail: 'x' }));
		const gone = { status: 404, body: { status: 404, title: 'Not Found' } };
		await emulator.control.fault({ match: { path: '/export/batches' }, times: 0, action: gone });
		const { output, hints } = await runOperation(emulator.url, getMany());
		expect(output()).toEqual([]);
		expect(hints).toEqual([expect.stringMatching(/^The batch \w+ left out 1 records, of which/)]);
	});
});
