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

/** Runs an operation that fails, and returns the problem on its error output. */
const problemOf = async (resource: string, operation: string, parameters: INodeParameters) => {
	const node = { onError: 'continueErrorOutput' } as const;
	const { output } = await runOperation(emulator.url, { resource, operation, parameters, node });
	expect(output(0)).toEqual([]);
	return output(1)[0].json.problem;
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
	it('is created from chosen field groups and listed fields, and read field by field', async () => {
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
			labels: [],
		});
		expect(schema.fields).toContainEqual(
			expect.objectContaining({ path: 'web.webPageDetails.URL', type: 'string' }),
		);
		expect(schema.fields).toContainEqual(expect.objectContaining({ path: '_id', required: true }));
		expect(schema.fields).toContainEqual(
			expect.objectContaining({ path: 'identityMap.*[].id', type: 'string' }),
		);
	});

	it('is read as it was created, or with all references resolved', async () => {
		const { id } = await newSchema('Ratings', { ownFields: false });
		const schema = chosen(id as string);
		const [plain] = await run('schema', 'get', { schema, simplify: false, schemaFormat: 'plain' });
		expect(plain.allOf).toEqual([{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent' }]);
		const [full] = await run('schema', 'get', { schema, simplify: false });
		expect(full.properties).toHaveProperty('timestamp.format', 'date-time');
	});

	it('names the field group that was created when Adobe rejects the schema', async () => {
		await newSchema('Ratings', { ownFields: false });
		const parameters = { title: 'Ratings', fields: RATING as never };
		expect(await problemOf('schema', 'createFromFields', parameters)).toMatchObject({
			code: 'adobe.titleTaken',
			message: 'Could not create the schema "Ratings": Adobe answered with status 400',
			advice: expect.stringMatching(
				/^The field group https:\/\/ns\.adobe\.com\/acme\/mixins\/\w+ was created before: choose it .* Choose another title.* Adobe says: .*Title must be unique/,
			),
			retry: 'afterChange',
			status: 400,
		});
	});

	it('must not be retried without a change once its field group was created', async () => {
		const down = { match: { path: '/tenant/schemas', method: 'POST' }, action: { status: 503 } };
		await emulator.control.fault({ ...down, times: 1 });
		const parameters = { title: 'Ratings', fields: RATING as never };
		expect(await problemOf('schema', 'createFromFields', parameters)).toMatchObject({
			code: 'adobe.unavailable',
			advice: expect.stringMatching(/^The field group \S+ was created before: choose it /),
			retry: 'afterChange',
			status: 503,
		});
		expect(await problemOf('schema', 'createFromFields', parameters)).toMatchObject({
			code: 'adobe.titleTaken',
			message: expect.stringContaining('"Ratings Fields"'),
		});
	});

	it('names a listed field that is invalid, before anything is created', async () => {
		const fields = '[{ "path": "chat.rating", "type": "stars" }]';
		const parameters = { title: 'Ratings', fields };
		expect(await problemOf('schema', 'createFromFields', parameters)).toEqual({
			code: 'setting.conflict',
			message: 'Field 1 of the list (chat.rating) has the type stars',
			advice: expect.stringMatching(/^Use one of string, integer, /),
			retry: 'afterChange',
			field: 'Fields',
		});
		expect(await run('fieldGroup', 'getMany', { owner: 'tenant' })).toEqual([]);
	});

	it('names a field group that was added and left empty', async () => {
		const parameters = {
			title: 'Ratings',
			ownFields: false,
			fieldGroups: { group: [{ fieldGroup: chosen('') }] },
		};
		expect(await problemOf('schema', 'createFromFields', parameters)).toMatchObject({
			code: 'setting.conflict',
			message: 'Field group 1 is empty',
			retry: 'afterChange',
		});
	});

	it('is found by part of its title, simplified or whole', async () => {
		await newSchema('Ratings');
		await newSchema('Calls');
		const filters = { search: 'rat' };
		expect(await run('schema', 'getMany', { owner: 'tenant', filters })).toEqual([
			expect.objectContaining({ title: 'Ratings', version: '1.0' }),
		]);
		const [whole] = await run('schema', 'getMany', {
			owner: 'tenant',
			filters,
			simplify: false,
		});
		expect(whole['meta:class']).toBe('https://ns.adobe.com/xdm/context/experienceevent');
		expect(await run('schema', 'getMany', { owner: 'tenant', limit: 1 })).toHaveLength(1);
	});

	it('has a sample record from Adobe, which is valid', async () => {
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
	it('is created from a list of fields and listed', async () => {
		const [group] = await run('fieldGroup', 'create', {
			title: 'Ratings',
			fields: RATING as never,
			options: { description: 'Of chats' },
		});
		expect(group.id).toMatch(/^https:\/\/ns\.adobe\.com\/acme\/mixins\//);
		expect(await run('fieldGroup', 'getMany', { owner: 'tenant' })).toEqual([group]);
	});

	it("is listed if it is Adobe's own", async () => {
		const groups = await run('fieldGroup', 'getMany', { owner: 'global', returnAll: true });
		expect(groups.map(({ id }) => id)).toContain(WEB);
	});
});

describe('Dataset', () => {
	it('is created with diagnostics and without Profile, found and deleted', async () => {
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
		expect(await problemOf('dataset', 'get', parameters)).toMatchObject({
			code: 'adobe.notFound',
			message: `Could not read the dataset ${String(dataset.id)}: Adobe answered with status 404`,
			retry: 'afterChange',
			status: 404,
		});
	});

	it('is enabled for Profile only if its schema is', async () => {
		const plain = await newSchema('Plain');
		const parameters = {
			name: 'Ratings',
			schema: chosen(plain.id as string),
			options: { profile: true },
		};
		expect(await problemOf('dataset', 'create', parameters)).toMatchObject({
			code: 'adobe.schemaNotInProfile',
			advice: expect.stringContaining('Enable the schema for Profile first'),
			retry: 'afterChange',
		});
		const schema = await newSchema('Ratings', { options: { profile: true } });
		expect(await newDataset('Ratings', schema, { profile: true })).toMatchObject({
			profileEnabled: true,
		});
	});

	it('lists its batches by time and status', async () => {
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

	it('requires a valid time', async () => {
		const parameters = {
			dataset: chosen('5c8c3c555033b814b69f947f'),
			filters: { since: 'yesterday' },
		};
		expect(await problemOf('dataset', 'getBatches', parameters)).toMatchObject({
			code: 'setting.invalid',
			message: 'The field Since cannot be "yesterday"',
			advice: 'Enter a date and time such as 2026-01-31T12:00:00Z.',
			retry: 'afterChange',
		});
	});
});

describe('Identity Namespace', () => {
	it('is created and listed among the others', async () => {
		const [created] = await run('identityNamespace', 'create', {
			code: 'ChatlioVisitor',
			idType: 'Cookie',
			options: { description: 'Of the chat' },
		});
		expect(created).toMatchObject({ code: 'ChatlioVisitor', name: 'ChatlioVisitor', custom: true });
		expect(await run('identityNamespace', 'getMany', { filters: { customOnly: true } })).toEqual([
			created,
		]);
		const emails = await run('identityNamespace', 'getMany', { filters: { search: 'email' } });
		expect(emails.map(({ code }) => code)).toEqual(
			expect.arrayContaining(['Email', 'Email_LC_SHA256']),
		);
		expect(await run('identityNamespace', 'getMany', { limit: 2 })).toHaveLength(2);
	});

	it('is not created with a code that Adobe would keep permanently and never use', async () => {
		const invalid = { code: 'Chatlio Visitor', idType: 'Cookie' };
		expect(await problemOf('identityNamespace', 'create', invalid)).toEqual({
			code: 'setting.invalid',
			message: 'The field Code cannot be "Chatlio Visitor"',
			advice: 'Use letters and digits only.',
			retry: 'afterChange',
			field: 'Code',
		});
		const taken = { code: 'Email', idType: 'Email' };
		expect(await problemOf('identityNamespace', 'create', taken)).toMatchObject({
			code: 'adobe.rejected',
			advice: expect.stringContaining('already exists'),
			retry: 'afterChange',
		});
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
			measure: 'inlet',
			inlet: `${flow.inletUrl}?x-adobe-flow-id=${flow.flowId}`,
			inletMetrics: ['messagesReceived', 'requestsFailed'],
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
			measure: 'dataset',
			dataset: chosen(flow.datasetId),
			datasetMetrics: ['recordsStored'],
			granularity: 'hour',
		});
		expect(stored).toEqual([expect.objectContaining({ metric: 'recordsStored', value: 2 })]);
	});

	it('requires an inlet with an ID, and a period that ends after it starts', async () => {
		const inlet = 'https://dcs.adobedc.net';
		const noId = { ...period, measure: 'inlet', inlet, granularity: 'day' };
		expect(await problemOf('metric', 'get', noId)).toEqual({
			code: 'setting.invalid',
			message: 'The field Inlet cannot be "https://dcs.adobedc.net"',
			advice: expect.stringContaining('64 hexadecimal digits'),
			retry: 'afterChange',
			field: 'Inlet',
		});
		const reversed = {
			measure: 'inlet',
			inlet: 'a'.repeat(64),
			granularity: 'day',
			start: '2026-01-02T00:00:00Z',
			end: '2026-01-01T00:00:00Z',
		};
		expect(await problemOf('metric', 'get', reversed)).toMatchObject({
			code: 'metric.periodReversed',
			message: expect.stringContaining('the period ends before it starts'),
			retry: 'afterChange',
		});
	});
});

describe('the lists of the panel', () => {
	it('find schemas, field groups and datasets by name', async () => {
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
	});

	it("list the organization's field groups before Adobe's own", async () => {
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
