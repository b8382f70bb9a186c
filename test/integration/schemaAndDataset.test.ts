import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { event, http, message } from '../emulator/http';
import { resetEmulator } from '../harness/adobe';
import { results, runOperation, searchList } from '../harness/experiencePlatform';
import { chosen } from './operationCases/types';

const WEB = 'https://ns.adobe.com/xdm/context/experienceevent-web';
const RATING = [{ path: 'chat.rating', type: 'integer', title: 'Rating' }];

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await results(emulator.url, { resource, operation, parameters });

const failing = async (resource: string, operation: string, parameters: INodeParameters) => {
	const { error } = await runOperation(emulator.url, { resource, operation, parameters });
	return { message: error?.message, description: (error as { description?: string })?.description };
};

async function newSchema(title: string, parameters: INodeParameters = {}) {
	const [schema] = await run('schema', 'createFromFields', {
		title,
		fields: RATING as never,
		...parameters,
	});
	return schema;
}

const newDataset = async (name: string, schema: IDataObject, options: INodeParameters = {}) =>
	(await run('dataset', 'create', { name, schema: chosen(schema.id as string), options }))[0];

const stream = async (flow: PreparedDataflow, entity: object) =>
	await http.post(flow.inletUrl, message(flow, entity));

describe('Schema', () => {
	it('is made from picked field groups and listed fields, and read back field by field', async () => {
		const created = await newSchema('Ratings', {
			fieldGroups: { group: [{ fieldGroup: chosen(WEB) }] },
			options: { description: 'Of chats' },
		});
		expect(created).toMatchObject({ title: 'Ratings', version: '1.0' });
		const [schema] = await run('schema', 'get', { schema: chosen(created.id as string) });
		expect(schema).toMatchObject({ id: created.id, profileEnabled: false });
		expect(schema.fields).toContainEqual({
			path: '_acme.chat.rating',
			type: 'int',
			title: 'Rating',
			required: false,
		});
		expect(schema.fields).toContainEqual(
			expect.objectContaining({ path: 'web.webPageDetails.URL', type: 'string' }),
		);
		expect(schema.fields).toContainEqual(expect.objectContaining({ path: '_id', required: true }));
		expect(schema.fields).toContainEqual(
			expect.objectContaining({ path: 'identityMap.*[].id', type: 'string' }),
		);
	});

	it('is read as it was made, or with all references followed', async () => {
		const { id } = await newSchema('Ratings', { ownFields: false });
		const schema = chosen(id as string);
		const [plain] = await run('schema', 'get', { schema, simplify: false, form: 'plain' });
		expect(plain.allOf).toEqual([{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent' }]);
		const [full] = await run('schema', 'get', { schema, simplify: false });
		expect(full.properties).toHaveProperty('timestamp.format', 'date-time');
	});

	it('says what was made of it when Adobe refuses the rest, so that nothing is made twice', async () => {
		await newSchema('Ratings', { ownFields: false });
		const { message: said, description } = await failing('schema', 'createFromFields', {
			title: 'Ratings',
			fields: RATING as never,
		});
		expect(said).toMatch(/^Could not create the schema "Ratings"/);
		expect(description).toMatch(
			/^The field group https:\/\/ns\.adobe\.com\/acme\/mixins\/\w+ was made before: choose it/,
		);
		expect(description).toContain('Title must be unique');
	});

	it('names the listed field that cannot be one, before anything is made', async () => {
		const { message: said } = await failing('schema', 'createFromFields', {
			title: 'Ratings',
			fields: '[{ "path": "chat.rating", "type": "stars" }]',
		});
		expect(said).toMatch(/^Field 1 of the list \(chat\.rating\) has the type stars: use one of/);
		expect(await run('fieldGroup', 'getMany', { container: 'tenant' })).toEqual([]);
	});

	it('asks for an entry that was added and left empty', async () => {
		const { message: said } = await failing('schema', 'createFromFields', {
			title: 'Ratings',
			ownFields: false,
			fieldGroups: { group: [{ fieldGroup: chosen('') }] },
		});
		expect(said).toBe('Field group 1 is empty');
	});

	it('is found by part of its title, in short or whole', async () => {
		await newSchema('Ratings');
		await newSchema('Calls');
		const filters = { search: 'rat' };
		expect(await run('schema', 'getMany', { container: 'tenant', filters })).toEqual([
			expect.objectContaining({ title: 'Ratings', version: '1.0' }),
		]);
		const [whole] = await run('schema', 'getMany', {
			container: 'tenant',
			filters,
			simplify: false,
		});
		expect(whole['meta:class']).toBe('https://ns.adobe.com/xdm/context/experienceevent');
		expect(await run('schema', 'getMany', { container: 'tenant', limit: 1 })).toHaveLength(1);
	});

	it('has a sample record made up by Adobe, which is valid', async () => {
		const schema = chosen((await newSchema('Ratings')).id as string);
		const [sample] = await run('schema', 'getSampleRecord', { schema });
		expect(sample).toHaveProperty('_id');
		const [checked] = await results(emulator.url, {
			resource: 'record',
			operation: 'validate',
			parameters: { schema },
			items: [sample],
		});
		expect(checked).toEqual(sample);
	});
});

describe('Field Group', () => {
	it('is made from a list of fields and listed', async () => {
		const [group] = await run('fieldGroup', 'create', {
			title: 'Ratings',
			fields: RATING as never,
			options: { description: 'Of chats' },
		});
		expect(group.id).toMatch(/^https:\/\/ns\.adobe\.com\/acme\/mixins\//);
		expect(await run('fieldGroup', 'getMany', { container: 'tenant' })).toEqual([group]);
	});

	it("of Adobe's own are listed too", async () => {
		const groups = await run('fieldGroup', 'getMany', { container: 'global', returnAll: true });
		expect(groups.map(({ id }) => id)).toContain(WEB);
	});
});

describe('Dataset', () => {
	it('is made with diagnostics and without Profile, found and deleted', async () => {
		const schema = await newSchema('Ratings');
		const dataset = await newDataset('Chat ratings', schema, { description: 'Stars' });
		expect(dataset).toMatchObject({
			name: 'Chat ratings',
			description: 'Stars',
			schemaId: schema.id,
			profileEnabled: false,
			errorDiagnostics: true,
		});
		expect(await run('dataset', 'getMany', { filters: { search: 'RATINGS' } })).toEqual([dataset]);
		expect(await run('dataset', 'getMany', { filters: { search: 'calls' } })).toEqual([]);
		const parameters = { dataset: chosen(dataset.id as string) };
		expect(await run('dataset', 'get', parameters)).toEqual([dataset]);
		const [raw] = await run('dataset', 'get', { ...parameters, simplify: false });
		expect(raw).toHaveProperty('schemaRef.contentType');
		expect(await run('dataset', 'delete', parameters)).toEqual([{ deleted: true }]);
		expect((await failing('dataset', 'get', parameters)).message).toBe(
			`Could not read the dataset ${String(dataset.id)}: Adobe answered with status 404`,
		);
	});

	it('goes into Profile when its schema does, and is refused when not', async () => {
		const plain = await newSchema('Plain');
		const parameters = {
			name: 'Ratings',
			schema: chosen(plain.id as string),
			options: { profile: true },
		};
		expect((await failing('dataset', 'create', parameters)).description).toContain('profile');
		const schema = await newSchema('Ratings', { options: { profile: true } });
		expect(await newDataset('Ratings', schema, { profile: true })).toMatchObject({
			profileEnabled: true,
		});
	});

	it('lists what arrived and what did not, since when and of which status', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Chat',
			format: 'xdm',
			authenticated: false,
		});
		await stream(flow, event('good'));
		await stream(flow, event('bad', { workEmail: 'x' }));
		await emulator.control.settled(2);
		const dataset = chosen(flow.datasetId);
		const batches = await run('dataset', 'getBatches', { dataset });
		expect(batches.map(({ status }) => status).sort()).toEqual(['failed', 'success']);
		const filters = { status: 'failed', since: '2026-01-01T00:00:00Z' };
		expect(await run('dataset', 'getBatches', { dataset, filters })).toEqual([
			expect.objectContaining({ status: 'failed', failedRecordCount: 1, recordCount: 0 }),
		]);
		const later = { since: '2999-01-01' };
		expect(await run('dataset', 'getBatches', { dataset, filters: later })).toEqual([]);
		const raw = await run('dataset', 'getBatches', { dataset, simplify: false, limit: 1 });
		expect(raw).toEqual([expect.objectContaining({ inputFormat: { format: 'parquet' } })]);
	});

	it('asks for a time that is one', async () => {
		const { message: said } = await failing('dataset', 'getBatches', {
			dataset: chosen('5c8c3c555033b814b69f947f'),
			filters: { since: 'yesterday' },
		});
		expect(said).toBe('The field Since is no date and time');
	});
});

describe('Identity Namespace', () => {
	it('is made and listed among the others', async () => {
		const [made] = await run('identityNamespace', 'create', {
			code: 'ChatlioVisitor',
			idType: 'Cookie',
			options: { description: 'Of the chat' },
		});
		expect(made).toMatchObject({ code: 'ChatlioVisitor', name: 'ChatlioVisitor', custom: true });
		expect(await run('identityNamespace', 'getMany', { filters: { customOnly: true } })).toEqual([
			made,
		]);
		const emails = await run('identityNamespace', 'getMany', { filters: { search: 'email' } });
		expect(emails.map(({ code }) => code)).toEqual(
			expect.arrayContaining(['Email', 'Email_LC_SHA256']),
		);
		expect(await run('identityNamespace', 'getMany', { limit: 2 })).toHaveLength(2);
	});

	it('is not made with a code that Adobe would keep for ever and refuse to use', async () => {
		const { message: said } = await failing('identityNamespace', 'create', {
			code: 'Chatlio Visitor',
			idType: 'Cookie',
		});
		expect(said).toBe('The code Chatlio Visitor cannot be that of an identity namespace');
		const { description } = await failing('identityNamespace', 'create', {
			code: 'Email',
			idType: 'Email',
		});
		expect(description).toContain('already exists');
	});
});

describe('Metric', () => {
	const period = { start: '2020-01-01T00:00:00Z', end: '={{ $now.plus({ days: 1 }).toISO() }}' };

	it('counts what an inlet received and what a dataset stored', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Chat',
			format: 'xdm',
			authenticated: false,
		});
		await stream(flow, event('e1'));
		await stream(flow, event('e2'));
		await emulator.control.settled(2);
		const received = await run('metric', 'get', {
			...period,
			of: 'inlet',
			inlet: `${flow.inletUrl}?x-adobe-flow-id=${flow.flowId}`,
			inletMetrics: ['messagesReceived', 'requestsRefused'],
			granularity: 'day',
		});
		expect(received).toContainEqual({
			metric: 'messagesReceived',
			title: 'Messages received',
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00/),
			value: 2,
			id: flow.inletId,
			granularity: 'day',
		});
		const stored = await run('metric', 'get', {
			...period,
			of: 'dataset',
			dataset: chosen(flow.datasetId),
			datasetMetrics: ['recordsStored'],
			granularity: 'hour',
		});
		expect(stored).toEqual([expect.objectContaining({ metric: 'recordsStored', value: 2 })]);
	});

	it('asks for an inlet that has an id, and for a period that ends after it starts', async () => {
		const wrong = { ...period, of: 'inlet', inlet: 'https://dcs.adobedc.net', granularity: 'day' };
		expect((await failing('metric', 'get', wrong)).message).toBe(
			'The inlet https://dcs.adobedc.net has no ID in it',
		);
		const { message: said } = await failing('metric', 'get', {
			of: 'inlet',
			inlet: 'a'.repeat(64),
			granularity: 'day',
			start: '2026-01-02T00:00:00Z',
			end: '2026-01-01T00:00:00Z',
		});
		expect(said).toContain('the period ends before it starts');
	});
});

describe('the lists of the panel', () => {
	it('find schemas, field groups, datasets and namespaces by name', async () => {
		const schema = await newSchema('Ratings');
		const dataset = await newDataset('Chat ratings', schema);
		const list = async (method: Parameters<typeof searchList>[1], filter: string) =>
			(await searchList(emulator.url, method, filter)).results;
		expect(await list('searchSchemas', 'rati')).toEqual([{ name: 'Ratings', value: schema.id }]);
		expect(await list('searchDatasets', 'chat')).toEqual([
			{ name: 'Chat ratings', value: dataset.id },
		]);
		expect(await list('searchFieldGroups', 'web')).toContainEqual({
			name: 'Web Details',
			value: WEB,
		});
		expect(await list('searchNamespaces', 'tnt')).toEqual([
			{ name: 'Adobe Target (TNTID) (TNTID)', value: 'TNTID' },
		]);
	});

	it("gives the organization's field groups before Adobe's own", async () => {
		await run('fieldGroup', 'create', { title: 'Web of ours', fields: RATING as never });
		const first = await searchList(emulator.url, 'searchFieldGroups', 'web');
		expect(first.results.map(({ name }) => name)).toEqual(['Web of ours']);
		const second = await searchList(
			emulator.url,
			'searchFieldGroups',
			'web',
			{},
			first.paginationToken as string,
		);
		expect(second.results.map(({ value }) => value)).toContain(WEB);
		expect(second.paginationToken).toBeUndefined();
	});
});
