import type { INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { results } from '../harness/experiencePlatform';
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
	it('creates one that can be read again', async () => {
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

	it('gives it as Adobe has it when it is not simplified', async () => {
		const mappingSetId = await create();
		expect(await run('get', { mappingSetId, simplify: false })).toMatchObject({
			outputSchema: { schemaRef: { id: flow.schemaId } },
			createdDate: expect.any(Number),
		});
	});

	it('hands on what Adobe finds wrong', async () => {
		const wrong = [{ sourceType: 'EXPRESSION', source: 'upper(', destination: '_id' }];
		await expect(run('create', draft(wrong))).rejects.toMatchObject({
			message: 'Could not create the mapping set: Adobe answered with status 400',
			description: expect.stringContaining('Mapping Set: Validate'),
		});
	});

	it.each<[string, string]>([
		['{', 'The field Mappings is no valid JSON'],
		['{}', 'The field Mappings is no list of mappings'],
		['[]', 'The field Mappings is no list of mappings'],
		['[1]', 'The field Mappings is no list of mappings'],
	])('asks for a list of mappings instead of %s', async (text, words) => {
		await expect(run('create', { ...draft(), mappings: text })).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: words,
		});
	});
});

describe('Mapping Set: Validate', () => {
	it('finds no fault with one that exists', async () => {
		const mappingSetId = await create();
		expect(await run('validate', { mappingsFrom: 'mappingSet', mappingSetId })).toEqual({
			valid: true,
			mappings: 3,
			invalid: [],
		});
	});

	it('names each mapping that is not valid, with the reason', async () => {
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
	it('shows what a payload of Chatlio becomes', async () => {
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

	it('tells what could not be computed', async () => {
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

	it('asks for an object', async () => {
		await expect(
			preview({ mappingsFrom: 'json', ...draft(), payload: '[1]' }, {}),
		).rejects.toMatchObject({ message: 'The field Payload is no JSON object' });
	});
});
