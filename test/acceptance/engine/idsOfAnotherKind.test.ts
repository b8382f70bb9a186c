import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import type { Problem } from '../../../lib/problem/problem';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { ADOBE, adobeRow, event } from '../../harness/adobe';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new AdobePlatformStreaming()],
	[new AdobeExperiencePlatformApi()],
);

let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer(({ url }) =>
		url.startsWith('/ims/token')
			? { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } }
			: { status: 403 },
	);
});
afterAll(async () => await stub.close());

beforeEach(() => (stub.requests.length = 0));

const run = async (type: string, parameters: INodeParameters) =>
	await runNode({
		registry,
		type,
		parameters,
		credentials: { [ADOBE]: adobeRow(stub.url) },
		input: [{ json: event('a') }],
		node: { onError: 'continueErrorOutput' },
	});

async function problemOf(type: string, parameters: INodeParameters): Promise<Problem> {
	const { output } = await run(type, parameters);
	return output(1)[0].json.problem as unknown as Problem;
}

const asked = () => stub.requests.filter(({ url }) => !url.startsWith('/ims/token'));

const locator = (mode: string, value: string) =>
	({ __rl: true, mode, value }) as NodeParameterValueType;

const DATASET_ID = '5c8c3c555033b814b69f947f';
const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const ACCOUNT_ID = '1b2c3d4e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const MAPPING_SET_ID = '380b032b445a46008e77585e046efe5e';
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/7a1d';
const INLET = 'https://dcs.adobedc.net/collection/667b41cf2dbf3509927d';
const PLATFORM = 'https://experience.adobe.com/#/@acme/sname:prod/platform';

describe('the field Dataflow', () => {
	const ofDataflow = async (mode: string, value: string) =>
		await problemOf('adobePlatformStreaming', {
			dataflow: locator(mode, `={{ ${JSON.stringify(value)} }}`),
		});

	it.each([
		['id', DATASET_ID, 'a dataset ID'],
		['list', DATASET_ID, 'a dataset ID'],
		['id', MAPPING_SET_ID, 'a mapping set ID'],
		['id', SCHEMA_ID, 'a schema ID'],
		['id', INLET, 'a streaming endpoint'],
		['url', `${PLATFORM}/dataset/browse/${DATASET_ID}`, 'the address of a dataset'],
		[
			'url',
			`${PLATFORM}/source/accounts/${ACCOUNT_ID}/activity`,
			'the address of a source account',
		],
		[
			'url',
			`${PLATFORM}/source/sourceConnections/${ACCOUNT_ID}`,
			'the address of a source account',
		],
		['url', INLET, 'a streaming endpoint'],
		['url', SCHEMA_ID, 'the address of a schema'],
	])('by %s says what %s looks like', async (mode, value, looksLike) => {
		expect(await ofDataflow(mode, value)).toEqual({
			code: 'id.otherKind',
			message: `The field Dataflow has what looks like ${looksLike}, not a dataflow ID`,
			advice:
				'Copy the ID from Adobe, under Sources > Dataflows. Where the field has a list, choose from it instead.',
			retry: 'afterChange',
			field: 'Dataflow',
		});
		expect(asked()).toEqual([]);
	});

	it.each([
		['id', FLOW_ID],
		['url', `${PLATFORM}/source/dataflows/${FLOW_ID}/activity`],
		['url', `${PLATFORM}/source/accounts/${ACCOUNT_ID}/dataflows/${FLOW_ID}`],
		['url', `https://example.com/?flow=${FLOW_ID}`],
	])('by %s takes %s', async (mode, value) => {
		expect((await ofDataflow(mode, value)).code).toBe('adobe.noPermission');
		expect(asked()[0].url).toContain(FLOW_ID);
	});

	it('says so in the panel, too', async () => {
		const dataflow = locator('id', DATASET_ID);
		const running = run('adobePlatformStreaming', { dataflow });
		await expect(running).rejects.toThrow(/- This looks like a dataset ID, not a dataflow ID$/);
	});
});

describe('the field Dataset', () => {
	const ofDataset = async (mode: string, value: string) =>
		await problemOf('adobeExperiencePlatform', {
			resource: 'dataset',
			operation: 'get',
			dataset: locator(mode, `={{ ${JSON.stringify(value)} }}`),
		});

	it.each([
		['id', FLOW_ID, 'a dataflow ID'],
		['id', SCHEMA_ID, 'a schema ID'],
		['url', `${PLATFORM}/source/dataflows/${FLOW_ID}`, 'the address of a dataflow'],
		['url', SCHEMA_ID, 'the address of a schema'],
	])('by %s says what %s looks like', async (mode, value, looksLike) => {
		expect(await ofDataset(mode, value)).toMatchObject({
			code: 'id.otherKind',
			message: `The field Dataset has what looks like ${looksLike}, not a dataset ID`,
		});
		expect(asked()).toEqual([]);
	});

	it('says so in the panel, too', async () => {
		const running = run('adobeExperiencePlatform', {
			resource: 'dataset',
			operation: 'get',
			dataset: locator('id', FLOW_ID),
		});
		await expect(running).rejects.toThrow(/- This looks like a dataflow ID, not a dataset ID$/);
	});
});

it.each([DATASET_ID, FLOW_ID])('the field Schema says what %s looks like', async (id) => {
	const schema = locator('url', `={{ ${JSON.stringify(id)} }}`);
	const parameters = { resource: 'schema', operation: 'get', schema };
	expect(await problemOf('adobeExperiencePlatform', parameters)).toMatchObject({
		code: 'id.otherKind',
		message: expect.stringMatching(
			/^The field Schema has what looks like a data(set|flow) ID, not/,
		),
	});
});

it.each([
	['Dataset ID', { datasetId: FLOW_ID }],
	['Dataflow ID', { flowId: DATASET_ID }],
	['Schema ID', { schemaId: DATASET_ID }],
])('the field %s of a streaming endpoint says what it has', async (field, wrong) => {
	const problem = await problemOf('adobePlatformStreaming', {
		sendTo: 'endpoint',
		endpointUrl: `${stub.url}/collection/1`,
		recordFormat: 'xdm',
		datasetId: DATASET_ID,
		schemaId: SCHEMA_ID,
		...wrong,
	});
	expect(problem).toMatchObject({ code: 'id.otherKind', field });
	expect(asked()).toEqual([]);
});
