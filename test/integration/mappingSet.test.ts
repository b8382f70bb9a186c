import type { INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { results, runOperation } from '../harness/experiencePlatform';
import { documented } from '../payloads';
import { chosen } from './operationCases/types';

let emulator: Emulator;
let flow: PreparedDataflow;
beforeAll(async () => {
	emulator = await startEmulator();
	flow = await prepareDataflow(emulator.url, { name: 'Maps', format: 'xdm', authenticated: false });
});
afterAll(async () => await emulator.stop());

const run = async (operation: string, parameters: INodeParameters, item = {}) =>
	(
		await results(emulator.url, {
			resource: 'mappingSet',
			operation,
			parameters,
			items: [item],
		})
	)[0];

/** Runs an operation that fails, and returns the problem on its error output. */
const problemOf = async (operation: string, parameters: INodeParameters) => {
	const node = { onError: 'continueErrorOutput' } as const;
	const run = { resource: 'mappingSet', operation, parameters, node };
	return (await runOperation(emulator.url, run)).output(1)[0].json.problem;
};

const mappings = [
	{ sourceType: 'ATTRIBUTE', source: 'visitor.UUID', destination: '_id' },
	{ sourceType: 'EXPRESSION', source: 'upper(message)', destination: 'web.webPageDetails.name' },
	{ sourceType: 'STATIC', source: 'chatlio.newConversation', destination: 'eventType' },
];

const draft = (list: unknown = mappings) => ({
	schema: chosen(flow.schemaId),
	mappings: JSON.stringify(list),
});

const create = async () =>
	(await run('create', { ...draft(), options: { name: 'Chat' } })).id as string;

const preview = async (parameters: INodeParameters, item: object) =>
	await run('preview', { payload: '={{ $json }}', ...parameters }, item);

describe('Mapping Set: Create and Get', () => {
	it('creates a mapping set that can be read again', async () => {
		const created = await run('create', { ...draft(), options: { name: 'Chat' } });
		expect(created).toEqual({ id: expect.any(String), version: 0, mappings: 3 });
		expect(await run('get', { mappingSetId: created.id as string })).toEqual({
			id: created.id,
			name: 'Chat',
			version: 0,
			schemaId: flow.schemaId,
			mappings,
		});
	});

	it('returns the mapping set as Adobe has it when Simplify is off', async () => {
		const mappingSetId = await create();
		expect(await run('get', { mappingSetId, simplify: false })).toMatchObject({
			outputSchema: { schemaRef: { id: flow.schemaId } },
			createdDate: expect.any(Number),
		});
	});

	it('says where to find out what Adobe rejects', async () => {
		const wrong = [{ sourceType: 'EXPRESSION', source: 'upper(', destination: '_id' }];
		await expect(run('create', draft(wrong))).rejects.toMatchObject({
			message: 'Could not create the mapping set: Adobe answered with status 400',
			description: expect.stringContaining('Mapping Set: Validate'),
		});
	});

	it.each([
		['{', 'setting.notJson', 'The field Mappings is not valid JSON'],
		['{}', 'setting.conflict', 'The field Mappings is not a list of mappings'],
		['[]', 'setting.conflict', 'The field Mappings is not a list of mappings'],
		['[1]', 'setting.conflict', 'The field Mappings is not a list of mappings'],
	])('requires a list of mappings instead of %s', async (text, code, message) => {
		const parameters = { ...draft(), mappings: text };
		await expect(run('create', parameters)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message,
		});
		expect(await problemOf('create', parameters)).toMatchObject({
			code,
			message,
			retry: 'afterChange',
		});
	});
});

describe('Mapping Set: Validate', () => {
	it('accepts a mapping set that exists', async () => {
		const mappingSetId = await create();
		expect(await run('validate', { mappingsFrom: 'mappingSet', mappingSetId })).toEqual({
			valid: true,
			mappings: 3,
			invalid: [],
		});
	});

	it('names each invalid mapping with the reason', async () => {
		const wrong = { sourceType: 'EXPRESSION', source: 'nosuch(a)', destination: 'eventType' };
		const all = [...mappings.slice(0, 2), wrong];
		expect(await run('validate', { mappingsFrom: 'json', ...draft(all) })).toEqual({
			valid: false,
			mappings: 3,
			invalid: [
				{
					source: 'nosuch(a)',
					destination: 'eventType',
					reasons: [expect.stringContaining('nosuch')],
				},
			],
		});
	});
});

describe('Mapping Set: Preview', () => {
	it('returns what Adobe makes of a payload of Chatlio', async () => {
		const mappingSetId = await create();
		const payload = documented.newConversation;
		expect(await preview({ mappingsFrom: 'mappingSet', mappingSetId }, payload)).toEqual({
			record: {
				_id: payload.visitor.UUID,
				eventType: 'chatlio.newConversation',
				web: { webPageDetails: { name: payload.message.toUpperCase() } },
			},
			warnings: [],
		});
	});

	it('warns about what Adobe could not compute', async () => {
		const list = [
			...mappings,
			{ sourceType: 'EXPRESSION', source: 'date("yesterday", "yyyy")', destination: 'timestamp' },
		];
		const { record, warnings } = await preview(
			{ mappingsFrom: 'json', ...draft(list) },
			documented.newConversation,
		);
		expect(record).not.toHaveProperty('timestamp');
		expect(warnings).toEqual([expect.stringContaining('timestamp')]);
	});

	it('requires an object', async () => {
		const parameters = { mappingsFrom: 'json', ...draft(), payload: '[1]' };
		expect(await problemOf('preview', parameters)).toMatchObject({
			code: 'setting.conflict',
			message: 'The field Payload is not a JSON object',
			retry: 'afterChange',
		});
	});
});
