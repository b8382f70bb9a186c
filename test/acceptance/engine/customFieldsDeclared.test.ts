import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TENANT_ID } from '../../../emulator/account.mts';
import { signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import type { Problem } from '../../../lib/problem/problem';
import type { SetUpRow } from '../../../lib/setup/setUp';
import type { SetUpStep } from '../../../lib/setup/ensureResource';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { Registry, runNode } from '../../harness/n8n';
import { chosen } from '../../integration/operationCases/types';
import { documented } from '../../payloads';

const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new AdobePlatformStreaming()],
	[new AdobeExperiencePlatformApi()],
);

let emulator: Emulator;

beforeAll(async () => (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

/** An entry of Custom Fields, as n8n stores it. */
interface Entry {
	[name: string]: string | boolean;
	name: string;
	type: string;
	title: string;
	description: string;
	isPersonal: boolean;
}

const entry = (name: string, type = 'string', rest: Partial<Entry> = {}): Entry =>
	({ name, type, title: '', description: '', isPersonal: false, ...rest }) as Entry;

const FIVE = [
	entry('tier', 'string', { title: 'CRM Tier', description: 'From the CRM' }),
	entry('leadScore', 'integer'),
	entry('sentiment', 'number'),
	entry('isCustomer', 'boolean'),
	entry('renewsAt', 'date-time', { isPersonal: true, description: 'End of the contract' }),
];

/** The note on a field group that was changed. */
const OLD_SCHEMA = 'For up to 15 minutes, Adobe may reject records that have new fields.';

const TWO_MORE = [entry('birthday', 'date', { isPersonal: true }), entry('topics', 'stringList')];

async function operate(resource: string, operation: string, parameters: INodeParameters) {
	const { output, error } = await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: adobeRow(emulator.url) },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return { done: output(0).map(({ json }) => json), failed: output(1).map(({ json }) => json) };
}

const parametersOf = (fields: Entry[], more: INodeParameters = {}): INodeParameters => ({
	name: 'Shop',
	deliveryRoute: 'xdm',
	createNamespaces: true,
	...(fields.length > 0 && { customFields: { field: fields } as unknown as INodeParameters }),
	...more,
});

async function setUp(fields: Entry[], more?: INodeParameters): Promise<SetUpRow[]> {
	const { done, failed } = await operate('chatlioSource', 'setUp', parametersOf(fields, more));
	expect(failed).toEqual([]);
	return done as unknown as SetUpRow[];
}

async function problemOf(fields: Entry[], more?: INodeParameters): Promise<Problem> {
	const { done, failed } = await operate('chatlioSource', 'setUp', parametersOf(fields, more));
	expect(done).toEqual([]);
	return failed[0].problem as unknown as Problem;
}

async function preview(fields: Entry[], more?: INodeParameters) {
	const { done } = await operate('chatlioSource', 'preview', parametersOf(fields, more));
	return done as unknown as Array<SetUpStep & { body?: unknown; method?: string }>;
}

/** Requests that change something in Adobe, from now on. */
async function writesDuring(action: () => Promise<unknown>) {
	const writes = async () =>
		(await emulator.control.requests('/data/')).filter(({ method }) => method !== 'GET');
	const before = (await writes()).length;
	await action();
	return (await writes()).slice(before).map(({ method, path }) => `${method} ${path}`);
}

/** Outcomes other than `found`, each after its kind. */
const newsOf = (rows: SetUpRow[]) => [
	...new Set(
		rows
			.flatMap(({ steps }) => steps)
			.filter(({ outcome }) => outcome !== 'found')
			.map(({ kind, outcome }) => `${kind} ${outcome}`),
	),
];

/** The news about a personal field that was added. */
const LABELED = 'usage label created';

const REGISTRY = '/data/foundation/schemaregistry/tenant';
const TENANT = `_${TENANT_ID}`;

type Fields = Record<string, IDataObject>;

interface Resolved {
	properties: Record<string, Resolved & IDataObject>;
}

/** Custom fields in the resolved schema. */
async function customFields({ schemaId }: SetUpRow): Promise<Fields> {
	const http = await signIn(emulator.url);
	const { data } = await http.get<Resolved>(`${REGISTRY}/schemas/${encodeURIComponent(schemaId)}`, {
		headers: { Accept: 'application/vnd.adobe.xed-full+json; version=1' },
	});
	return data.properties[TENANT].properties.chatlio.properties.custom.properties;
}

/** Changes the field group as somebody in Adobe's editor does. */
async function changeInAdobe(patch: object[]) {
	const http = await signIn(emulator.url);
	const { data } = await http.get<{ results: Array<{ $id: string }> }>(`${REGISTRY}/fieldgroups`, {
		headers: { Accept: 'application/vnd.adobe.xed-id+json' },
	});
	const [{ $id }] = data.results;
	const headers = { Accept: 'application/vnd.adobe.xed+json; version=1' };
	await http.patch(`${REGISTRY}/fieldgroups/${encodeURIComponent($id)}`, patch, { headers });
}

const CHATLIO = `/definitions/chatlio/properties/${TENANT}/properties/chatlio/properties`;

/** Fields as Adobe's editor adds them: in a separate definition. */
const addedByEditor = (properties: object) => [
	{
		op: 'add',
		path: '/definitions/customFields',
		value: {
			type: 'object',
			properties: {
				[TENANT]: {
					type: 'object',
					properties: {
						chatlio: {
							type: 'object',
							properties: { custom: { type: 'object', properties } },
						},
					},
				},
			},
		},
	},
	{ op: 'add', path: '/allOf/-', value: { $ref: '#/definitions/customFields' } },
];

describe('Set Up with custom fields', () => {
	it('adds them to the field group, each with its type, title and description', async () => {
		const [row] = await setUp([...FIVE, ...TWO_MORE]);
		expect(await customFields(row)).toMatchObject({
			tier: { title: 'CRM Tier', description: 'From the CRM', type: 'string' },
			leadScore: { title: 'Lead Score', type: 'integer', maximum: Number.MAX_SAFE_INTEGER },
			sentiment: { title: 'Sentiment', type: 'number' },
			isCustomer: { type: 'boolean' },
			renewsAt: {
				description: 'End of the contract. Personal data.',
				type: 'string',
				format: 'date-time',
			},
			birthday: { description: 'Personal data.', type: 'string', format: 'date' },
			topics: { type: 'array', items: { type: 'string' } },
		});
	});

	it.each([
		['xdm', ['field group changed', LABELED]],
		['raw', ['field group changed', 'mapping set created', 'dataflow changed', LABELED]],
		['direct', ['field group changed', 'mapping set created', 'dataflow changed', LABELED]],
	])('adds two more and changes nothing else: %s', async (deliveryRoute, expected) => {
		const route = { deliveryRoute };
		const first = await setUp(FIVE, route);
		const before = await customFields(first[0]);
		const second = await setUp([...FIVE, ...TWO_MORE], route);
		expect(newsOf(second)).toEqual(expected);
		expect(second[0].steps.find(({ outcome }) => outcome === 'changed')).toMatchObject({
			note: `Custom fields: birthday (Date), topics (List of Text). ${OLD_SCHEMA}`,
		});
		const { birthday, topics, ...others } = await customFields(second[0]);
		expect(others).toEqual(before);
		expect([birthday.type, topics.type]).toEqual(['string', 'array']);
		const sameIds = (rows: SetUpRow[]) =>
			rows.map(({ flowId, datasetId, schemaId }) => ({ flowId, datasetId, schemaId }));
		expect(sameIds(second)).toEqual(sameIds(first));
		expect(await writesDuring(async () => await setUp([...FIVE, ...TWO_MORE], route))).toEqual([]);
	});

	it.each(['xdm', 'raw', 'direct'])(
		'leaves found fields alone, also if only the new ones or none are listed: %s',
		async (deliveryRoute) => {
			const route = { deliveryRoute };
			await setUp(FIVE, route);
			const [row] = await setUp(TWO_MORE, route);
			expect(Object.keys(await customFields(row))).toEqual(
				[...FIVE, ...TWO_MORE].map(({ name }) => name),
			);
			expect(await writesDuring(async () => await setUp([], route))).toEqual([]);
			const other = entry('tier', 'string', { title: 'Other', description: 'Another text' });
			expect(await writesDuring(async () => await setUp([other], route))).toEqual([]);
		},
	);

	it('adds them to a source that was set up without any', async () => {
		await setUp([]);
		const rows = await setUp(FIVE);
		expect(newsOf(rows)).toEqual(['field group changed', LABELED]);
		expect(Object.keys(await customFields(rows[0]))).toEqual(FIVE.map(({ name }) => name));
	});

	it("finds fields that somebody added in Adobe's editor, and maps them too", async () => {
		const [row] = await setUp([], { deliveryRoute: 'raw' });
		await changeInAdobe(addedByEditor({ tier: { type: 'string', 'meta:xdmType': 'string' } }));
		const [again] = await setUp(FIVE, { deliveryRoute: 'raw' });
		expect(newsOf([again])).toContain('field group changed');
		expect(again.mappingSetId).not.toBe(row.mappingSetId);
		const fields = await customFields(again);
		expect(fields.tier).not.toHaveProperty('title');
		expect(Object.keys(fields).sort()).toEqual(FIVE.map(({ name }) => name).sort());
	});
});

it.each(['before', 'after'] as const)(
	'a connection that closes %s Adobe added the fields leaves nothing that a new run does not complete',
	async (moment) => {
		await setUp(FIVE, { deliveryRoute: 'raw' });
		await emulator.control.fault({
			match: { method: 'PATCH', path: '/fieldgroups/' },
			action: { dropConnection: moment },
		});
		const all = [...FIVE, ...TWO_MORE];
		await operate('chatlioSource', 'setUp', parametersOf(all, { deliveryRoute: 'raw' }));
		const [row] = await setUp(all, { deliveryRoute: 'raw' });
		expect(Object.keys(await customFields(row))).toEqual(all.map(({ name }) => name));
		const again = async () => await setUp(all, { deliveryRoute: 'raw' });
		expect(await writesDuring(again)).toEqual([]);
	},
);

describe('Preview with custom fields', () => {
	it('shows what would be added, and sends nothing', async () => {
		const sent = await writesDuring(async () => {
			const group = (await preview(FIVE)).find(({ kind }) => kind === 'field group')!;
			expect(group).toMatchObject({
				outcome: 'would create',
				note: 'Custom fields: tier (Text), leadScore (Whole Number), sentiment (Number), isCustomer (True/False), renewsAt (Date and Time).',
			});
		});
		expect(sent).toEqual([]);
	});

	it('shows only what is new in a field group that exists', async () => {
		await setUp(FIVE);
		const steps = await preview([...FIVE, ...TWO_MORE]);
		const changed = steps.filter(({ outcome }) => outcome !== 'found');
		expect(changed).toHaveLength(2);
		expect(changed[1].name).toBe(`I1 on ${TENANT}.chatlio.custom.birthday`);
		expect(changed[0]).toMatchObject({
			kind: 'field group',
			outcome: 'would change',
			method: 'PATCH',
			note: `Custom fields: birthday (Date), topics (List of Text). ${OLD_SCHEMA}`,
			body: [
				{ op: 'add', path: `${CHATLIO}/custom/properties/birthday` },
				{ op: 'add', path: `${CHATLIO}/custom/properties/topics` },
			],
		});
		for (const { note } of await preview(FIVE)) expect(note).toBe('none');
	});

	it('says that Chatlio itself never fills them', async () => {
		const notes = (steps: Array<{ kind: string; note?: string }>) =>
			steps.filter(({ kind }) => kind === 'mapping set').map(({ note }) => note);
		const direct = { deliveryRoute: 'direct' };
		const said = notes(await preview(FIVE, direct));
		expect(said).toHaveLength(5);
		for (const note of said) {
			expect(note).toMatch(/Chatlio posts no custom fields, so these stay empty/);
		}
		for (const note of [
			...notes(await preview([], direct)),
			...notes(await preview(FIVE, { deliveryRoute: 'raw' })),
		]) {
			expect(note).not.toMatch(/Chatlio posts/);
		}
	});
});

/** Runs Set Up, expects that it changes nothing in Adobe, and returns the problem. */
async function refused(fields: Entry[], more?: INodeParameters): Promise<Problem> {
	let problem: Problem | undefined;
	const sent = await writesDuring(async () => (problem = await problemOf(fields, more)));
	expect(sent).toEqual([]);
	return problem!;
}

describe('a custom field that cannot be declared is refused before anything is changed', () => {
	it.each([
		['lead score', 'Use only the letters A to Z, digits, and underscores.'],
		['__proto__', 'Begin the name with a letter.'],
		['constructor', 'Use another name: JavaScript reserves this one.'],
		['lead.score', 'Use only the letters A to Z, digits, and underscores.'],
		['9lives', 'Begin the name with a letter.'],
		['a'.repeat(65), 'Use at most 64 characters.'],
	])('for its name: %s', async (name, advice) => {
		expect(await refused([entry('tier'), entry(name)])).toEqual({
			code: 'setting.conflict',
			message: `A custom field cannot have the name "${name}"`,
			advice,
			retry: 'afterChange',
			field: 'Custom Fields',
		});
	});

	it('for a missing name', async () => {
		expect(await refused([entry('tier'), entry('  ')])).toMatchObject({
			code: 'setting.conflict',
			message: 'Custom field 2 has no name',
			field: 'Custom Fields',
		});
	});

	it('but surrounding spaces of a name are removed', async () => {
		const [row] = await setUp([entry(' tier ')]);
		expect(Object.keys(await customFields(row))).toEqual(['tier']);
	});

	it.each([['tier'], ['TIER']])('for a name that occurs twice: tier and %s', async (second) => {
		expect(await refused([entry('tier'), entry(second)])).toMatchObject({
			code: 'setting.conflict',
			message: expect.stringContaining(`"${second}"`),
			field: 'Custom Fields',
		});
	});

	it('for a name that differs from a found one in capitals only', async () => {
		await setUp([entry('tier')]);
		expect(await refused([entry('Tier')])).toMatchObject({
			code: 'setting.conflict',
			message: expect.stringMatching(/"Tier".*"tier"/),
			field: 'Custom Fields',
		});
	});

	it.each(['text', '', 'object'])('for a type that the panel does not offer: %j', async (type) => {
		expect(await refused([entry('tier', type)])).toMatchObject({
			code: 'setting.invalid',
			field: 'Custom Fields',
		});
	});

	it.each<[string, number, number]>([
		['all at once', 0, 200],
		['one more than the most', 0, 101],
		['in a second run', 60, 41],
	])('for the number of fields: %s', async (_, first, second) => {
		const many = (from: number, count: number) =>
			Array.from({ length: count }, (__, index) => entry(`field${from + index}`));
		if (first > 0) await setUp(many(0, first));
		expect(await refused(many(first, second))).toEqual({
			code: 'setUp.tooManyCustomFields',
			message: `The schema would have ${first + second} custom fields, and the maximum is 100`,
			advice:
				'Declare fewer fields: Profile drops events larger than 10 KB, and more fields would leave no room for the chat itself.',
			retry: 'afterChange',
			field: 'Custom Fields',
		});
	});

	it.each<[found: string, wanted: string, foundLabel: string, wantedLabel: string]>([
		['string', 'integer', 'Text', 'Whole Number'],
		['integer', 'number', 'Whole Number', 'Number'],
		['string', 'date-time', 'Text', 'Date and Time'],
		['date-time', 'date', 'Date and Time', 'Date'],
		['stringList', 'string', 'List of Text', 'Text'],
		['boolean', 'stringList', 'True/False', 'List of Text'],
	])('for another type than before: %s, then %s', async (found, wanted, foundLabel, label) => {
		await setUp([entry('score', found)]);
		const problem = await refused([entry('score', wanted), entry('tier')], {
			deliveryRoute: 'raw',
			options: { userNamespace: 'CRMID' },
		});
		expect(problem).toEqual({
			code: 'setUp.fieldTypeConflict',
			message: `The field group already exists and has ${TENANT}.chatlio.custom.score as ${foundLabel}, not ${label}`,
			advice: `Adobe does not change the type of a field: choose ${foundLabel} as its type, or give the new field another name.`,
			retry: 'afterChange',
			field: 'Custom Fields',
		});
	});

	it.each<[string, object, string]>([
		['another text format', { type: 'string', format: 'date' }, 'Date'],
		['an object', { type: 'object', properties: { points: { type: 'integer' } } }, 'object'],
		['a list of numbers', { type: 'array', items: { type: 'number' } }, 'array'],
	])('for a type that somebody gave it in Adobe meanwhile: %s', async (_, schema, found) => {
		await setUp([]);
		await changeInAdobe(addedByEditor({ score: schema }));
		const problem = await refused([entry('score')]);
		expect(problem).toMatchObject({ code: 'setUp.fieldTypeConflict', field: 'Custom Fields' });
		expect(problem.message).toBe(
			`The field group already exists and has ${TENANT}.chatlio.custom.score as ${found}, not Text`,
		);
	});

	it('for an object “custom” that is not one in Adobe, unless no field is declared', async () => {
		await setUp([]);
		const value = { type: 'string', title: 'Custom' };
		await changeInAdobe([{ op: 'add', path: `${CHATLIO}/custom`, value }]);
		expect(await refused([entry('score')])).toMatchObject({
			code: 'setUp.fieldTypeConflict',
			message: `The field group already exists and has ${TENANT}.chatlio.custom as string, not object`,
			field: 'Custom Fields',
		});
		await setUp([]);
	});

	it.each<[string, object, Partial<Problem>]>([
		[
			'a name that is an object',
			{ name: { first: 'score' } },
			{ code: 'setting.wrongType', message: expect.stringContaining('text is expected') },
		],
		[
			'a mark for personal data that is text',
			{ name: 'score', isPersonal: 'no' },
			{ code: 'setting.wrongType', message: expect.stringContaining('true or false is expected') },
		],
		['a type that is a list', { name: 'score', type: ['string'] }, { code: 'setting.invalid' }],
		[
			'a name that is missing',
			{ name: '={{ $json.nothing }}' },
			{ code: 'setting.conflict', message: 'Custom field 1 has no name' },
		],
	])('for what an expression returns: %s', async (_, value, expected) => {
		const problem = await refused([value as Entry]);
		expect(problem).toMatchObject({ ...expected, field: 'Custom Fields', retry: 'afterChange' });
	});

	it('for a field of Chatlio’s own that has another type in Adobe, before a namespace is created', async () => {
		await operate('fieldGroup', 'create', {
			title: 'Shop Fields',
			fields: [{ path: 'shop.visits', type: 'integer' }] as never,
		});
		const chatlio = { type: 'object', properties: { message: { type: 'integer' } } };
		const properties = { [TENANT]: { type: 'object', properties: { chatlio } } };
		await changeInAdobe([{ op: 'add', path: '/definitions/chatlio', value: { properties } }]);
		expect(await refused([])).toMatchObject({
			code: 'setUp.fieldTypeConflict',
			message: expect.stringContaining('chatlio.message as integer, not string'),
		});
	});

	it('if it is marked as personal and the found one is not', async () => {
		await setUp([entry('score')]);
		expect(await refused([entry('score', 'string', { isPersonal: true })])).toEqual({
			code: 'setUp.notMarkedPersonal',
			message: 'The custom field score exists in Adobe without the mark for personal data',
			advice:
				'Add the sentence "Personal data." to the end of its description in Adobe, turn off Personal Data for it, or give the new field another name.',
			retry: 'afterChange',
			field: 'Custom Fields',
		});
		await changeInAdobe([
			{
				op: 'add',
				path: `${CHATLIO}/custom/properties/score/description`,
				value: 'Of the lead. Personal data.',
			},
		]);
		await setUp([entry('score', 'string', { isPersonal: true })]);
		await setUp([entry('score')]);
	});

	it('if only its description is marked, and the found one is not', async () => {
		await setUp([entry('score')]);
		const marked = entry('score', 'string', { description: 'Of the lead. Personal data.' });
		expect(await refused([marked])).toMatchObject({ code: 'setUp.notMarkedPersonal' });
	});

	it('if it is missing and Merge Field Group is off', async () => {
		await setUp([entry('tier')]);
		const off = { options: { mergeFieldGroup: false } };
		expect(await refused([entry('tier'), entry('score')], off)).toEqual({
			code: 'setting.conflict',
			message: 'The field group already exists without the custom fields score',
			advice: 'Turn on Options > Merge Field Group to add them, or remove them from Custom Fields.',
			retry: 'afterChange',
			field: 'Custom Fields',
		});
		await setUp([entry('tier')], off);
	});
});

describe('declared fields', () => {
	const values = {
		tier: 'Gold',
		leadScore: 72,
		sentiment: -0.5,
		isCustomer: true,
		renewsAt: '2027-01-31T12:00:00.250Z',
		birthday: '1988-02-29',
		topics: ['price', 'delivery'],
	};
	const ALL = [...FIVE, ...TWO_MORE];

	/** The trigger's item with fields that a workflow added. */
	const itemOf = (kind: ChatlioEventKind, custom: object) =>
		JSON.parse(
			JSON.stringify({
				...parseEvent(kind, documented[kind], new Date().toISOString()),
				custom,
			}),
		) as IDataObject;

	const stream = async (flowId: string, items: IDataObject[]) =>
		await runNode({
			registry,
			type: 'adobePlatformStreaming',
			parameters: { sendTo: 'dataflow', dataflow: chosen(flowId) },
			credentials: { [ADOBE]: adobeRow(emulator.url) },
			input: items.map((json) => ({ json })),
		});

	const storedCustom = async (count: number) =>
		(await emulator.control.settled(count)).map(({ status, record }) => ({
			status,
			custom: (record as Record<string, { chatlio: { custom?: unknown } }>)[TENANT].chatlio.custom,
		}));

	const stored = (count: number) => Array<object>(count).fill({ status: 'stored', custom: values });

	it('arrive from the items of a workflow that Adobe maps, for all five events', async () => {
		const [{ flowId }] = await setUp(ALL, { deliveryRoute: 'raw' });
		await emulator.control.ageFlow(flowId);
		await stream(
			flowId,
			CHATLIO_EVENTS.map(({ kind }) => itemOf(kind, values)),
		);
		expect(await storedCustom(5)).toEqual(stored(5));
	});

	it('arrive in the dataflows that Chatlio posts to if something adds them, else stay empty', async () => {
		const rows = await setUp(ALL, { deliveryRoute: 'direct' });
		for (const { flowId } of rows) await emulator.control.ageFlow(flowId);
		for (const { chatlioUrl, event } of rows) {
			await axios.post(chatlioUrl!, { ...documented[event!], custom: values });
		}
		expect(await storedCustom(5)).toEqual(stored(5));
		await axios.post(rows[0].chatlioUrl!, documented[rows[0].event!]);
		expect(await storedCustom(6)).toContainEqual({ status: 'stored', custom: undefined });
	});

	it('arrive, also 100 of them', async () => {
		const fields = Array.from({ length: 100 }, (_, index) => entry(`field${index}`, 'integer'));
		const [{ flowId }] = await setUp(fields, { deliveryRoute: 'raw' });
		await emulator.control.ageFlow(flowId);
		const hundred = Object.fromEntries(fields.map(({ name }, index) => [name, index]));
		await stream(flowId, [itemOf('newConversation', hundred)]);
		expect(await storedCustom(1)).toEqual([{ status: 'stored', custom: hundred }]);
	});

	it('are mapped by the same dataflow after they were declared later', async () => {
		const [before] = await setUp([], { deliveryRoute: 'raw' });
		const [after] = await setUp(ALL, { deliveryRoute: 'raw' });
		expect(after.flowId).toBe(before.flowId);
		await emulator.control.ageFlow(after.flowId);
		await stream(after.flowId, [itemOf('newConversation', values)]);
		expect(await storedCustom(1)).toEqual(stored(1));
	});

	it('are in the sample record of the schema, which is valid', async () => {
		const [{ schemaId }] = await setUp(ALL);
		const { done } = await operate('schema', 'getSampleRecord', { schema: chosen(schemaId) });
		const sample = done[0] as Record<string, { chatlio: { custom: Record<string, unknown> } }>;
		const types = Object.fromEntries(
			Object.entries(sample[TENANT].chatlio.custom).map(([name, value]) => [
				name,
				Array.isArray(value) ? 'list' : typeof value,
			]),
		);
		expect(types).toEqual({
			tier: 'string',
			leadScore: 'number',
			sentiment: 'number',
			isCustomer: 'boolean',
			renewsAt: 'string',
			birthday: 'string',
			topics: 'list',
		});
	});

	it('are in the fields that Schema: Get lists', async () => {
		const [{ schemaId }] = await setUp(ALL);
		const { done } = await operate('schema', 'get', { schema: chosen(schemaId) });
		const listed = (done[0].fields as Array<{ path: string; type: string; title: string }>)
			.filter(({ path }) => path.startsWith(`${TENANT}.chatlio.custom.`))
			.map(({ path, type }) => `${path.split('.').pop()} ${type}`);
		expect(listed).toEqual([
			'tier string',
			'leadScore long',
			'sentiment double',
			'isCustomer boolean',
			'renewsAt date-time',
			'birthday date',
			'topics[] string',
		]);
	});

	it.each<[string, object, string | undefined]>([
		['all of them', values, undefined],
		['text for a number', { leadScore: '72' }, 'leadScore'],
		['a fraction for a whole number', { leadScore: 7.5 }, 'leadScore'],
		['text for a mark', { isCustomer: 'yes' }, 'isCustomer'],
		['a time without an offset', { renewsAt: '2027-01-31T12:00:00' }, 'renewsAt'],
		['a time for a date', { birthday: '1988-02-29T00:00:00Z' }, 'birthday'],
		['text for a list', { topics: 'price' }, 'topics'],
		['a number in a list of text', { topics: [1] }, 'topics.0'],
		['a field that was not declared', { shoeSize: 43 }, 'shoeSize'],
	])('are checked by Record: Validate: %s', async (_, custom, wrong) => {
		const [{ schemaId }] = await setUp(ALL);
		const record = {
			_id: 'one',
			timestamp: '2026-01-31T12:00:00.000Z',
			eventType: 'chatlio.newConversation',
			[TENANT]: { chatlio: { custom } },
		};
		const { output } = await runNode({
			registry,
			type: 'adobeExperiencePlatform',
			parameters: { resource: 'record', operation: 'validate', schema: chosen(schemaId) },
			credentials: { [ADOBE]: adobeRow(emulator.url) },
			input: [{ json: record as unknown as IDataObject }],
			node: { onError: 'continueErrorOutput' },
		});
		const [failed] = output(1);
		const problem = failed?.json.problem as unknown as Problem | undefined;
		expect(problem?.violations?.map(({ field }) => field)).toEqual(
			wrong && [expect.stringContaining(`custom.${wrong}`)],
		);
		expect(output(0)).toHaveLength(wrong ? 0 : 1);
	});
});
