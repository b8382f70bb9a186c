import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import { startEmulator } from '../../../emulator/start.mts';
import { platformNode, runOperation } from '../../harness/experiencePlatform';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type SeenRequest, type StubServer } from '../../harness/stubServer.mts';
import { operationCases } from '../../integration/operationCases';
import { offeredChoices } from './failureCases';

/** Adobe gives every other resource nothing but its ID. */
let readings = 0;
const everyOther = (full: object, least: object) => (readings++ % 2 === 0 ? full : least);

const ID = '5c8c3c555033b814b69f947f';
const ACME = 'https://ns.adobe.com/acme/schemas/7a1d';

const FLOW = {
	id: '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
	name: 'Shop',
	state: 'enabled',
	createdAt: 1,
	imsOrgId: 'A@AdobeOrg',
	sandboxName: 'prod',
	flowSpec: { id: 'd69717ba-71b4-4313-b654-49f9cf126d7a' },
	options: { inletUrl: 'https://dcs.adobedc.net/collection/a1' },
	targetConnectionIds: ['t1'],
	transformations: [{ name: 'Mapping', params: { mappingId: 'm1', mappingVersion: 1 } }],
};
const BARE_FLOW = { options: FLOW.options, transformations: [{ name: 'Mapping', params: {} }] };
const DATASET = {
	name: 'Events',
	description: 'From the chat',
	schemaRef: { id: ACME },
	created: 1,
	updated: 2,
	lastBatchId: 'b',
	lastBatchStatus: 'success',
};
const RESOURCE = { $id: ACME, 'meta:altId': '_acme.schemas.7a1d', title: 'Events', version: '1.1' };
const BATCH = { status: 'success', recordCount: 1, failedRecordCount: 0, created: 1, completed: 2 };
const NAMESPACE = { id: 1, code: 'A', name: 'Name', description: 'Text', custom: true };
const JOB = {
	jobId: '6fc09b53-c24f-4a6c-9ca2-c6076b0842b6',
	requestId: '16203318964318668RX-054',
	userKey: 'ticket-1',
	action: 'access',
	status: 'complete',
	regulation: 'gdpr',
	createdDate: '10/02/2019 08:25 PM GMT',
	productResponses: [{ product: 'Profile', productStatusResponse: { status: 'complete' } }],
};
const CREATED_JOB = { jobId: JOB.jobId, customer: { user: { key: 'a', action: ['access'] } } };
const SUMMARY = { inputRecordCount: 1, outputRecordCount: 1, failedRecordCount: 0 };

/** Adobe's answers by the end of the path; the first match is used. */
const ANSWERS: Array<[path: RegExp, answer: (request: SeenRequest) => object]> = [
	[
		/sandbox-management/,
		() => ({ sandboxes: [{ name: 'a', type: 'development' }, { name: 'b' }] }),
	],
	[
		/idnamespace\/identities/,
		({ method }) =>
			method === 'POST' ? everyOther(NAMESPACE, { code: 'A' }) : [NAMESPACE, { code: 'B' }],
	],
	[/\/flows\/[^/]+\/action/, () => ({})],
	[/\/flows\/[^/]+$/, () => ({ items: [everyOther(FLOW, BARE_FLOW)] })],
	[/\/flows(\?|$)/, () => ({ items: [FLOW, { id: 'f2' }] })],
	[
		/\/targetConnections\/t1/,
		() => ({ items: [{ params: { dataSetId: ID }, data: { schema: { id: ACME } } }] }),
	],
	[
		/\/runs/,
		() => ({
			items: [
				{
					id: 'r1',
					flowId: FLOW.id,
					createdAt: 1,
					metrics: { recordSummary: SUMMARY, durationSummary: { completedAtUTC: 1 } },
				},
				{ id: 'r2' },
			],
		}),
	],
	[/\/dataSets\/[^/?]+/, () => ({ [ID]: everyOther(DATASET, {}) })],
	[
		/\/dataSets/,
		({ method }) => (method === 'POST' ? [`@/dataSets/${ID}`] : { a: DATASET, b: {} }),
	],
	[/\/batches/, () => ({ a: BATCH, b: {} })],
	[/\/privacy\/jobs\/[^/?]+/, () => everyOther(JOB, { jobId: JOB.jobId, status: 'processing' })],
	[
		/\/privacy\/jobs/,
		({ method }) =>
			method === 'POST'
				? { requestId: JOB.requestId, jobs: [everyOther(CREATED_JOB, { jobId: 'b' })] }
				: { totalRecords: 2, jobDetails: [JOB, { jobId: 'b' }] },
	],
	[/\/stats/, () => ({ tenantId: 'acme' })],
	[/\/rpc\/sampledata/, () => ({ _id: 'a' })],
	[/\/(schemas|fieldgroups)\/[^/?]+/, () => everyOther(RESOURCE, { $id: ACME })],
	[
		/\/(schemas|fieldgroups)/,
		({ method }) =>
			method === 'POST'
				? everyOther(RESOURCE, { $id: ACME })
				: { results: [RESOURCE, { $id: `${ACME}2` }] },
	],
	[/\/mappingSets\/validate/, () => ({ validationResponse: [{ status: 'SUCCESS' }] })],
	[/\/mappingSets\/preview/, () => ({ data: [{ _id: 'a' }] })],
	[
		/\/mappingSets\/[^/?]+/,
		() => everyOther({ id: 'm1', name: 'Map', outputSchema: { schemaRef: { id: ACME } } }, {}),
	],
	[/\/mappingSets/, ({ method }) => (method === 'POST' ? { id: 'm1' } : { data: [] })],
	[
		/\/metrics/,
		() => ({
			metricResponses: [
				{
					metric: 'timeseries.ingestion.dataset.recordsuccess.count',
					datapoints: [{ dps: { '2026-01-30T00:00:00Z': 1, '2026-01-30T01:00:00Z': 2 } }],
				},
			],
		}),
	],
];

let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer((request) => {
		if (request.url.includes('/token/'))
			return { body: { access_token: 'token', token_type: 'bearer', expires_in: 86_400 } };
		const [, answer] = ANSWERS.find(([path]) => path.test(request.url)) ?? [];
		return answer ? { body: answer(request) } : { status: 404, body: {} };
	});
});
afterAll(async () => await stub?.close());
beforeEach(() => (readings = 0));

/** Their items are records, of the input or of Adobe; a null would be one more field of the record. */
const RECORDS = [
	'dataset.reconcile',
	'failedRecord.getMany',
	'record.validate',
	'schema.getSampleRecord',
];
/** With an Adobe that remembers, below. */
const SOURCE = 'chatlioSource.';

const offered = offeredChoices(platformNode.description, 'operation', 'resource').map((pair) =>
	pair.join('.'),
);

/** Places of undefined values, which are red in n8n's table. */
const undefinedIn = (value: unknown, path = ''): string[] =>
	value === undefined
		? [path]
		: typeof value === 'object' && value !== null
			? Object.entries(value).flatMap(([key, each]) => undefinedIn(each, `${path}/${key}`))
			: [];

function expectOneTable(items: IDataObject[]) {
	expect(items.length).toBeGreaterThan(1);
	const keys = items.map((json) => Object.keys(json).join(', '));
	expect([...new Set(keys)]).toEqual([keys[0]]);
	expect(items.flatMap((json) => undefinedIn(json))).toEqual([]);
}

describe('the items of one run have the same keys, and no undefined values', () => {
	it.each(offered.filter((name) => !RECORDS.includes(name) && !name.startsWith(SOURCE)))(
		'%s',
		async (name) => {
			const [resource, operation] = name.split('.');
			const { output, error } = await runOperation(stub.url, {
				resource,
				operation,
				parameters: { ...operationCases[resource][operation].parameters, filters: {} },
				items: [{}, {}],
			});
			expect(error?.message).toBeUndefined();
			expectOneTable(output().map(({ json }) => json));
		},
	);

	it('Chatlio: conversation.getMany', async () => {
		const chatlio = await stubServer(() => ({
			body: [
				{ id: 'c1', constructor: 'x', visitor: { email: 'a@example.com' } },
				{ id: 'c2', agent: 'Ann' },
				'text',
			],
		}));
		const { output, error } = await runNode({
			registry: new Registry().add([new Chatlio()], [new ChatlioApi()]),
			type: 'chatlio',
			parameters: {},
			credentials: { chatlioApi: { apiKey: 'key', apiUrl: chatlio.url } },
			input: [{ json: {} }],
		});
		await chatlio.close();
		expect(error?.message).toBeUndefined();
		const items = output().map(({ json }) => json);
		expectOneTable(items);
		expect(items[1]).toEqual({
			id: 'c2',
			constructor: null,
			visitor: null,
			agent: 'Ann',
			value: null,
		});
	});
});

describe('what Adobe returned stays as it is if Simplify is off', () => {
	it.each([
		['dataflow.getMany', [FLOW, { id: 'f2' }]],
		['dataset.getMany', [{ ...DATASET, id: 'a' }, { id: 'b' }]],
	])('%s', async (name, expected) => {
		const [resource, operation] = name.split('.');
		const { output } = await runOperation(stub.url, {
			resource,
			operation,
			parameters: { simplify: false },
		});
		expect(output().map(({ json }) => json)).toEqual(expected);
	});
});

describe('Preview, Set Up and Remove fill every cell of the table', () => {
	/** n8n shows these in red. */
	const isRed = (value: unknown) =>
		value === undefined ||
		value === null ||
		value === '' ||
		(typeof value === 'object' && Object.keys(value).length === 0);

	const ROUTES: Array<[string, INodeParameters]> = [
		['XDM', { deliveryRoute: 'xdm' }],
		['raw', { deliveryRoute: 'raw', inlet: 'open' }],
		['direct', { deliveryRoute: 'direct', source: 'chatlioConnector', inlet: 'open' }],
	];

	it.each(ROUTES)('%s', async (_, route) => {
		const adobe = await startEmulator();
		const run = async (operation: string, parameters: INodeParameters = {}) => {
			const { output, error } = await runOperation(adobe.url, {
				resource: 'chatlioSource',
				operation,
				parameters: { name: 'Shop', ...parameters },
				node: { onError: 'continueRegularOutput' },
			});
			expect(error).toBeUndefined();
			return output().map(({ json }) => json);
		};
		const withCustom = {
			...route,
			createNamespaces: true,
			customFields: { field: [{ name: 'leadScore', type: 'integer' }] },
		};
		const tables = [
			await run('preview', { ...route, createNamespaces: true }),
			await run('setUp', { ...route, createNamespaces: true }),
			await run('preview', route),
			await run('preview', withCustom),
			await run('setUp', withCustom),
			await run('remove', { confirmName: 'Shop' }),
		];
		await adobe.control.fault({
			match: { method: 'DELETE', path: '/dataSets/' },
			times: 0,
			action: { status: 409 },
		});
		await run('setUp', route);
		tables.push(await run('remove', { confirmName: 'Shop' }));
		await adobe.stop();
		for (const items of tables) {
			const keys = items.map((json) => Object.keys(json).join(', '));
			expect([...new Set(keys)]).toEqual([keys[0]]);
			const red = items.flatMap((json) =>
				Object.keys(json).filter((key) => key !== 'problem' && isRed(json[key])),
			);
			expect([...new Set(red)]).toEqual([]);
		}
	});
});

it('rows of different routes have the same keys in one run of Set Up', async () => {
	const adobe = await startEmulator();
	const { output, error } = await runOperation(adobe.url, {
		resource: 'chatlioSource',
		operation: 'setUp',
		parameters: { name: 'Shop', deliveryRoute: '={{ $json.route }}', createNamespaces: true },
		items: [{ route: 'xdm' }, { route: 'raw' }],
	});
	await adobe.stop();
	expect(error).toBeUndefined();
	expectOneTable(output().map(({ json }) => json));
});
