import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, signIn, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, http } from './http';

let emulator: Emulator;
let flow: PreparedDataflow;

const mappings = [
	{ sourceType: 'ATTRIBUTE', source: 'visitor.UUID', destination: '_id' },
	{
		sourceType: 'EXPRESSION',
		source: 'date(ts,"yyyy-MM-dd HH:mm:ss")',
		destination: 'timestamp',
	},
	{ sourceType: 'STATIC', source: 'chat.message', destination: 'eventType' },
	{ destinationXdmPath: 'web.webPageDetails.URL', sourceAttribute: 'page' },
];

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	const options = { name: 'Raw', format: 'raw', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, { ...options, mappings });
});
afterAll(async () => await emulator.stop());

const payload = (id: string) => ({
	visitor: { UUID: id, email: 'visitor@example.com' },
	page: 'https://example.com/pricing',
	ts: '2025-01-31 12:00:00',
});
const headers = () => ({ 'x-adobe-flow-id': flow.flowId });
const mapped = (id: string) => ({
	_id: id,
	timestamp: expect.stringMatching(/^2025-01-31T12:00:00/),
	eventType: 'chat.message',
	web: { webPageDetails: { URL: 'https://example.com/pricing' } },
});

it('is mapped by the dataflow on its way into the dataset', async () => {
	const { status, data } = await http.post(flow.inletUrl, payload('v1'), { headers: headers() });
	expect(status).toBe(200);
	expect(data).toMatchObject({ inletId: flow.inletId, xactionId: expect.any(String) });
	const [record] = await emulator.control.settled(1);
	expect(record).toMatchObject({ status: 'stored', datasetId: flow.datasetId, _id: 'v1' });
	expect(record?.record).toEqual(mapped('v1'));
	expect(record?.message).toEqual(payload('v1'));
});

it('may name the dataflow in the query, as webhooks do', async () => {
	await http.post(`${flow.inletUrl}?x-adobe-flow-id=${flow.flowId}`, payload('v1'));
	const [record] = await emulator.control.settled(1);
	expect(record?.status).toBe('stored');
});

it('vanishes without a dataflow', async () => {
	expect((await http.post(flow.inletUrl, payload('v1'))).status).toBe(200);
	const [record] = await emulator.control.settled(1);
	expect(record).toMatchObject({ status: 'lost', datasetId: null });
});

it('whose mapping leaves required fields empty lands in a failed batch', async () => {
	await http.post(flow.inletUrl, { hello: 'world' }, { headers: headers() });
	const [record] = await emulator.control.settled(1);
	expect(record?.status).toBe('refused');
	expect(record?.violations).toContainEqual(
		expect.objectContaining({ keyword: 'required', message: 'required key [_id] not found' }),
	);
});

it('keeps going when one expression cannot be computed', async () => {
	const { page, ...rest } = payload('v1');
	await http.post(flow.inletUrl, { ...rest, page: { a: page } }, { headers: headers() });
	const [record] = await emulator.control.settled(1);
	expect(record?._id).toBe('v1');
});

it('is read from the body of an upsert message', async () => {
	const message = {
		header: { flowId: flow.flowId, imsOrgId: ORG_ID, datasetId: flow.datasetId },
		body: payload('v2'),
	};
	await http.post(flow.inletUrl, message);
	const [record] = await emulator.control.settled(1);
	expect(record).toMatchObject({ status: 'stored', _id: 'v2' });
});

it('skips sync validation', async () => {
	const { status, data } = await http.post(
		`${flow.inletUrl}?syncValidation=true`,
		{ a: 1 },
		{
			headers: headers(),
		},
	);
	expect([status, data.syncValidation]).toEqual([200, { skipped: true }]);
});

describe('in a batch', () => {
	const send = (requestHeaders: Record<string, string>) =>
		http.post(
			batchUrl(flow),
			{ messages: [payload('a'), payload('b')] },
			{
				headers: requestHeaders,
			},
		);

	it('is accepted item by item if set so', async () => {
		await emulator.control.settings({ rawBatches: 'allowed' });
		const { data } = await send(headers());
		expect(data.responses).toEqual([
			{ xactionId: expect.stringMatching(/-0$/) },
			{ xactionId: expect.stringMatching(/-1$/) },
		]);
		const records = await emulator.control.settled(2);
		expect(records.map(({ record }) => record)).toEqual([mapped('a'), mapped('b')]);
	});

	const refusal = {
		status: 400,
		message: "The 'header' field is mandatory. Provide a valid 'header' value and try again.",
	};

	it('is told that its header is mandatory', async () => {
		const { status, data } = await send(headers());
		expect(status).toBe(207);
		expect(data.responses).toEqual([
			expect.objectContaining(refusal),
			expect.objectContaining(refusal),
		]);
	});

	it('is told that its header is mandatory without a dataflow, however it is set', async () => {
		await emulator.control.settings({ rawBatches: 'allowed' });
		const { data } = await send({});
		expect(data.responses[0]).toMatchObject(refusal);
	});
});

describe('a streaming SDK source', () => {
	const CHATLIO = { id: '073127a3-26e3-496c-9d94-9f48fb93fba8', version: '1.0' };

	it('has an inlet of its own that its dataflow names', async () => {
		const client = await signIn(emulator.url);
		const base = '/data/foundation/flowservice';
		const { data: source } = await client.post(`${base}/sourceConnections`, {
			name: 'Streaming source connection for Chatlio',
			providerId: '521eee4d-8cbe-4906-bb48-fb6bd4450033',
			connectionSpec: CHATLIO,
			data: { format: 'json' },
		});
		const { data: made, headers: answer } = await client.post(`${base}/flows`, {
			name: 'Chatlio',
			flowSpec: { id: 'e77fde5a-22a8-11ed-861d-0242ac120002', version: '1.0' },
			sourceConnectionIds: [source.id],
			targetConnectionIds: [flow.targetConnectionId],
			transformations: [
				{ name: 'Mapping', params: { mappingId: flow.mappingSetId, mappingVersion: 0 } },
			],
		});
		expect(answer.location).toBe(`${base}/flows/${made.id}`);
		const { data } = await client.get(`${base}/flows/${made.id}`);
		const [shown] = data.items;
		expect(shown).toMatchObject({
			id: made.id,
			state: 'enabled',
			etag: made.etag,
			version: made.etag,
			runs: `/runs?property=flowId==${made.id}`,
			inheritedAttributes: {
				properties: { isSourceFlow: true },
				sourceConnections: [{ id: source.id, connectionSpec: CHATLIO }],
			},
			options: { inletUrl: expect.stringMatching(/\/collection\/[\da-f]{64}$/) },
			lastOperation: { operation: 'create', updated: 0 },
		});
		await emulator.control.ageFlow(made.id);
		await http.post(`${shown.options.inletUrl}?x-adobe-flow-id=${made.id}`, payload('sdk'));
		const [record] = await emulator.control.settled(1);
		expect(record).toMatchObject({ status: 'stored', _id: 'sdk', flowId: made.id });
	});
});
