import type { AxiosInstance } from 'axios';
import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;

const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const HTTP_API = { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' };
const DATA_LAKE = { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' };
const XDM_FLOW = { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' };

const FLOW_SERVICE = '/data/foundation/flowservice';
const REGISTRY = '/data/foundation/schemaregistry/tenant';
const SERVICES = {
	'Flow Service': `${FLOW_SERVICE}/flows`,
	'Flow Service, runs': `${FLOW_SERVICE}/runs`,
	'Schema Registry': `${REGISTRY}/schemas`,
	Catalog: '/data/foundation/catalog/dataSets',
	'Data Prep': '/data/foundation/conversion/mappingSets?limit=1&start=0',
	'Data Access': '/data/foundation/export/batches/x/failed',
	'Identity Service': '/data/core/idnamespace/identities',
	'Privacy Service': '/data/core/privacy/jobs?regulation=gdpr',
	'Sandbox Management': '/data/foundation/sandbox-management/',
	'Observability Insights': '/data/infrastructure/observability/insights/metrics',
} as const;
const METRICS = SERVICES['Observability Insights'];

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	flow = await prepareDataflow(emulator.url, { name: 'A', format: 'xdm', authenticated: false });
});
afterAll(async () => await emulator.stop());

const ask = async (path: string, headers: object) =>
	await (path === METRICS
		? client.post(path, {}, { headers })
		: client.get(path, { headers: { Accept: 'application/vnd.adobe.xed-id+json', ...headers } }));

describe.each(Object.entries(SERVICES))('%s', (_, path) => {
	it.each([
		[{ Authorization: undefined }, 403, '403010', 'Oauth token is missing.'],
		[{ Authorization: 'Bearer old' }, 401, '401013', 'Oauth token is not valid'],
		[{ 'x-api-key': undefined }, 403, '403000', 'Api Key is required'],
		[{ 'x-api-key': 'other' }, 403, '403003', 'Api Key is invalid'],
	])('lets the gateway refuse %j with %s', async (headers, status, error_code, message) => {
		const reply = await ask(path, headers);
		expect([reply.status, reply.data]).toEqual([status, { error_code, message }]);
		expect(reply.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
	});

	it('wants the organization of the token', async () => {
		const missing = await ask(path, { 'x-gw-ims-org-id': undefined });
		const other = await ask(path, { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' });
		const own = path.startsWith(FLOW_SERVICE);
		expect([missing.status, other.status]).toEqual(own ? [401, 401] : [400, 403]);
		const codes = own
			? [expect.stringContaining('FLOW-2002-401'), expect.stringContaining('FLOW-2000-401')]
			: ['400003', '403025'];
		expect([missing, other].map(({ data }) => data.type ?? data.error_code)).toEqual(codes);
	});
});

it('names a request in the refusal as in the header', async () => {
	const { data, headers } = await client.get(`${FLOW_SERVICE}/flows/x`);
	expect(data.report['request-id']).toBe(headers['x-request-id']);
	const registry = await client.get(`${REGISTRY}/schemas`);
	expect(registry.data.report.registryRequestId).toBe(registry.headers['x-request-id']);
});

describe('a body that is nested too deeply', () => {
	const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
	const headers = { 'content-type': 'application/json' };

	it.each<[string, () => string]>([
		['POST', () => `${FLOW_SERVICE}/connections`],
		['POST', () => `${FLOW_SERVICE}/flows/search`],
		['PATCH', () => `${REGISTRY}/schemas/${encodeURIComponent(flow.schemaId)}`],
		['PUT', () => `${REGISTRY}/schemas/${encodeURIComponent(flow.schemaId)}`],
		['POST', () => `${REGISTRY}/fieldgroups`],
		['POST', () => `${REGISTRY}/descriptors`],
		['POST', () => SERVICES.Catalog],
		['PATCH', () => `${SERVICES.Catalog}/${flow.datasetId}`],
		['POST', () => '/data/foundation/conversion/mappingSets'],
		['POST', () => '/data/foundation/conversion/mappingSets/preview'],
		['POST', () => '/data/foundation/conversion/mappingSets/validate'],
		['POST', () => '/data/foundation/conversion/languages/el/validate'],
		['POST', () => SERVICES['Identity Service']],
		['POST', () => METRICS],
		['POST', () => '/data/core/privacy/jobs'],
	])('is answered 400: %s %#', async (method, url) => {
		const { status, data } = await client.request({ method, url: url(), data: deep, headers });
		expect([status, data.detail]).toEqual([400, 'The request body is nested too deeply']);
	});

	it('is not one whose texts have brackets', async () => {
		const body = { name: `${'['.repeat(1_000)}"\\`, code: 'Brackets', idType: 'Device' };
		expect((await client.post(SERVICES['Identity Service'], body)).status).toBe(200);
	});
});

interface Call {
	name: string;
	method: 'post' | 'put' | 'patch' | 'delete';
	path: () => string;
	body?: () => object;
	etag?: boolean;
	/** What changes when it acts. */
	seen: () => string;
}

const CALLS: Call[] = [
	{
		name: 'a privacy job made',
		method: 'post',
		path: () => '/data/core/privacy/jobs',
		body: () => ({
			companyContexts: [{ namespace: 'imsOrgID', value: ORG_ID }],
			users: [
				{
					key: 'New',
					action: ['access'],
					userIDs: [{ namespace: 'Email', value: 'new@example.com', type: 'standard' }],
				},
			],
			include: ['aepDataLake'],
			regulation: 'gdpr',
		}),
		seen: () => SERVICES['Privacy Service'],
	},
	{
		name: 'a namespace made',
		method: 'post',
		path: () => SERVICES['Identity Service'],
		body: () => ({ name: 'New', code: 'New', idType: 'Device' }),
		seen: () => SERVICES['Identity Service'],
	},
	{
		name: 'a field group made',
		method: 'post',
		path: () => `${REGISTRY}/fieldgroups`,
		body: () => ({ title: 'New', type: 'object', properties: {} }),
		seen: () => `${REGISTRY}/fieldgroups`,
	},
	{
		name: 'a schema made',
		method: 'post',
		path: () => `${REGISTRY}/schemas`,
		body: () => ({ title: 'New', type: 'object', allOf: [{ $ref: CLASS }] }),
		seen: () => `${REGISTRY}/schemas`,
	},
	{
		name: 'a schema changed',
		method: 'patch',
		path: () => `${REGISTRY}/schemas/${encodeURIComponent(flow.schemaId)}`,
		body: () => [{ op: 'replace', path: '/title', value: 'New' }],
		seen: () => `${REGISTRY}/schemas`,
	},
	{
		name: 'a dataset made',
		method: 'post',
		path: () => SERVICES.Catalog,
		body: () => ({ name: 'New', schemaRef: flow.schemaRef }),
		seen: () => SERVICES.Catalog,
	},
	{
		name: 'a dataset changed',
		method: 'patch',
		path: () => `${SERVICES.Catalog}/${flow.datasetId}`,
		body: () => ({ name: 'New' }),
		seen: () => SERVICES.Catalog,
	},
	{
		name: 'a dataset deleted',
		method: 'delete',
		path: () => `${SERVICES.Catalog}/${flow.datasetId}`,
		seen: () => SERVICES.Catalog,
	},
	{
		name: 'a mapping set made',
		method: 'post',
		path: () => '/data/foundation/conversion/mappingSets',
		body: () => ({ outputSchema: { schemaRef: flow.schemaRef }, mappings: [] }),
		seen: () => SERVICES['Data Prep'],
	},
	{
		name: 'a base connection made',
		method: 'post',
		path: () => `${FLOW_SERVICE}/connections`,
		body: () => ({
			name: 'New',
			connectionSpec: HTTP_API,
			auth: { specName: 'Streaming Connection', params: { dataType: 'xdm' } },
		}),
		seen: () => `${FLOW_SERVICE}/connections`,
	},
	{
		name: 'a source connection made',
		method: 'post',
		path: () => `${FLOW_SERVICE}/sourceConnections`,
		body: () => ({
			name: 'New',
			connectionSpec: HTTP_API,
			baseConnectionId: flow.connectionId,
		}),
		seen: () => `${FLOW_SERVICE}/sourceConnections`,
	},
	{
		name: 'a target connection made',
		method: 'post',
		path: () => `${FLOW_SERVICE}/targetConnections`,
		body: () => ({
			name: 'New',
			connectionSpec: DATA_LAKE,
			params: { dataSetId: flow.datasetId },
		}),
		seen: () => `${FLOW_SERVICE}/targetConnections`,
	},
	{
		name: 'a dataflow made',
		method: 'post',
		path: () => `${FLOW_SERVICE}/flows`,
		body: () => ({
			name: 'New',
			flowSpec: XDM_FLOW,
			sourceConnectionIds: [flow.sourceConnectionId],
			targetConnectionIds: [flow.targetConnectionId],
		}),
		seen: () => `${FLOW_SERVICE}/flows`,
	},
	{
		name: 'a dataflow disabled',
		method: 'post',
		path: () => `${FLOW_SERVICE}/flows/${flow.flowId}/action?op=disable`,
		seen: () => `${FLOW_SERVICE}/flows`,
	},
	{
		name: 'a dataflow changed',
		method: 'patch',
		path: () => `${FLOW_SERVICE}/flows/${flow.flowId}`,
		body: () => [{ op: 'replace', path: '/name', value: 'New' }],
		etag: true,
		seen: () => `${FLOW_SERVICE}/flows`,
	},
	{
		name: 'a dataflow deleted',
		method: 'delete',
		path: () => `${FLOW_SERVICE}/flows/${flow.flowId}`,
		seen: () => `${FLOW_SERVICE}/flows`,
	},
];

describe.each(CALLS.map((call) => [call.name, call] as const))('%s', (_, call) => {
	const look = async () => JSON.stringify((await ask(call.seen(), {})).data);
	const request = async () => {
		const etag = call.etag
			? (await client.get(`${FLOW_SERVICE}/flows/${flow.flowId}`)).data.items[0].etag
			: undefined;
		return async () =>
			await client.request({
				method: call.method,
				url: call.path(),
				headers: etag ? { 'If-Match': etag } : {},
				...(call.body ? { data: call.body() } : {}),
			});
	};
	const match = () => ({
		path: call.path().split('?')[0]!.replaceAll('//', '/'),
		method: call.method,
	});

	it('did not happen when the connection is cut off before', async () => {
		const before = await look();
		const send = await request();
		await emulator.control.fault({ match: match(), action: { dropConnection: 'before' } });
		await expect(send()).rejects.toThrow();
		expect(await look()).toBe(before);
		expect((await send()).status).toBeLessThan(300);
		expect(await look()).not.toBe(before);
	});

	it('happened when the reply is lost', async () => {
		const before = await look();
		const send = await request();
		await emulator.control.fault({ match: match(), action: { dropConnection: 'after' } });
		await expect(send()).rejects.toThrow();
		expect(await look()).not.toBe(before);
	});

	it('happened when a gateway lost patience', async () => {
		const before = await look();
		const send = await request();
		const body = { error_code: '504000', message: 'Gateway timeout' };
		await emulator.control.fault({ match: match(), action: { status: 504, after: true, body } });
		const { status, data } = await send();
		expect([status, data]).toEqual([504, body]);
		expect(await look()).not.toBe(before);
	});
});

it.each(Object.entries(SERVICES))('%s can be made to answer anything', async (_, path) => {
	const body = { error_code: '429050', message: 'Too many requests' };
	const match = { path: path.split('?')[0]! };
	await emulator.control.fault({
		match,
		action: { status: 429, headers: { 'Retry-After': '3' }, body },
	});
	const { status, data, headers } = await ask(path, {});
	expect([status, data, headers['retry-after']]).toEqual([429, body, '3']);
});
