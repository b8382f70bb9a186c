import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let raw: PreparedDataflow;
let xdm: PreparedDataflow;

const BASE = '/data/foundation/flowservice';
const HTTP_API = { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' };
const CHATLIO = { id: '073127a3-26e3-496c-9d94-9f48fb93fba8', version: '1.0' };
const DATA_LAKE = { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' };
const XDM_FLOW = { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' };
const RAW_FLOW = { id: 'c1a19761-d2c7-4702-b9fa-fe91f0613e81', version: '1.0' };
const SDK_FLOW = { id: 'e77fde5a-22a8-11ed-861d-0242ac120002', version: '1.0' };

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	const options = { authenticated: false, mappings: [] };
	xdm = await prepareDataflow(emulator.url, { ...options, name: 'B xdm', format: 'xdm' });
	raw = await prepareDataflow(emulator.url, { ...options, name: 'A raw', format: 'raw' });
});
afterAll(async () => await emulator.stop());

const auth = (params: object) => ({ specName: 'Streaming Connection', params });
const mapping = (mappingId: string | undefined, mappingVersion = 0) => [
	{ name: 'Mapping', params: { mappingId, mappingVersion } },
];
const flowBody = (flow: PreparedDataflow, change: object = {}) => ({
	name: 'New',
	flowSpec: flow.format === 'raw' ? RAW_FLOW : XDM_FLOW,
	sourceConnectionIds: [flow.sourceConnectionId],
	targetConnectionIds: [flow.targetConnectionId],
	...(flow.format === 'raw' ? { transformations: mapping(flow.mappingSetId) } : {}),
	...change,
});

describe('a base connection', () => {
	it('uses its name for what its parameters leave out', async () => {
		const paramsOf = async (params: object) => {
			const body = { name: 'Minimal', connectionSpec: HTTP_API, auth: auth(params) };
			const { data } = await client.post(`${BASE}/connections`, body);
			return (await client.get(`${BASE}/connections/${data.id}`)).data.items[0].auth.params;
		};
		expect(await paramsOf({ dataType: 'xdm' })).toMatchObject({
			name: 'Minimal',
			sourceId: 'Minimal',
			authenticationRequired: false,
		});
		expect(await paramsOf({ dataType: 'raw', name: 'Sender' })).toMatchObject({
			name: 'Sender',
			sourceId: 'Sender',
		});
	});

	it('tells its inlet only when it is read', async () => {
		const params = { sourceId: 'my-source', dataType: 'raw', name: 'my-source' };
		const made = await client.post(`${BASE}/connections`, {
			name: 'HTTP API base',
			connectionSpec: HTTP_API,
			auth: auth({ ...params, authenticationRequired: true }),
		});
		expect(made.status).toBe(201);
		expect(made.data).toEqual({
			id: expect.any(String),
			etag: expect.stringMatching(/^"[\da-f-]+"$/),
		});
		const { data } = await client.get(`${BASE}/connections/${made.data.id}`);
		const inletId = data.items[0].auth.params.inletId;
		expect(inletId).toMatch(/^[\da-f]{64}$/);
		expect(data.items[0]).toMatchObject({
			id: made.data.id,
			sandboxName: 'prod',
			imsOrgId: '9C1D3A5E7F0B2468@AdobeOrg',
			connectionSpec: HTTP_API,
			state: 'enabled',
			auth: auth({
				...params,
				authenticationRequired: true,
				inletId,
				inletUrl: `${emulator.url}/collection/${inletId}`,
			}),
			version: made.data.etag,
			etag: made.data.etag,
		});
		const tested = await client.get(`${BASE}/connections/${made.data.id}/test`);
		expect(tested.data).toEqual({ result: true });
	});

	it('cannot be deleted while a dataflow uses it', async () => {
		const address = `${BASE}/connections/${xdm.connectionId}`;
		const refused = await client.delete(address);
		expect([refused.status, refused.data.type]).toEqual([
			400,
			'https://ns.adobe.com/aep/errors/FLOW-1418-400',
		]);
		await client.delete(`${BASE}/flows/${xdm.flowId}`);
		expect((await client.delete(address)).status).toBe(204);
		expect((await client.post(xdm.inletUrl, {})).status).toBe(404);
	});
});

describe('refuses by its code', () => {
	const connection = (change: object) =>
		[
			'connections',
			{
				name: 'x',
				connectionSpec: HTTP_API,
				auth: auth({ dataType: 'xdm' }),
				...change,
			},
		] as const;

	it.each<[string, () => readonly [string, unknown]]>([
		['1405-400', () => ['connections', {}]],
		['1413-400', () => connection({ connectionSpec: { id: 'nothing' } })],
		['1415-400', () => connection({ auth: { specName: 'Other' } })],
		['1000-400', () => connection({ auth: auth({ dataType: 'csv' }) })],
		['1413-400', () => ['sourceConnections', { connectionSpec: { id: 'nothing' } }]],
		['1000-400', () => ['sourceConnections', { connectionSpec: HTTP_API }]],
		['1101-404', () => ['sourceConnections', { connectionSpec: HTTP_API, baseConnectionId: 'x' }]],
		[
			'1332-400',
			() => ['sourceConnections', { connectionSpec: CHATLIO, baseConnectionId: xdm.connectionId }],
		],
		['1307-400', () => ['targetConnections', { connectionSpec: HTTP_API }]],
		['1325-400', () => ['targetConnections', { connectionSpec: DATA_LAKE, params: {} }]],
		[
			'1101-404',
			() => ['targetConnections', { connectionSpec: DATA_LAKE, params: { dataSetId: 'x' } }],
		],
		['1410-400', () => ['flows', flowBody(xdm, { state: 'enabled' })]],
		['1000-400', () => ['flows', flowBody(xdm, { sourceConnectionIds: [] })]],
		['1101-404', () => ['flows', flowBody(xdm, { targetConnectionIds: ['x'] })]],
		['1413-400', () => ['flows', flowBody(xdm, { flowSpec: { id: 'nothing' } })]],
		['1413-400', () => ['flows', flowBody(xdm, { flowSpec: SDK_FLOW })]],
		['1419-400', () => ['flows', flowBody(raw, { transformations: [] })]],
		['1419-400', () => ['flows', flowBody(raw, { transformations: mapping('x') })]],
		['1412-400', () => ['flows', flowBody(raw, { transformations: mapping(raw.mappingSetId, 1) })]],
		['1425-400', () => ['flows', flowBody(raw, { targetConnectionIds: [xdm.targetConnectionId] })]],
	])('%s', async (code, request) => {
		const [path, body] = request();
		const { status, data } = await client.post(`${BASE}/${path}`, body);
		expect(data.type).toBe(`https://ns.adobe.com/aep/errors/FLOW-${code}`);
		expect(status).toBe(Number(code.split('-')[1]));
	});

	it('1439-404 in the only full form that Adobe prints', async () => {
		const { status, data } = await client.get(`${BASE}/flows/nowhere`);
		const text =
			'The requested flows resource nowhere is not found. Verify the resource ID before trying again.';
		expect(status).toBe(404);
		expect(data).toEqual({
			type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
			title: 'Resource not found',
			status: 404,
			report: {
				'detailed-message': text,
				id: 'nowhere',
				'request-id': expect.any(String),
				type: 'flows',
			},
			errorMessage: text,
			errorDetails: text,
		});
	});
});

describe('a change', () => {
	const address = () => `${BASE}/flows/${raw.flowId}`;
	const current = async () => (await client.get(address())).data.items[0];
	const rename = [{ op: 'replace', path: '/name', value: 'Renamed' }];
	const patch = (body: unknown, etag?: string) =>
		client.patch(address(), body, { headers: etag === undefined ? {} : { 'If-Match': etag } });

	it('needs the current etag with its quotes and gives a new one', async () => {
		const { etag } = await current();
		expect((await patch(rename)).data.type).toMatch(/FLOW-1403-400$/);
		const unquoted = await patch(rename, etag.replaceAll('"', ''));
		expect([unquoted.status, unquoted.data.type]).toEqual([
			412,
			'https://ns.adobe.com/aep/errors/FLOW-1404-412',
		]);
		const { status, data } = await patch(rename, etag);
		expect([status, data.id]).toEqual([200, raw.flowId]);
		expect(data.etag).not.toBe(etag);
		expect(await current()).toMatchObject({ name: 'Renamed', etag: data.etag });
		expect((await patch(rename, etag)).status).toBe(412);
	});

	it('may spell its operations in upper case', async () => {
		const labels = [{ op: 'ADD', path: '/labels', value: ['core/C12'] }];
		expect((await patch(labels, (await current()).etag)).status).toBe(200);
		const remove = [{ op: 'REMOVE', path: '/labels/0' }];
		expect((await patch(remove, (await current()).etag)).status).toBe(200);
		expect((await current()).labels).toEqual([]);
	});

	it.each([
		['1434-400', [{ op: 'move', path: '/name', value: 'x' }]],
		['1455-400', [{ op: 'replace', value: 'x' }]],
		['1455-400', [{ op: 'replace', path: '/name' }]],
		['1455-400', [{ op: 'replace', path: '/nowhere/name', value: 'x' }]],
		['1455-400', [{ op: 'add', path: '/__proto__', value: {} }]],
		['1455-400', {}],
		['1419-400', [{ op: 'replace', path: '/transformations/0', value: mapping('x')[0] }]],
	])('is refused with %s: %j', async (code, body) => {
		const { data } = await patch(body, (await current()).etag);
		expect(data.type).toBe(`https://ns.adobe.com/aep/errors/FLOW-${code}`);
		expect((await current()).name).toBe('A raw');
	});

	it('of the state goes by an action', async () => {
		const { data } = await client.post(`${address()}/action?op=disable`);
		expect(await current()).toMatchObject({ state: 'disabled', etag: data.etag });
		const explode = await client.post(`${address()}/action?op=explode`);
		expect(explode.data.type).toMatch(/FLOW-1435-400$/);
		const stale = await client.post(`${address()}/action?op=enable`, undefined, {
			headers: { 'if-match': '"old"' },
		});
		expect(stale.status).toBe(412);
	});

	it('makes a draft only when published', async () => {
		const { data } = await client.post(`${BASE}/flows?mode=draft`, flowBody(xdm));
		const draft = `${BASE}/flows/${data.id}`;
		expect((await client.get(draft)).data.items[0].state).toBe('draft');
		await client.post(`${draft}/action?op=publish`);
		expect((await client.get(draft)).data.items[0].state).toBe('enabled');
	});
});

describe('a list', () => {
	const names = async (query: string) => {
		const { data } = await client.get(`${BASE}/flows${query}`);
		return data.items.map(({ name }: { name: string }) => name);
	};

	it('is ordered by what is asked for', async () => {
		expect(await names('')).toEqual(['B xdm', 'A raw']);
		expect(await names('?orderby=name')).toEqual(['A raw', 'B xdm']);
		expect(await names('?orderby=-name')).toEqual(['B xdm', 'A raw']);
		expect(await names('?orderby=%2Bname')).toEqual(['A raw', 'B xdm']);
		expect(await names('?orderby=state,-createdAt')).toEqual(['A raw', 'B xdm']);
		const wrong = await client.get(`${BASE}/flows?orderby=shoes`);
		expect(wrong.data.type).toMatch(/FLOW-1433-400$/);
	});

	it('keeps what fits every filter; several values mean any of them', async () => {
		expect(await names(`?property=name==A raw`)).toEqual(['A raw']);
		expect(await names(`?property=name=="A raw"`)).toEqual(['A raw']);
		expect(await names(`?property=id==${raw.flowId},${xdm.flowId}`)).toHaveLength(2);
		expect(await names(`?property=state==enabled&property=name!=A raw`)).toEqual(['B xdm']);
		expect(await names(`?property=state==disabled`)).toEqual([]);
		expect(await names('?property=createdAt>1')).toHaveLength(2);
		expect(await names('?property=createdAt<=1')).toEqual([]);
		expect(await names('?property=name<B&property=name>=A')).toEqual(['A raw']);
		const bad = await client.get(`${BASE}/flows?property=name`);
		expect(bad.data.type).toMatch(/FLOW-1448-400$/);
	});

	it('looks into the members of arrays', async () => {
		expect(await names(`?property=sourceConnectionIds[]==${raw.sourceConnectionId}`)).toEqual([
			'A raw',
		]);
		const inherited = 'inheritedAttributes.sourceConnections[].connectionSpec.id';
		expect(await names(`?property=${inherited}==${HTTP_API.id}`)).toHaveLength(2);
		expect(await names(`?property=${inherited}==${CHATLIO.id}`)).toEqual([]);
	});

	it('comes in pages that a relative link continues', async () => {
		const first = (await client.get(`${BASE}/flows?limit=1&orderby=name`)).data;
		expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['A raw']);
		expect(first._links.next.href).toMatch(/^\/flows\?continuationToken=/);
		const second = (await client.get(`${BASE}${first._links.next.href}`)).data;
		expect(second.items.map(({ name }: { name: string }) => name)).toEqual(['B xdm']);
		expect(second._links).toEqual({});
		expect((await client.get(`${BASE}/flows?continuationToken=x`)).status).toBe(400);
		expect((await client.get(`${BASE}/flows?limit=0`)).status).toBe(400);
	});

	it('is counted, but not together with a limit', async () => {
		expect((await client.get(`${BASE}/flows?count=true`)).data).toEqual({ count: 2 });
		const both = await client.get(`${BASE}/flows?count=true&limit=1`);
		expect(both.data.type).toMatch(/FLOW-1401-400$/);
	});

	it('of runs is empty right after sending', async () => {
		const { data } = await client.get(`${BASE}/runs?property=flowId==${raw.flowId}`);
		expect(data).toEqual({ items: [], _links: {} });
	});

	it('of specs is found by name', async () => {
		const { data } = await client.get(`${BASE}/connectionSpecs?property=name=="Chatlio"`);
		expect(data.items).toEqual([expect.objectContaining(CHATLIO)]);
		const one = await client.get(`${BASE}/flowSpecs/${RAW_FLOW.id}`);
		expect(one.data.items).toEqual([expect.objectContaining(RAW_FLOW)]);
		expect((await client.get(`${BASE}/flowSpecs/x`)).status).toBe(404);
	});
});
