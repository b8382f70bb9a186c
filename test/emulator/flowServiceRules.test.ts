import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { http, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let raw: PreparedDataflow;

const BASE = '/data/foundation/flowservice';
const CHATLIO = { id: '073127a3-26e3-496c-9d94-9f48fb93fba8', version: '1.0' };
const DATA_LAKE = { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' };
const RAW_FLOW = { id: 'c1a19761-d2c7-4702-b9fa-fe91f0613e81', version: '1.0' };
const SDK_FLOW = { id: 'e77fde5a-22a8-11ed-861d-0242ac120002', version: '1.0' };

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	raw = await prepareDataflow(emulator.url, {
		name: 'Raw events',
		format: 'raw',
		authenticated: false,
		mappings: [
			{ source: 'visitor.UUID', destination: '_id' },
			{ sourceType: 'EXPRESSION', source: 'now()', destination: 'timestamp' },
		],
	});
});
afterAll(async () => await emulator.stop());

const codeOf = ({ data }: { data: { type?: string } }) => data.type?.split('FLOW-')[1];
const mapping = () => [
	{ name: 'Mapping', params: { mappingId: raw.mappingSetId, mappingVersion: 0 } },
];
const make = async (path: string, body: object) =>
	(await client.post(`${BASE}/${path}`, body)).data.id as string;
const read = async (path: string) => (await client.get(`${BASE}/${path}`)).data.items[0];
const patch = async (path: string, body: object[]) =>
	await client.patch(`${BASE}/${path}`, body, {
		headers: { 'If-Match': (await read(path)).etag },
	});

describe("Adobe's own Chatlio source", () => {
	const makeSource = async () =>
		await make('sourceConnections', {
			name: 'Streaming source connection for Chatlio',
			providerId: '521eee4d-8cbe-4906-bb48-fb6bd4450033',
			connectionSpec: CHATLIO,
			data: { format: 'json' },
		});
	const makeTarget = async () =>
		await make('targetConnections', {
			name: 'Streaming target connection for Chatlio',
			connectionSpec: DATA_LAKE,
			data: {
				format: 'json',
				schema: {
					id: raw.schemaId,
					version: 'application/vnd.adobe.xed-full+json;version=1',
				},
			},
			params: { dataSetId: raw.datasetId },
		});

	it('has its endpoint at the dataflow, and takes what a webhook posts to it', async () => {
		const [sourceId, targetId] = [await makeSource(), await makeTarget()];
		const flowId = await make('flows', {
			name: 'Streaming dataflow for Chatlio',
			flowSpec: SDK_FLOW,
			sourceConnectionIds: [sourceId],
			targetConnectionIds: [targetId],
			transformations: mapping(),
		});
		const flow = await read(`flows/${flowId}`);
		expect(flow).toMatchObject({
			state: 'enabled',
			sandboxName: 'prod',
			inheritedAttributes: {
				properties: { isSourceFlow: true },
				sourceConnections: [{ id: sourceId, connectionSpec: CHATLIO }],
				targetConnections: [{ id: targetId, connectionSpec: DATA_LAKE }],
			},
			options: { inletUrl: expect.stringMatching(/\/collection\/[\da-f]{64}$/) },
			transformations: mapping(),
			runs: `/runs?property=flowId==${flowId}`,
			lastOperation: { operation: 'create' },
		});
		await emulator.control.ageFlow(flowId);
		const visitor = { email: 'a@example.com', UUID: '1' };
		const webhook = `${flow.options.inletUrl}?x-adobe-flow-id=${flowId}`;
		expect((await http.post(webhook, { visitor, message: 'hi' })).status).toBe(200);
		const [record] = await emulator.control.settled(1);
		expect(record).toMatchObject({ status: 'stored', _id: '1', flowId });
	});

	it('may have dataflows of its own side by side, each with an endpoint', async () => {
		const endpoints = [];
		for (const name of ['one', 'two']) {
			const flowId = await make('flows', {
				name,
				flowSpec: SDK_FLOW,
				sourceConnectionIds: [await makeSource()],
				targetConnectionIds: [await makeTarget()],
				transformations: mapping(),
			});
			endpoints.push((await read(`flows/${flowId}`)).options.inletUrl);
		}
		expect(new Set(endpoints).size).toBe(2);
	});
});

describe('a draft', () => {
	const makeDraft = async (change: object = {}) =>
		`flows/${await make('flows?mode=draft', {
			name: 'HTTP source dataflow for ACME data',
			sourceConnectionIds: [raw.sourceConnectionId],
			targetConnectionIds: [raw.targetConnectionId],
			flowSpec: RAW_FLOW,
			...change,
		})}`;

	it('gets its mapping later, and must have it when it is published', async () => {
		const draft = await makeDraft();
		expect((await read(draft)).state).toBe('draft');
		const publish = async () => await client.post(`${BASE}/${draft}/action?op=publish`);
		expect(codeOf(await publish())).toBe('1419-400');
		const added = await patch(draft, [{ op: 'add', path: '/transformations', value: mapping() }]);
		expect(added.status).toBe(200);
		expect((await publish()).status).toBe(200);
		expect((await read(draft)).state).toBe('enabled');
		expect(codeOf(await publish())).toBe('1422-400');
	});

	it('is neither enabled nor disabled, loses what it is sent, and can be deleted', async () => {
		const draft = await makeDraft({ transformations: mapping() });
		for (const op of ['enable', 'disable']) {
			expect(codeOf(await client.post(`${BASE}/${draft}/action?op=${op}`))).toBe('1422-400');
		}
		await http.post(raw.inletUrl, {}, { headers: { 'x-adobe-flow-id': draft.slice(6) } });
		const [record] = await emulator.control.settled(1);
		expect(record).toMatchObject({ status: 'lost', why: 'The dataflow is draft.' });
		expect((await client.delete(`${BASE}/${draft}`)).status).toBe(204);
	});
});

describe('a deletion', () => {
	it('goes from the dataflow to its connections', async () => {
		const paths = [
			`sourceConnections/${raw.sourceConnectionId}`,
			`targetConnections/${raw.targetConnectionId}`,
			`connections/${raw.connectionId}`,
		];
		const refused = [];
		for (const path of paths) refused.push(codeOf(await client.delete(`${BASE}/${path}`)));
		expect(refused).toEqual(['1447-400', '1447-400', '1418-400']);
		for (const path of [`flows/${raw.flowId}`, ...paths]) {
			const { status, data } = await client.delete(`${BASE}/${path}`);
			expect([status, data]).toEqual([204, '']);
			expect(codeOf(await client.get(`${BASE}/${path}`))).toBe('1439-404');
		}
	});
});

describe('a state', () => {
	it.each<[string, string, string]>([
		['disabling', '1420-400', '1421-400'],
		['updating', '1420-400', '1421-400'],
		['delete-finalizing', '1457-400', '1421-400'],
	])('of %s permits no change', async (state, ofPatch, ofAction) => {
		const path = `flows/${raw.flowId}`;
		await emulator.control.setFlowState(raw.flowId, state);
		const rename = [{ op: 'replace', path: '/name', value: 'x' }];
		expect(codeOf(await patch(path, rename))).toBe(ofPatch);
		expect(codeOf(await client.post(`${BASE}/${path}/action?op=enable`))).toBe(ofAction);
	});

	it('of a deletion under way permits no second one', async () => {
		await emulator.control.setFlowState(raw.flowId, 'delete-finalizing');
		expect(codeOf(await client.delete(`${BASE}/flows/${raw.flowId}`))).toBe('1458-400');
	});

	it('can be set by a patch to some words only', async () => {
		const path = `flows/${raw.flowId}`;
		const set = async (value: string) =>
			await patch(path, [{ op: 'replace', path: '/state', value }]);
		expect((await set('disabled')).status).toBe(200);
		expect((await read(path)).state).toBe('disabled');
		expect(codeOf(await set('delete-finalizing'))).toBe('1456-400');
	});

	it('may be asked for again', async () => {
		const action = `${BASE}/flows/${raw.flowId}/action`;
		for (const op of ['enable', 'disable', 'DISABLE', 'enable']) {
			expect((await client.post(`${action}?op=${op}`)).status).toBe(200);
		}
		expect(codeOf(await client.post(action))).toBe('1435-400');
	});
});

it('keeps the spec of a connection', async () => {
	const replace = [{ op: 'replace', path: '/connectionSpec', value: CHATLIO }];
	const paths = [
		`connections/${raw.connectionId}`,
		`sourceConnections/${raw.sourceConnectionId}`,
		`targetConnections/${raw.targetConnectionId}`,
	];
	for (const path of paths) {
		expect(codeOf(await patch(path, replace))).toBe('1414-400');
		expect((await patch(path, [{ op: 'add', path: '/name', value: 'New' }])).status).toBe(200);
	}
});

it('tests a connection that exists', async () => {
	const address = `${BASE}/connections/${raw.connectionId}/test`;
	expect((await client.get(address)).data).toEqual({ result: true });
	expect(codeOf(await client.get(`${BASE}/connections/x/test`))).toBe('1439-404');
});

describe('a filter', () => {
	it.each([
		['property=name==', '1453-400'],
		['property=name!>x', '1450-400'],
		['property=createdAt<=1,2', '1443-400'],
		['property=createdAt==soon', '1452-400'],
		['testParam=1', '1451-400'],
	])('%s is refused with %s', async (query, code) => {
		const reply = await client.get(`${BASE}/flows?${query}`);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});
});

describe('a search', () => {
	it('finds dataflows and connections by a part of their name', async () => {
		const find = async (path: string, body: object) =>
			(await client.post(`${BASE}/${path}/search`, body)).data;
		const found = await find('flows', { queryString: 'EVENTS' });
		expect(found.items).toEqual([expect.objectContaining({ id: raw.flowId })]);
		expect(await find('flows', { queryString: 'nothing' })).toEqual({ items: [], _links: {} });
		expect(await find('connections', { queryString: 'raw*', count: true })).toEqual({ count: 1 });
		const fields = { queryString: 'raw', projectionFields: ['name'], limit: 1, orderby: '-name' };
		expect((await find('connections', fields)).items).toEqual([{ name: 'Raw events' }]);
	});
});

it('lists the specs of the sources, and of the flows between them and the data lake', async () => {
	const { data } = await client.get(`${BASE}/connectionSpecs/${CHATLIO.id}`);
	expect(data.items[0]).toMatchObject({
		name: 'Chatlio',
		providerId: '521eee4d-8cbe-4906-bb48-fb6bd4450033',
		attributes: { isSource: true },
	});
	const specs = await client.get(`${BASE}/flowSpecs`);
	expect(specs.data.items).toContainEqual(
		expect.objectContaining({
			...SDK_FLOW,
			sourceConnectionSpecIds: [CHATLIO.id],
			targetConnectionSpecIds: [DATA_LAKE.id],
		}),
	);
});
