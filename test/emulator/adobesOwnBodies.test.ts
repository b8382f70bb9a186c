import type { AxiosInstance } from 'axios';
import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import {
	BATCH,
	CHATLIO,
	DATA_PREP,
	HTTP_API,
	LOYALTY_DATASET,
	MAP_FIELD,
	METRICS,
	NAMESPACE,
	RECORD_DATA,
	substituted,
	UPSERT_MESSAGE,
} from './adobeBodies';
import { batchUrl, event, http, message, platform } from './http';

const FLOW_SERVICE = '/data/foundation/flowservice';
const REGISTRY = '/data/foundation/schemaregistry';
const CATALOG = '/data/foundation/catalog';
const DATA_PREP_API = '/data/foundation/conversion';
const MAPPING_SETS = `${DATA_PREP_API}/mappingSets`;
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';

let emulator: Emulator;
let client: AxiosInstance;
beforeAll(async () => {
	emulator = await startEmulator();
	client = await platform(emulator.url);
});
afterAll(async () => await emulator.stop());

const fieldGroup = (title: string, fields: object, classId = CLASS) => ({
	title,
	type: 'object',
	'meta:intendedToExtend': [classId],
	definitions: { own: { properties: { _acme: { type: 'object', properties: fields } } } },
	allOf: [{ $ref: '#/definitions/own' }],
});

/** Sends a request that must succeed. */
async function post<T = { id: string }>(path: string, body: object, status: number): Promise<T> {
	const response = await client.post(path, body);
	expect([path, response.status, response.data]).toEqual([path, status, response.data]);
	return response.data as T;
}

const postFlowService = async (path: string, body: object) =>
	(await post(`${FLOW_SERVICE}/${path}`, body, 201)).id;

async function postDataset(body: object): Promise<string> {
	const [reference] = await post<string[]>(`${CATALOG}/dataSets`, body, 201);
	return reference!.replace('@/dataSets/', '');
}

describe('the bodies of Adobe’s tutorials are accepted word for word', () => {
	/** Schema of record data, and its dataset. */
	let schemaId: string;
	let datasetId: string;
	/** Values for the placeholders and IDs of the documents. */
	let known: Record<string, string>;

	beforeAll(async () => {
		schemaId = (await post<{ $id: string }>(`${REGISTRY}/tenant/schemas`, RECORD_DATA.schema, 201))
			.$id;
		known = {
			'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}': schemaId,
			'https://ns.adobe.com/{TENANT}/schemas/7f682c29f887512a897791e7161b90a1ae7ed3dd07a177b1':
				schemaId,
			'https://ns.adobe.com/{TENANT_ID}/schemas/719c4e19184402c27595e65b931a142b': schemaId,
			'https://ns.adobe.com/stardust/schemas/89abc189258b1cb1a816d8f2b2341a6d98000ed8f4008305':
				schemaId,
			'{IMS_ORG}': ORG_ID,
			'{ORG_ID}': ORG_ID,
			'version={SCHEMA_VERSION}': 'version=1',
			'{SCHEMA_VERSION}': 'version=1',
		};
		datasetId = await postDataset(substituted(RECORD_DATA.dataset, known));
		known = {
			...known,
			'{DATASET_ID}': datasetId,
			'637eb7fadc8a211b6312b65b': datasetId,
			'604a18a3bae67d18db6d258c': datasetId,
			'62259f817f62d71947929a7b': datasetId,
		};
	});

	it('a dataset', async () => {
		expect(await postDataset(substituted(LOYALTY_DATASET, known))).toMatch(/^[\da-f]{24}$/);
	});

	/** Creates what the tutorial on the HTTP API source creates; returns its dataflow and inlet. */
	async function tutorialFlow(base: object, flowBody: object) {
		const baseId = await postFlowService('connections', base);
		const own = { ...known, 'a59d368a-1152-4673-a46e-bd52e8cdb9a9': baseId };
		const sourceId = await postFlowService(
			'sourceConnections',
			substituted(HTTP_API.sourceConnection, own),
		);
		const targetId = await postFlowService(
			'targetConnections',
			substituted(HTTP_API.targetConnection, own),
		);
		const mapping = await post(MAPPING_SETS, substituted(HTTP_API.mappingSet, own), 200);
		const flowId = await postFlowService(
			'flows',
			substituted(flowBody, {
				'34ece231-294d-416c-ad2a-5a5dfb2bc69f': sourceId,
				'07f2f6ff-1da5-4704-916a-c615b873cba9': targetId,
				'79a623960d3f4969835c9e00dc90c8df': mapping.id,
			}),
		);
		await emulator.control.ageFlow(flowId);
		const { data } = await client.get(`${FLOW_SERVICE}/connections/${baseId}`);
		return { flowId, ...(data.items[0].auth.params as { inletUrl: string; sourceId: string }) };
	}

	it('HTTP API source: XDM data, from the base connection to the stored record', async () => {
		const { flowId, inletUrl, sourceId } = await tutorialFlow(
			HTTP_API.baseConnectionXdm,
			HTTP_API.flow,
		);
		expect(sourceId).toBe('ACME Streaming Connection XDM Data');
		const body = substituted(HTTP_API.xdmMessage, {
			...known,
			'f2ae0194-8bd8-4a40-a4d9-f07bdc3e6ce2': flowId,
		});
		const { status, data } = await http.post(inletUrl, body);
		expect([status, data.xactionId]).toEqual([200, expect.any(String)]);
		const record = substituted(RECORD_DATA.message, known);
		const validated = await http.post(`${inletUrl}?synchronousValidation=true`, record);
		expect([validated.status, validated.data.syncValidation]).toEqual([200, { status: 'pass' }]);
		const records = await emulator.control.settled(2, { datasetId });
		expect(records.map((one) => [one.status, one.why])).toEqual([
			['stored', null],
			['stored', null],
		]);
	});

	it('HTTP API source: raw data, with the dataflow in the header, in the query, and as an upsert', async () => {
		const { flowId, inletUrl } = await tutorialFlow(
			HTTP_API.baseConnectionRaw,
			HTTP_API.flowWithMapping,
		);
		const headers = { 'x-adobe-flow-id': flowId };
		const upsert = substituted(UPSERT_MESSAGE, {
			...known,
			'd5262d48-0f47-4949-be6d-795f06933527': flowId,
			'6254a93b851ecd194b64af9e': await postDataset(substituted(LOYALTY_DATASET, known)),
		});
		for (const [url, body, options] of [
			[inletUrl, HTTP_API.rawMessage, { headers }],
			[`${inletUrl}?x-adobe-flow-id=${flowId}`, HTTP_API.rawMessage, {}],
			[inletUrl, upsert, { headers }],
		] as const) {
			const { status, data } = await http.post(url, body, options);
			expect([status, data.xactionId]).toEqual([200, expect.any(String)]);
		}
	});

	it('HTTP API source: authenticated connections', async () => {
		await postFlowService('connections', HTTP_API.authenticatedConnectionXdm);
		await postFlowService('connections', HTTP_API.authenticatedConnectionRaw);
	});

	it('a batch, and the batch of which parts are rejected', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Batches',
			format: 'xdm',
			authenticated: false,
		});
		const own = {
			...known,
			'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}': flow.schemaId,
			'{DATASET_ID}': flow.datasetId,
		};
		await emulator.control.settings({ batchShape: 'documented' });
		const send = async (body: object) => await http.post(batchUrl(flow), substituted(body, own));
		const accepted = { xactionId: expect.any(String) };
		const rejected = (text: string) => ({
			statusCode: 400,
			message: expect.stringContaining(text),
		});
		const valid = await send(BATCH.valid);
		expect([valid.status, valid.data.responses]).toEqual([207, [accepted, accepted]]);
		const partly = await send(BATCH.partlyInvalid);
		expect([partly.status, partly.data.responses]).toEqual([
			207,
			[
				accepted,
				rejected('Message has unknown xdm format'),
				rejected('Message has an absent or wrong ims org in the header'),
				accepted,
				rejected('Message has unknown xdm format'),
			],
		]);
		await emulator.control.settings({ batchShape: 'newer' });
	});

	it('the Chatlio source', async () => {
		const names = 'slackchannel_ID slackchannel_name UUID chatlio_email message channel_ID';
		const fields = Object.fromEntries(names.split(' ').map((name) => [name, { type: 'string' }]));
		const group = await post<{ $id: string }>(
			`${REGISTRY}/tenant/fieldgroups`,
			fieldGroup('Chatlio tutorial', fields),
			201,
		);
		const schema = await post<{ $id: string }>(
			`${REGISTRY}/tenant/schemas`,
			{
				title: 'Chatlio tutorial',
				type: 'object',
				allOf: [{ $ref: CLASS }, { $ref: group.$id }],
			},
			201,
		);
		const contentType = 'application/vnd.adobe.xed-full+json;version=1';
		const dataset = { name: 'Chatlio', schemaRef: { id: schema.$id, contentType } };
		const own: Record<string, string> = {
			'https://ns.adobe.com/extconndev/schemas/49cecec83dd1a8da1aef4a96c67c06654e8c337a0a3b4262':
				schema.$id,
			'https://ns.adobe.com/{TENANT_ID}/schemas/945546112b746524bfd9f1264b26c2b7d8e7f5b7fadb953a':
				schema.$id,
			_extconndev: '_acme',
			'63ef7df781f14a1bd02a7e49': await postDataset(dataset),
		};
		own['7689a40d-43eb-4f74-a3f1-092a55884f6c'] = await postFlowService(
			'sourceConnections',
			CHATLIO.sourceConnection,
		);
		own['f7be8ab6-e5ea-4405-83b9-200cdfb2a9e5'] = await postFlowService(
			'targetConnections',
			substituted(CHATLIO.targetConnection, own),
		);
		const mapping = await post(MAPPING_SETS, substituted(CHATLIO.mappingSet, own), 200);
		own['4b7188aad69c44529a5e674ab5d3568b'] = mapping.id;
		const flowId = await postFlowService('flows', substituted(CHATLIO.flow, own));
		const { data } = await client.get(`${FLOW_SERVICE}/flows/${flowId}`);
		expect(data.items[0].options.inletUrl).toMatch(/\/collection\/[\da-f]{64}$/);
	});

	it('a field group with a map', async () => {
		await post(`${REGISTRY}/tenant/fieldgroups`, fieldGroup('With a map', MAP_FIELD), 201);
	});

	it('Data Prep: a mapping set, its check, its preview and an expression', async () => {
		const set = substituted(DATA_PREP.mappingSet, known);
		await post(MAPPING_SETS, set, 200);
		const success = { status: 'SUCCESS', errors: null };
		expect(await post(`${MAPPING_SETS}/validate`, set, 200)).toEqual({
			validationResponse: [success, success, success],
		});
		const data = { person: { name: { firstName: 'Jim', lastName: 'Seltzer' } }, _id: '1234' };
		const preview = async (body: object) =>
			await post(`${MAPPING_SETS}/preview`, substituted(body, known), 200);
		expect(await preview(DATA_PREP.preview)).toEqual([{ data, errors: null }]);
		await emulator.control.settings({ previewData: 'either' });
		expect(await preview(DATA_PREP.previewInSpecification)).toEqual([{ data, errors: null }]);
		await emulator.control.settings({ previewData: 'list' });
		expect(await post(`${DATA_PREP_API}/languages/el/validate`, DATA_PREP.expression, 200)).toBe(
			true,
		);
	});

	it('metrics, a namespace and the list of sandboxes', async () => {
		await post('/data/infrastructure/observability/insights/metrics', METRICS, 200);
		await post('/data/core/idnamespace/identities', NAMESPACE, 200);
		const sandboxes = '/data/foundation/sandbox-management';
		for (const address of [`${sandboxes}/?limit=3&offset=1`, `${sandboxes}?limit=3&offset=1`])
			expect((await client.get(address)).data.sandboxes).toEqual([
				expect.objectContaining({ name: 'dev' }),
			]);
		expect((await client.get(`${CATALOG}/dataSets/?limit=3`)).status).toBe(200);
	});
});

describe('what Adobe’s documents rule out is refused', () => {
	let xdm: PreparedDataflow;
	let raw: PreparedDataflow;

	beforeAll(async () => {
		const options = { authenticated: false, namespaces: [] };
		xdm = await prepareDataflow(emulator.url, { ...options, name: 'Refused', format: 'xdm' });
		raw = await prepareDataflow(emulator.url, {
			...options,
			name: 'Refused raw',
			format: 'raw',
			mappings: [{ sourceType: 'ATTRIBUTE', source: 'id', destination: '_id' }],
		});
	});

	const mappingSet = (source: string) => ({
		outputSchema: { schemaRef: xdm.schemaRef },
		mappings: [{ sourceType: 'EXPRESSION', source, destination: 'eventType' }],
	});
	const plainMap = { type: 'object', additionalProperties: { type: 'string' } };
	const postGroup = async (fields: object) =>
		await client.post(`${REGISTRY}/tenant/fieldgroups`, fieldGroup('Refused', fields));
	const postSet = async (source: string) => await client.post(MAPPING_SETS, mappingSet(source));
	const postSync = async (id: string) =>
		await http.post(`${xdm.inletUrl}?syncValidation=true`, message(xdm, event(id)));

	it.each<[string, number, () => Promise<{ status: number; data: object }>]>([
		[
			'a preview of one object',
			400,
			async () =>
				await client.post(`${MAPPING_SETS}/preview`, {
					data: { id: 'a' },
					mappingSet: mappingSet('id'),
				}),
		],
		['a map without meta:xdmType', 400, async () => await postGroup({ traits: plainMap })],
		[
			'a map of numbers',
			400,
			async () =>
				await postGroup({
					traits: { ...plainMap, 'meta:xdmType': 'map', additionalProperties: { type: 'number' } },
				}),
		],
		['an _id with a space', 400, async () => await postSync('order 42')],
		['an _id with a bar', 400, async () => await postSync('a|b')],
		['an _id with a percent sign', 400, async () => await postSync('100%')],
		['a reserved word as a field', 400, async () => await postSet('concat(size, "a")')],
		['the name of a function as a field', 400, async () => await postSet('visitor.format')],
		[
			'an order of mapping sets that is not documented',
			400,
			async () => await client.get(`${MAPPING_SETS}?limit=1&start=0&orderBy=name`),
		],
		[
			'a lookup without a version',
			400,
			async () =>
				await client.get(`${REGISTRY}/global/classes/_xdm.context.experienceevent`, {
					headers: { Accept: 'application/vnd.adobe.xdm+json' },
				}),
		],
		[
			'a connection without a data type',
			400,
			async () =>
				await client.post(`${FLOW_SERVICE}/connections`, {
					...HTTP_API.baseConnectionXdm,
					auth: { specName: 'Streaming Connection', params: {} },
				}),
		],
	])('%s', async (_, status, send) => {
		expect((await send()).status).toBe(status);
	});

	it('raw records in a batch, each with the text of the recorded response', async () => {
		const headers = { 'x-adobe-flow-id': raw.flowId };
		const { status, data } = await http.post(
			batchUrl(raw),
			{ messages: [{ id: '1' }] },
			{ headers },
		);
		expect([status, data.responses]).toEqual([
			207,
			[
				{
					xactionId: expect.stringMatching(/-0$/),
					status: 400,
					message: "The 'header' field is mandatory. Provide a valid 'header' value and try again.",
				},
			],
		]);
	});

	it('a mapping, with the verdict FAILED', async () => {
		const { status, data } = await client.post(`${MAPPING_SETS}/validate`, mappingSet('concat('));
		expect([status, data.validationResponse[0].status]).toEqual([200, 'FAILED']);
	});

	it('the size of a text and a map as a target: the field stays empty, with a warning', async () => {
		const preview = async (mappings: object[], schemaRef: object) => {
			const body = {
				data: [{ id: 'abc', traits: { plan: 'pro' } }],
				mappingSet: { outputSchema: { schemaRef }, mappings },
			};
			return (await client.post(`${MAPPING_SETS}/preview`, body)).data[0];
		};
		const size = mappingSet('size_of(id)').mappings;
		expect(await preview(size, xdm.schemaRef)).toEqual({
			data: {},
			errors: [expect.objectContaining({ destination: 'eventType' })],
		});
		const withMap = await prepareDataflow(emulator.url, {
			name: 'A map',
			format: 'xdm',
			authenticated: false,
			fieldGroup: () => fieldGroup('A map', { traits: { ...plainMap, 'meta:xdmType': 'map' } }),
		});
		const toMap = [{ sourceType: 'ATTRIBUTE', source: 'traits', destination: '_acme.traits' }];
		expect(await preview(toMap, withMap.schemaRef)).toEqual({
			data: {},
			errors: [expect.objectContaining({ destination: '_acme.traits' })],
		});
		await emulator.control.settings({ mapTargets: 'supported' });
		expect(await preview(toMap, withMap.schemaRef)).toEqual({
			data: { _acme: { traits: { plan: 'pro' } } },
			errors: null,
		});
	});
});

describe('a field group from before maps had to say so', () => {
	it('keeps its map and can grow', async () => {
		const plainMap = { type: 'object', additionalProperties: { type: 'string' } };
		await emulator.control.settings({ mapXdmType: 'optional' });
		const group = await post<{ 'meta:altId': string }>(
			`${REGISTRY}/tenant/fieldgroups`,
			fieldGroup('Old map', { traits: plainMap }),
			201,
		);
		await emulator.control.settings({ mapXdmType: 'required' });
		const add = async (name: string, value: object) =>
			await client.patch(`${REGISTRY}/tenant/fieldgroups/${group['meta:altId']}`, [
				{ op: 'add', path: `/definitions/own/properties/_acme/properties/${name}`, value },
			]);
		expect((await add('plan', { type: 'string' })).status).toBe(200);
		expect((await add('more', plainMap)).status).toBe(400);
	});
});
