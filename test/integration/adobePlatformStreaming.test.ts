import type { INode, INodeExecutionData, INodeParameters, NodeApiError } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import type { Problem } from '../../lib/problem/problem';
import schema from '../../nodes/AdobePlatformStreaming/__schema__/v1.0.0.json';
import {
	ADOBE,
	adobeRegistry,
	adobeRow,
	event,
	invalidEvent,
	otherProcess,
} from '../harness/adobe';
import { runNode } from '../harness/n8n';
import { stubServer } from '../harness/stubServer.mts';

const registry = adobeRegistry();
let adobe: Emulator;
let openXdm: PreparedDataflow;
let authenticated: PreparedDataflow;
let raw: PreparedDataflow;

beforeAll(async () => {
	adobe = await startEmulator();
	openXdm = await prepareDataflow(adobe.url, { name: 'Open', format: 'xdm', authenticated: false });
	authenticated = await prepareDataflow(adobe.url, {
		name: 'Authenticated',
		format: 'xdm',
		authenticated: true,
	});
	raw = await prepareDataflow(adobe.url, {
		name: 'Raw',
		format: 'raw',
		authenticated: false,
		mappings: [
			{ sourceType: 'ATTRIBUTE', source: 'eventId', destination: '_id' },
			{ sourceType: 'ATTRIBUTE', source: 'receivedAt', destination: 'timestamp' },
		],
	});
});

afterAll(async () => await adobe?.stop());

afterEach(async () => {
	await adobe.control.clearFaults();
	await adobe.control.settings({
		badTokenStatus: 403,
		ipAllowListRefuses: false,
		syncAvailable: true,
		rawBatches: 'headerMandatory',
	});
});

interface Run {
	node?: Partial<INode>;
	credential?: Record<string, string> | false;
	started?: (stop: () => void) => void;
	told?: (text: string) => void;
}

const ERROR_OUTPUT = { onError: 'continueErrorOutput' as const };
const ONE_OUTPUT = { onError: 'continueRegularOutput' as const };

const items = (...records: object[]) => records.map((json) => ({ json }) as INodeExecutionData);

async function run(parameters: INodeParameters, input: INodeExecutionData[], how: Run = {}) {
	const { credential = {}, ...rest } = how;
	return await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters,
		credentials: credential === false ? {} : { [ADOBE]: adobeRow(adobe.url, credential) },
		input,
		...rest,
	});
}

const toDataflow = ({ flowId }: PreparedDataflow, options: INodeParameters = {}) => ({
	sendTo: 'dataflow',
	dataflow: { __rl: true, mode: 'id', value: flowId },
	options,
});

const toEndpoint = ({ inletUrl, flowId, datasetId, schemaId }: PreparedDataflow) => ({
	sendTo: 'endpoint',
	endpointUrl: inletUrl,
	recordFormat: 'xdm',
	flowId,
	datasetId,
	schemaId,
	organizationId: '9C1D3A5E7F0B2468@AdobeOrg',
});

const stored = async (flow: PreparedDataflow, prefix: string) =>
	(await adobe.control.settled(0, { datasetId: flow.datasetId })).filter((record) =>
		JSON.stringify(record).includes(prefix),
	);

const deliveryOf = ({ json }: INodeExecutionData) => json.delivery as Record<string, unknown>;
const problemOf = ({ json }: INodeExecutionData) => json.problem as unknown as Problem;

/** Sends and returns the problem of the only item, which leaves through the error output unsent. */
async function problemOfUnsent(parameters: INodeParameters, how: Run = {}, record = event('none')) {
	const { output } = await run(parameters, items(record), { ...how, node: ERROR_OUTPUT });
	expect(output(0)).toEqual([]);
	expect(output(1)).toHaveLength(1);
	expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'notSent', attempts: 0 });
	return problemOf(output(1)[0]);
}

describe('sending to a streaming endpoint', () => {
	it('delivers XDM records to an open inlet without any credential', async () => {
		const input = items(event('open-1'), event('open-2'));
		const { output, error, hints } = await run(toEndpoint(openXdm), input, { credential: false });
		expect(error).toBeUndefined();
		expect(output()).toHaveLength(2);
		expect(output()[1]).toMatchObject({
			json: { _id: 'open-2', delivery: { status: 'accepted', xactionId: expect.any(String) } },
			pairedItem: { item: 1 },
		});
		expect(output()[1].json).not.toHaveProperty('problem');
		expect(hints).toEqual(['2 accepted in 1 request']);
		const records = await stored(openXdm, 'open-');
		expect(records.map(({ status }) => status)).toEqual(['stored', 'stored']);
	});
});

describe('sending to a dataflow', () => {
	it('looks up inlet, schema, dataset and format', async () => {
		const { error, output } = await run(toDataflow(authenticated), items(event('flow-1')));
		expect(error).toBeUndefined();
		expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted', attempts: 1, request: 1 });
		expect(await stored(authenticated, 'flow-1')).toHaveLength(1);
	});
});

describe('accounting for every item', () => {
	const mixed = (prefix: string, count: number, rejected: number[]) =>
		items(
			...Array.from({ length: count }, (_, index) =>
				event(`${prefix}-${index}${rejected.includes(index) ? '-bad' : ''}`, {}),
			),
		);

	const reject = async (prefix: string) =>
		await adobe.control.fault({
			match: { path: '/collection', containing: prefix },
			times: 0,
			action: { refuseMessages: { containing: '-bad', message: 'Message has unknown xdm format' } },
		});

	it('sends 1,000 records of which 37 are rejected: 963 go on, 37 to the error output, each with its own input', async () => {
		const rejected = Array.from({ length: 37 }, (_, index) => index * 27);
		await reject('mixed');
		const input = mixed('mixed', 1_000, rejected);
		const { output, error, hints } = await run(toDataflow(authenticated), input, {
			node: ERROR_OUTPUT,
		});
		expect(error).toBeUndefined();
		expect(output(0)).toHaveLength(963);
		expect(output(1)).toHaveLength(37);
		expect(hints[0]).toBe('963 accepted, 37 rejected in 1 request');
		expect(hints[1]).toMatch(/^Items 0, 27, .* and 27 more: .*unknown xdm format/);
		for (const item of [...output(0), ...output(1)]) {
			const index = (item.pairedItem as { item: number }).item;
			expect(item.json._id).toBe(input[index].json._id);
		}
		const [first] = output(1);
		expect(first.json).toEqual({
			...input[0].json,
			delivery: {
				status: 'rejected',
				request: 1,
				attempts: 1,
				at: expect.stringMatching(/^\d{4}-.*Z$/),
				httpStatus: 400,
				xactionId: expect.any(String),
			},
			problem: {
				code: 'inlet.schemaUnknown',
				message: expect.stringContaining('unknown xdm format'),
				advice: expect.stringContaining('schema'),
				retry: 'afterChange',
				status: 400,
				service: 'adobe',
			},
		});
		expect(new Set(output(1).map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(37);
	});

	it('has the fields that n8n shows before anything has run', async () => {
		await reject('shown');
		const { output } = await run(toDataflow(authenticated), mixed('shown', 2, [1]), {
			node: ERROR_OUTPUT,
		});
		const sent = [...output(0), ...output(1)];
		const fieldsOf = (objects: object[]) => [...new Set(objects.flatMap(Object.keys))].sort();
		const shownIn = (field: 'delivery' | 'problem') =>
			Object.keys(schema.properties[field].properties).sort();
		expect(sent).toHaveLength(2);
		expect(fieldsOf(sent.map(deliveryOf))).toEqual(shownIn('delivery'));
		expect(fieldsOf(output(1).map(problemOf))).toEqual(shownIn('problem'));
	});

	it('streams a rejected item again as it is, without what was said of it before', async () => {
		await reject('again');
		const first = await run(toDataflow(authenticated), mixed('again', 2, [1]), {
			node: ERROR_OUTPUT,
		});
		await adobe.control.clearFaults();
		const [item] = first.output(1);
		const second = await run(toDataflow(authenticated), [{ json: item.json }]);
		expect(item.json).toHaveProperty('problem');
		expect(deliveryOf(second.output()[0])).toMatchObject({ status: 'accepted', attempts: 1 });
		expect(second.output()[0].json).not.toHaveProperty('problem');
		const [record] = await stored(authenticated, 'again-1');
		expect(record).toMatchObject({ status: 'stored' });
		expect(JSON.stringify(record)).not.toMatch(/delivery|problem/);
	});

	it('says of an item that fails again only what is so now', async () => {
		await reject('twice');
		const first = await run(toDataflow(authenticated), mixed('twice', 1, [0]), {
			node: ERROR_OUTPUT,
		});
		await adobe.control.clearFaults();
		await adobe.control.fault({
			match: { path: '/collection', containing: 'twice' },
			action: { status: 413 },
		});
		const [item] = first.output(1);
		expect(problemOf(item)).toMatchObject({ code: 'inlet.schemaUnknown' });
		const second = await run(toDataflow(authenticated), [{ json: item.json }], {
			node: ERROR_OUTPUT,
		});
		const [again] = second.output(1);
		expect(problemOf(again)).toMatchObject({ code: 'inlet.tooLarge', retry: 'never', status: 413 });
		expect(deliveryOf(again)).toMatchObject({ status: 'rejected', httpStatus: 413 });
		expect(deliveryOf(again)).not.toHaveProperty('xactionId');
	});

	it('keeps binary data, accepted or not', async () => {
		await reject('binary');
		const input = mixed('binary', 2, [1]).map((item) => ({
			...item,
			binary: { file: { data: 'aGk=', mimeType: 'text/plain' } },
		}));
		const { output } = await run(toDataflow(authenticated), input, { node: ERROR_OUTPUT });
		expect(output(0)[0].binary).toEqual(input[0].binary);
		expect(output(1)[0].binary).toEqual(input[1].binary);
	});

	it('continues with one output: every item stays in place and has its outcome', async () => {
		await reject('single');
		const { output } = await run(toDataflow(authenticated), mixed('single', 3, [1]), {
			node: ONE_OUTPUT,
		});
		expect(output().map((item) => [item.json._id, deliveryOf(item).status])).toEqual([
			['single-0', 'accepted'],
			['single-1-bad', 'rejected'],
			['single-2', 'accepted'],
		]);
		expect(output().map((item) => problemOf(item)?.code)).toEqual([
			undefined,
			'inlet.schemaUnknown',
			undefined,
		]);
		expect(output()[1]).not.toHaveProperty('error');
	});

	it('fails once without an error output, after everything was sent, and accounts for every record', async () => {
		await reject('throw');
		const { error } = await run(
			toDataflow(authenticated, { batchSize: 10 }),
			mixed('throw', 40, [3, 4, 5, 17]),
		);
		const { message, description, context } = error as NodeApiError;
		expect(message).toBe('36 accepted, 4 rejected in 4 requests');
		expect(description).toContain('Items 3, 4, 5, 17: ');
		expect(description).toContain('unknown xdm format');
		expect(description).toMatch(/Request 4: 10 records, status 207, transaction .*[0-9a-f-]{36}/);
		expect(context.delivery).toMatchObject({
			summary: '36 accepted, 4 rejected in 4 requests',
			notAccepted: [
				{
					status: 'rejected',
					problem: { code: 'inlet.schemaUnknown', retry: 'afterChange', status: 400 },
					items: '3-5, 17',
				},
			],
			requests: [
				{ number: 1, accepted: 7, rejected: 3, transactionIds: expect.any(Array) },
				{ accepted: 9, rejected: 1 },
				{ accepted: 10 },
				{ accepted: 10 },
			],
		});
		expect(await stored(authenticated, 'throw-')).toHaveLength(36);
	});

	it('names the first ten items rejected for one reason, and says how many more there are', async () => {
		await reject('many');
		const everyOther = Array.from({ length: 15 }, (_, index) => index * 2);
		const { error } = await run(toDataflow(authenticated), mixed('many', 30, everyOther));
		const { description } = error as NodeApiError;
		expect(description).toContain('Items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 5 more: ');
	});

	it('passes 10,000 rejected items on, each once', async () => {
		await adobe.control.fault({
			match: { path: '/collection', containing: 'slow-' },
			times: 0,
			action: { refuseMessages: { containing: 'slow-' } },
		});
		const input = items(...Array.from({ length: 10_000 }, (_, index) => event(`slow-${index}`)));
		const { output } = await run(toDataflow(authenticated), input, { node: ERROR_OUTPUT });
		expect(output(1)).toHaveLength(10_000);
	});

	const lose = async (prefix: string, times: number) =>
		await adobe.control.fault({
			match: { path: '/collection', containing: prefix },
			times,
			action: { dropConnection: 'after' },
		});

	it('sends what got no answer once more, under the same id', async () => {
		await lose('lost-once', 1);
		const { output } = await run(toDataflow(authenticated), items(event('lost-once-1')));
		expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted', attempts: 2, request: 2 });
		const records = await stored(authenticated, 'lost-once-1');
		expect(records.map((record) => record._id)).toEqual(['lost-once-1', 'lost-once-1']);
	});

	it('calls unknown what got no answer until the time is up, and never accepted', async () => {
		await lose('lost-always', 0);
		const parameters = toDataflow(authenticated, { retrySeconds: 0 });
		const { output } = await run(parameters, items(event('lost-always-1')), { node: ERROR_OUTPUT });
		expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'unknown' });
		expect(problemOf(output(1)[0])).toMatchObject({ code: 'delivery.unknown', retry: 'later' });
		const { error } = await run(parameters, items(event('lost-always-2')));
		expect((error as NodeApiError).description).toMatch(/Request \d+: 1 record, no answer/);
	});

	it('names ten reasons and ten requests in the text, and all of them in the details', async () => {
		const input = items(...Array.from({ length: 12 }, (_, index) => event(`reason-${index}-`)));
		for (let index = 0; index < 12; index += 1) {
			await adobe.control.fault({
				match: { path: '/collection', containing: `reason-${index}-` },
				action: { status: 400, body: { report: { message: `Reason number ${index}` } } },
			});
		}
		const { error } = await run(toDataflow(authenticated, { batchSize: 1 }), input);
		const { description, context } = error as NodeApiError;
		expect(description).toContain('2 more reasons in the details.');
		expect(description).toContain('2 more requests in the details.');
		const { notAccepted, requests } = context.delivery as Record<string, unknown[]>;
		expect([notAccepted.length, requests.length]).toEqual([12, 12]);
	});

	it('sends only what is in the record field, and does not send an item without it', async () => {
		const input = items(
			{ record: event('field-0'), note: 'kept' },
			{ deep: { record: event('field-1') } },
			{ 'deep.record': event('field-2'), deep: 'no' },
		);
		const { output } = await run(toDataflow(authenticated, { recordField: 'deep.record' }), input, {
			node: ERROR_OUTPUT,
		});
		expect(output(0).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(output(1)[0].json).toMatchObject({
			note: 'kept',
			delivery: { status: 'notSent', attempts: 0 },
			problem: { code: 'record.notObject', retry: 'never' },
		});
	});

	it('sends each item where its own expression says', async () => {
		const input = items(
			{ flow: openXdm.flowId, record: event('each-0') },
			{ flow: authenticated.flowId, record: event('each-1') },
			{ flow: openXdm.flowId, record: event('each-2') },
		);
		const parameters = {
			sendTo: 'dataflow',
			dataflow: { __rl: true, mode: 'id', value: '={{ $json.flow }}' },
			options: { recordField: 'record' },
		};
		const { output, error } = await run(parameters, input);
		expect(error).toBeUndefined();
		expect(output().map((item) => deliveryOf(item).request)).toEqual([1, 2, 1]);
		expect(await stored(openXdm, 'each-')).toHaveLength(2);
		expect(await stored(authenticated, 'each-')).toHaveLength(1);
	});

	it('has nothing to say about no items', async () => {
		const { error, hints } = await run(toDataflow(authenticated), []);
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
	});
});

describe('record formats', () => {
	it('sends raw data through the mapping of the dataflow, one record per request', async () => {
		const input = items(
			{ eventId: 'raw-1', receivedAt: '2026-01-31T12:00:00.000Z' },
			{ eventId: 'raw-2', receivedAt: '2026-01-31T12:00:00.000Z' },
		);
		const { output, error, hints } = await run(toDataflow(raw), input);
		expect(error).toBeUndefined();
		expect(output().map((item) => deliveryOf(item).status)).toEqual(['accepted', 'accepted']);
		expect(hints[0]).toBe('2 accepted in 2 requests');
		const records = await stored(raw, 'raw-');
		expect(records.map(({ status }) => status)).toEqual(['stored', 'stored']);
	});

	it('sends raw data in batches where that is asked for, and one by one where the inlet does not take them', async () => {
		const input = (prefix: string) =>
			items(
				...[0, 1, 2].map((index) => ({
					eventId: `${prefix}-${index}`,
					receivedAt: '2026-01-31T12:00:00.000Z',
				})),
			);
		await adobe.control.settings({ rawBatches: 'allowed' });
		const batched = await run(toDataflow(raw, { batchRawRecords: true }), input('rawbatch'));
		expect(batched.hints[0]).toBe('3 accepted in 1 request');
		await adobe.control.settings({ rawBatches: 'headerMandatory' });
		const single = await run(toDataflow(raw, { batchRawRecords: true }), input('rawsingle'));
		expect(single.output()).toHaveLength(3);
		expect(await stored(raw, 'rawsingle-')).toHaveLength(3);
	});

	it('sends a complete message as it is', async () => {
		const { schemaRef, datasetId, flowId } = openXdm;
		const message = {
			header: { schemaRef, imsOrgId: '9C1D3A5E7F0B2468@AdobeOrg', datasetId, flowId },
			body: { xdmMeta: { schemaRef }, xdmEntity: event('message-1') },
		};
		const parameters = { ...toDataflow(openXdm), recordFormat: 'message' };
		const { output, error } = await run(parameters, items(message));
		expect(error).toBeUndefined();
		expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted' });
		expect(await stored(openXdm, 'message-1')).toHaveLength(1);
	});

	it('shows what the schema does not allow when Adobe validates before it answers', async () => {
		const parameters = toDataflow(authenticated, { syncValidation: true });
		const { output, hints } = await run(
			parameters,
			items(event('sync-0'), invalidEvent('sync-1')),
			{ node: ERROR_OUTPUT },
		);
		expect(output(0)).toHaveLength(1);
		expect(output(1)[0].json).toMatchObject({
			delivery: { status: 'rejected' },
			problem: {
				code: 'record.invalid',
				retry: 'never',
				violations: [expect.objectContaining({ field: 'shoeSize' })],
			},
		});
		expect(hints[0]).toBe('1 accepted, 1 rejected in 2 requests');
	});

	it('goes on without validation, and says so, where Adobe does not offer it', async () => {
		await adobe.control.settings({ syncAvailable: false });
		const parameters = toDataflow(authenticated, { syncValidation: true });
		const { output, hints } = await run(parameters, items(event('nosync-0')));
		expect(output()).toHaveLength(1);
		expect(hints.join()).toContain('does not offer synchronous validation');
	});

	it('sends raw data to a typed-in endpoint with the dataflow of its URL', async () => {
		const parameters = {
			sendTo: 'endpoint',
			endpointUrl: `${raw.inletUrl}?x-adobe-flow-id=${raw.flowId}`,
			recordFormat: 'raw',
		};
		const input = items({ eventId: 'rawurl-1', receivedAt: '2026-01-31T12:00:00.000Z' });
		const { error } = await run(parameters, input, { credential: false });
		expect(error).toBeUndefined();
		expect(await stored(raw, 'rawurl-1')).toHaveLength(1);
	});
});

const sentTo = async (path: string) => (await adobe.control.requests(path)).length;

describe('before anything is sent', () => {
	const endpoint = () => ({
		sendTo: 'endpoint',
		endpointUrl: `${adobe.url}/collection/a1`,
	});

	it.each<[string, () => INodeParameters, Partial<Problem>]>([
		[
			'an expression gives no dataflow',
			() => ({ sendTo: 'dataflow', dataflow: { __rl: true, mode: 'id', value: '={{ "" }}' } }),
			{ code: 'setting.expressionEmpty', field: 'Dataflow' },
		],
		[
			'the endpoint is not a URL',
			() => ({ sendTo: 'endpoint', endpointUrl: 'here', recordFormat: 'raw' }),
			{ code: 'setting.invalid', field: 'Streaming Endpoint URL' },
		],
		[
			'nothing says which records a typed-in endpoint takes',
			() => ({
				...endpoint(),
				recordFormat: '={{ "dataflow" }}',
				datasetId: 'd1',
				schemaId: 's1',
			}),
			{ code: 'destination.formatNotChosen', field: 'Record Format' },
		],
		[
			'an expression returns no record format that there is',
			() => ({ ...endpoint(), recordFormat: '={{ "csv" }}', datasetId: 'd1', schemaId: 's1' }),
			{ code: 'setting.invalid', message: expect.stringContaining('Record Format') as string },
		],
		[
			'an ID is missing that the record format needs',
			() => ({
				...endpoint(),
				recordFormat: 'xdm',
				datasetId: '={{ "" }}',
				schemaId: '={{ "" }}',
			}),
			{
				code: 'destination.incomplete',
				message:
					'The destination has no organization ID, no dataset ID, no schema ID, and the record format needs it',
			},
		],
	])('says so when %s', async (_, parameters, problem) => {
		expect(await problemOfUnsent(parameters())).toMatchObject({ ...problem, retry: 'afterChange' });
		const { error } = await run(parameters(), items(event('none')));
		expect(error).toBeDefined();
		expect(await sentTo('/collection/a1')).toBe(0);
	});

	it('sends XDM records to a dataflow for raw data if that format is chosen', async () => {
		const connectionless = { ...toDataflow(raw), recordFormat: 'xdm' };
		const { error } = await run(connectionless, items(event('rawxdm-1')));
		expect(error).toBeUndefined();
	});

	it('names a dataflow that does not exist', async () => {
		const flowId = '00000000-0000-4000-8000-000000000000';
		const parameters = toDataflow({ ...raw, flowId });
		expect(await problemOfUnsent(parameters)).toMatchObject({
			code: 'adobe.dataflowUnknown',
			retry: 'afterChange',
			status: 404,
			service: 'adobe',
		});
		const { error } = await run(parameters, items(event('gone')));
		expect(error?.message).toContain(`Could not read the dataflow ${flowId}`);
		expect((error as NodeApiError).description).toContain('Choose the dataflow again');
	});

	it('sends nothing to a disabled dataflow, and every item leaves through the error output', async () => {
		const flow = await prepareDataflow(adobe.url, {
			name: 'Disabled',
			format: 'xdm',
			authenticated: false,
		});
		await adobe.control.setFlowState(flow.flowId, 'disabled');
		const input = items(event('off-0'), event('off-1'));
		const { output, hints } = await run(toDataflow(flow), input, { node: ERROR_OUTPUT });
		expect(output(0)).toHaveLength(0);
		expect(output(1)).toHaveLength(2);
		expect(output(1)[1].json).toMatchObject({
			delivery: { status: 'notSent', attempts: 0 },
			problem: {
				code: 'dataflow.notEnabled',
				message: expect.stringContaining('The dataflow "Disabled" is disabled'),
				advice: expect.stringContaining('Enable it'),
				retry: 'afterChange',
			},
		});
		expect(hints[0]).toBe('2 not sent in 0 requests');
		const { error } = await run(toDataflow(flow), input);
		expect(error?.message).toContain('is disabled');
		expect(await sentTo(flow.inletId)).toBe(0);
	});

	it('sends an item whose expression cannot be evaluated to the error output, and the others to Adobe', async () => {
		const parameters = {
			...toDataflow(openXdm),
			options: { recordField: '={{ $json.fails ? $("Nowhere").item.json.x : "record" }}' },
		};
		const input = items({ record: event('expression-0') }, { fails: true });
		const { output } = await run(parameters, input, { node: ERROR_OUTPUT });
		expect(output(0)).toHaveLength(1);
		expect(output(1)).toHaveLength(1);
		expect(output(1)[0].json).toMatchObject({
			delivery: { status: 'notSent', attempts: 0 },
			problem: {
				code: 'setting.unreadable',
				message: "Referenced node doesn't exist",
				advice: expect.stringContaining('Check the parameters of this node for this item'),
				retry: 'afterChange',
			},
		});
	});

	/** Parameters for a dataflow that Flow Service describes like this, once. */
	const toDescribed = async (change: object) => {
		const flowId = crypto.randomUUID();
		await adobe.control.fault({
			match: { path: flowId },
			action: {
				status: 200,
				body: { items: [{ id: flowId, name: 'Odd', state: 'enabled', ...change }] },
			},
		});
		return toDataflow({ ...raw, flowId });
	};

	it('sends nothing to a dataflow without an inlet', async () => {
		expect(await problemOfUnsent(await toDescribed({}))).toMatchObject({
			code: 'dataflow.noStreamingEndpoint',
			message: 'The dataflow "Odd" has no streaming endpoint',
			retry: 'afterChange',
		});
	});

	it('asks for the record format if Adobe does not say it', async () => {
		const options = { inletUrl: `${adobe.url}/collection/a1` };
		expect(await problemOfUnsent(await toDescribed({ options }))).toMatchObject({
			code: 'dataflow.formatUnknown',
			message: expect.stringContaining('XDM records or raw data'),
			advice: expect.stringContaining('Record Format'),
			retry: 'afterChange',
		});
	});

	it('sends the credential to no inlet of another owner, even if the dataflow names it', async () => {
		const base = authenticated.connectionId;
		const flowId = crypto.randomUUID();
		const foreign = await stubServer(() => ({ body: {} }));
		const spec = { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' };
		await adobe.control.fault({
			match: { path: flowId },
			action: {
				status: 200,
				body: {
					items: [
						{
							id: flowId,
							name: 'Odd',
							state: 'enabled',
							flowSpec: spec,
							sourceConnectionIds: [authenticated.sourceConnectionId],
						},
					],
				},
			},
		});
		await adobe.control.fault({
			match: { path: base },
			action: {
				status: 200,
				body: {
					items: [
						{
							auth: {
								params: { inletUrl: `${foreign.url}/collection/a1`, authenticationRequired: true },
							},
						},
					],
				},
			},
		});
		expect(await problemOfUnsent(toDataflow({ ...authenticated, flowId }))).toMatchObject({
			code: 'credential.hostNotAllowed',
			message: expect.stringContaining(`"${foreign.url}" is neither`),
			retry: 'afterChange',
		});
		expect(foreign.requests).toHaveLength(0);
		await foreign.close();
	});

	it('sends every item to the error output if the credential does not work', async () => {
		const { output } = await run(toDataflow(authenticated), items(event('cred-0')), {
			node: ERROR_OUTPUT,
			credential: { clientSecret: 'wrong' },
		});
		expect(output(0)).toHaveLength(0);
		expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'notSent', attempts: 0 });
		expect(problemOf(output(1)[0])).toMatchObject({
			code: 'credential.clientSecretRejected',
			message: expect.stringContaining('does not accept the Client Secret'),
			retry: 'afterChange',
			service: 'ims',
		});
	});

	it('sends every item to the error output if the node has no credential', async () => {
		const { output } = await run(toDataflow(authenticated), items(event('cred-1')), {
			node: ERROR_OUTPUT,
			credential: false,
		});
		expect(output(0)).toHaveLength(0);
		expect(output(1)).toHaveLength(1);
		expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'notSent', attempts: 0 });
		expect(problemOf(output(1)[0])).toMatchObject({
			code: 'credential.unreadable',
			message: expect.stringContaining('does not have any credentials set'),
			retry: 'afterChange',
		});
	});

	it('sends the credential to no host that is neither Adobe’s nor listed', async () => {
		const foreign = await stubServer(() => ({ body: {} }));
		const parameters = {
			...toEndpoint(authenticated),
			endpointUrl: `${foreign.url}/collection/a1`,
			authentication: 'adobe',
		};
		expect(await problemOfUnsent(parameters)).toMatchObject({
			code: 'credential.hostNotAllowed',
			message: expect.stringContaining(`"${foreign.url}" is neither`),
			retry: 'afterChange',
		});
		expect(foreign.requests).toHaveLength(0);
		await foreign.close();
	});
});

const NOT_OF_THE_NODE: FakeableAPI[] = [
	'hrtime',
	'nextTick',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
];

describe('a new dataflow', () => {
	/** Time left to wait for the young dataflows below, in ms. */
	const LEFT = 235_000;

	afterEach(() => jest.useRealTimers());

	const young = async (name: string) => {
		const flow = await prepareDataflow(adobe.url, {
			name,
			format: 'xdm',
			authenticated: false,
			aged: false,
		});
		await adobe.control.ageFlow(flow.flowId, 300_000 - LEFT);
		return flow;
	};

	it('is waited for, then sent to, and nothing is lost', async () => {
		const flow = await young('Young');
		const before = Date.now();
		// The clocks of the node and of the emulator; nothing else is in a hurry.
		jest.useFakeTimers({ advanceTimers: true, doNotFake: NOT_OF_THE_NODE });
		const { output, hints } = await run(toDataflow(flow), items(event('young-1')), {
			told: (text) => {
				if (!text.includes('Waiting 4 minutes')) return;
				void adobe.control
					.ageFlow(flow.flowId, LEFT)
					.then(async () => await jest.advanceTimersByTimeAsync(LEFT));
			},
		});
		expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted' });
		expect(Date.parse(String(deliveryOf(output()[0]).at))).toBeGreaterThan(before + LEFT - 60_000);
		expect(hints.join()).toMatch(/Waited \d min \d+ s for the new dataflow "Young"/);
		const [record] = await stored(flow, 'young-1');
		expect(record.status).toBe('stored');
	});

	it('can be stopped while it is waited for', async () => {
		const flow = await young('Stopped');
		let stop = () => {};
		const { error } = await run(toDataflow(flow), items(event('stopped-1')), {
			started: (cancel) => (stop = cancel),
			told: (text) => {
				if (text.includes('Waiting 4 minutes')) stop();
			},
		});
		expect(error?.message).toBe('The execution was stopped');
		expect((error as NodeApiError).context.delivery).toMatchObject({
			notAccepted: [
				{ status: 'notSent', problem: { code: 'delivery.stopped', retry: 'later' }, items: '0' },
			],
			requests: [],
		});
		expect(await stored(flow, 'stopped-1')).toHaveLength(0);
	});

	it('gets nothing if the user chose so', async () => {
		const flow = await young('Not Yet');
		const parameters = toDataflow(flow, { newDataflow: 'doNotSend' });
		expect(await problemOfUnsent(parameters)).toMatchObject({
			code: 'dataflow.warmingUp',
			message: expect.stringContaining('less than five minutes ago'),
			advice: expect.stringContaining('in 4 minutes'),
			retry: 'later',
		});
		expect(await sentTo(flow.inletId)).toBe(0);
	});

	it('is sent to at once if the user chose so, with a warning', async () => {
		const flow = await young('Anyway');
		const { hints } = await run(toDataflow(flow, { newDataflow: 'send' }), items(event('any-1')));
		expect(hints.join()).toContain('Adobe may have lost some records');
	});
});

describe('tokens and redirects', () => {
	it.each([401, 403] as const)(
		'goes on with a new token when the old one gets %d',
		async (status) => {
			await adobe.control.settings({ badTokenStatus: status });
			const credentials = { [ADOBE]: adobeRow(adobe.url) };
			const process = otherProcess();
			const send = async (id: string) =>
				await runNode({
					registry: process,
					type: 'adobePlatformStreaming',
					parameters: toDataflow(authenticated),
					credentials,
					input: items(event(id)),
				});
			await send(`fresh-${status}`);
			await adobe.control.expireTokens();
			const { error, output } = await send(`expired-${status}`);
			expect(error).toBeUndefined();
			expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted', attempts: 1 });
		},
	);

	it('stops at a token that is rejected twice instead of trying each batch', async () => {
		await adobe.control.settings({ ipAllowListRefuses: true });
		const before = await adobe.control.tokens();
		const input = items(...Array.from({ length: 50 }, (_, index) => event(`ip-${index}`)));
		const { output } = await run(toDataflow(authenticated, { batchSize: 5 }), input, {
			node: ERROR_OUTPUT,
		});
		expect(output(0)).toHaveLength(0);
		expect(output(1)).toHaveLength(50);
		expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'notSent', attempts: 1 });
		expect(deliveryOf(output(1)[49])).toMatchObject({ status: 'notSent', attempts: 0 });
		for (const item of output(1)) {
			expect(problemOf(item)).toMatchObject({
				code: 'inlet.ipNotAllowed',
				advice: expect.stringContaining('allowlist'),
				retry: 'afterChange',
				status: 403,
			});
		}
		expect((await adobe.control.tokens()).requests - before.requests).toBeLessThanOrEqual(2);
	});

	it('treats a redirect as a rejection and does not follow it', async () => {
		await adobe.control.fault({
			match: { path: '/collection', containing: 'moved-1' },
			times: 0,
			action: { status: 307, headers: { location: `${adobe.url}/elsewhere` } },
		});
		const { output } = await run(toDataflow(authenticated), items(event('moved-1')), {
			node: ERROR_OUTPUT,
		});
		expect(deliveryOf(output(1)[0])).toMatchObject({ status: 'notSent', httpStatus: 307 });
		expect(problemOf(output(1)[0])).toMatchObject({
			code: 'inlet.redirects',
			retry: 'afterChange',
		});
		expect(await adobe.control.requests('/elsewhere')).toHaveLength(0);
	});
});

describe('secrets', () => {
	it('appear in no item, error or hint, however it goes', async () => {
		const row = adobeRow(adobe.url);
		const runs: unknown[] = [];
		const send = async (id: string, node: Partial<INode> = {}) =>
			runs.push(
				await runNode({
					registry,
					type: 'adobePlatformStreaming',
					parameters: toDataflow(authenticated),
					credentials: { [ADOBE]: row },
					input: items(event(id)),
					node,
				}),
			);
		await send('secret-ok');
		await adobe.control.fault({
			match: { containing: 'secret-no' },
			times: 0,
			action: { status: 401 },
		});
		await send('secret-no');
		await send('secret-no', ERROR_OUTPUT);
		await adobe.control.fault({
			match: { containing: 'secret-400' },
			times: 0,
			action: { status: 400 },
		});
		await send('secret-400');
		row.tokenUrl = `${adobe.url}/nowhere`;
		await send('secret-url');
		const { inspect } = jest.requireActual<{
			inspect: (value: unknown, options: object) => string;
		}>('util');
		const seen = runs.map((one) => inspect(one, { depth: 30, showHidden: true })).join('\n');
		expect(String(row.accessToken).length).toBeGreaterThan(20);
		for (const secret of [row.clientSecret, row.accessToken]) {
			expect(seen).not.toContain(String(secret));
		}
	});
});
