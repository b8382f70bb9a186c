import axios from 'axios';
import type { INodeParameters, OnError } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { TENANT_ID } from '../../emulator/account.mts';
import { signIn } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import type { ChatlioEventKind } from '../../lib/chatlio/chatlioEvent';
import { DEFAULT_OPTIONS } from '../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { ADOBE, adobeRow, resetEmulator } from '../harness/adobe';
import { Registry, runNode } from '../harness/n8n';
import { documented } from '../payloads';

const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new AdobePlatformStreaming()],
	[new AdobeExperiencePlatformApi()],
);
const kinds = CHATLIO_EVENTS.map(({ kind }) => kind);
const eventTypes = CHATLIO_EVENTS.map(({ eventType }) => eventType);

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

const credentials = () => ({ [ADOBE]: adobeRow(emulator.url) });

interface Step {
	kind: string;
	name: string;
	outcome: string;
	id: string;
	method?: string;
	path?: string;
	body?: object;
	reason?: string;
}

interface Row {
	event?: ChatlioEventKind;
	chatlioUrl?: string;
	flowId: string;
	mappingSetId?: string;
	inletUrl: string;
	readyAt: string;
	datasetId: string;
	schemaId: string;
	steps: Step[];
}

async function run<Output = Row>(
	operation: string,
	parameters: INodeParameters,
	onError?: OnError,
) {
	const result = await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: {
			resource: 'chatlioSource',
			operation,
			name: 'Shop',
			...(operation === 'remove' && { confirmName: 'Shop' }),
			...parameters,
		},
		credentials: credentials(),
		input: [{ json: {} }],
		node: { onError },
	});
	return { ...result, rows: result.output().map(({ json }) => json as unknown as Output) };
}

/** Runs an operation that fails, and returns the problem on its error output. */
async function problemOf(operation: string, parameters: INodeParameters) {
	const { output } = await run(operation, parameters, 'continueErrorOutput');
	expect(output(0)).toEqual([]);
	return output(1)[0].json.problem;
}

const setUp = async (parameters: INodeParameters) =>
	await run('setUp', { createNamespaces: true, ...parameters });

const removeAll = async (parameters: INodeParameters = {}) => await run<Step>('remove', parameters);

/** Requests that change something. */
const writes = async () =>
	(await emulator.control.requests('/data/')).filter(({ method }) => method !== 'GET');

const outcomes = (rows: Row[]) => [
	...new Set(rows.flatMap(({ steps }) => steps.map(({ outcome }) => outcome))),
];

const stream = async ({ flowId }: Row, records: object[]) =>
	await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: { sendTo: 'dataflow', dataflow: { __rl: true, mode: 'id', value: flowId } },
		credentials: credentials(),
		input: records.map((json) => ({ json: JSON.parse(JSON.stringify(json)) })),
	});

const event = (kind: ChatlioEventKind) =>
	parseEvent(kind, documented[kind], new Date().toISOString());

const options = { ...DEFAULT_OPTIONS, tenantKey: `_${TENANT_ID}` };

interface Way {
	name: string;
	parameters: INodeParameters;
	/** How many dataflows it takes. */
	dataflows: number;
	send: (rows: Row[]) => Promise<unknown>;
}

const post = async (rows: Row[]) =>
	await Promise.all(
		rows.map(
			async ({ chatlioUrl, event: kind }) => await axios.post(chatlioUrl!, documented[kind!]),
		),
	);

const WAYS: Way[] = [
	{
		name: 'XDM',
		parameters: { deliveryRoute: 'xdm' },
		dataflows: 1,
		send: async ([row]) =>
			await stream(
				row,
				kinds.flatMap((kind) => toXdmRecords(event(kind), options).records),
			),
	},
	{
		name: 'raw',
		parameters: { deliveryRoute: 'raw' },
		dataflows: 1,
		send: async ([row]) => await stream(row, kinds.map(event)),
	},
	{
		name: 'direct over HTTP API',
		parameters: { deliveryRoute: 'direct', source: 'httpApi' },
		dataflows: 5,
		send: post,
	},
	{
		name: 'direct over Adobe’s Chatlio connector',
		parameters: { deliveryRoute: 'direct', source: 'chatlioConnector' },
		dataflows: 5,
		send: post,
	},
];

describe.each(WAYS)('$name', ({ parameters, dataflows, send }) => {
	it('is set up by one execution, and five events arrive with their event types', async () => {
		const { rows, error } = await setUp({ ...parameters, profile: true });
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(dataflows);
		for (const { flowId } of rows) await emulator.control.ageFlow(flowId);
		await send(rows);
		const records = await emulator.control.settled(5);
		expect(records.map(({ status }) => status)).toEqual(Array(5).fill('stored'));
		const types = records.map(({ record }) => (record as { eventType: string }).eventType);
		expect(types.sort()).toEqual([...eventTypes].sort());
		expect(new Set(records.map(({ datasetId }) => datasetId))).toEqual(
			new Set([rows[0].datasetId]),
		);
	});

	it('is found by a second execution, which writes nothing', async () => {
		const first = await setUp(parameters);
		expect(outcomes(first.rows)).toEqual(['created']);
		const written = (await writes()).length;
		const second = await setUp(parameters);
		expect(outcomes(second.rows)).toEqual(['found']);
		expect(await writes()).toHaveLength(written);
		const withoutSteps = (rows: Row[]) => rows.map((row) => ({ ...row, steps: [] }));
		expect(withoutSteps(second.rows)).toEqual(withoutSteps(first.rows));
	});

	it('shows in Preview what Set Up then sends, and sends nothing itself', async () => {
		const preview = await run<Step>('preview', { ...parameters, createNamespaces: true });
		expect(await writes()).toEqual([]);
		const { rows } = await setUp(parameters);
		const made = new Map(rows.flatMap(({ steps }) => steps.map((step) => [step.id, step])));
		// Preview shows each label, Set Up counts them.
		const named = (steps: Iterable<Step>) =>
			[...steps].filter(({ kind }) => kind !== 'usage label').map(({ kind, name }) => [kind, name]);
		expect(named(preview.rows)).toEqual(named(made.values()));
		expect(new Set(preview.rows.map(({ outcome }) => outcome))).toEqual(new Set(['would create']));
		const sent = (await writes()).map(({ method, path }) => `${method} ${path}`);
		expect(preview.rows.map(({ method, path }) => `${method} ${path}`)).toEqual(sent);
		for (const { body } of preview.rows) expect(body).toBeInstanceOf(Object);
		const after = await run<Step>('preview', parameters);
		expect(new Set(after.rows.map(({ outcome }) => outcome))).toEqual(new Set(['found']));
	});

	it('is removed except for what Remove lists', async () => {
		await setUp(parameters);
		const { rows, error } = await removeAll();
		expect(error).toBeUndefined();
		const left = rows.filter(({ outcome }) => outcome !== 'removed');
		expect(new Set(left.map(({ outcome }) => outcome))).toEqual(new Set(['not deletable']));
		expect((await everything()).sort()).toEqual(left.map(({ id }) => id).sort());
	});
});

/** The IDs of everything that exists, except for Adobe's own namespaces. */
async function everything(): Promise<string[]> {
	const http = await signIn(emulator.url);
	const flow = '/data/foundation/flowservice';
	const registryUrl = '/data/foundation/schemaregistry/tenant';
	const short = { headers: { Accept: 'application/vnd.adobe.xed-id+json' } };
	type Listed = { id: string }[];
	const ids: string[] = [];
	for (const kind of ['flows', 'connections', 'sourceConnections', 'targetConnections']) {
		const { data } = await http.get<{ items: Listed }>(`${flow}/${kind}`);
		ids.push(...data.items.map(({ id }) => id));
	}
	for (const kind of ['schemas', 'fieldgroups']) {
		const { data } = await http.get<{ results: { $id: string }[] }>(
			`${registryUrl}/${kind}`,
			short,
		);
		ids.push(...data.results.map(({ $id }) => $id));
	}
	const { data: datasets } = await http.get<object>('/data/foundation/catalog/dataSets');
	ids.push(...Object.keys(datasets));
	const { data: sets } = await http.get<{ data: Listed }>(
		'/data/foundation/conversion/mappingSets?limit=100&start=0',
	);
	ids.push(...sets.data.map(({ id }) => id));
	const { data: namespaces } = await http.get<{ code: string; custom: boolean }[]>(
		'/data/core/idnamespace/identities',
	);
	ids.push(...namespaces.filter(({ custom }) => custom).map(({ code }) => code));
	return ids;
}

describe('Set Up', () => {
	it('lets the delivery routes share schema and dataset', async () => {
		const [xdm] = (await setUp({ deliveryRoute: 'xdm' })).rows;
		const [raw] = (await setUp({ deliveryRoute: 'raw' })).rows;
		expect(raw).toMatchObject({ schemaId: xdm.schemaId, datasetId: xdm.datasetId });
		expect(raw.flowId).not.toBe(xdm.flowId);
	});

	it('says from when on Adobe keeps what the dataflow receives', async () => {
		const before = Date.now();
		const [{ readyAt }] = (await setUp({ deliveryRoute: 'xdm' })).rows;
		const made = Date.parse(readyAt) - 300_000;
		expect(made).toBeGreaterThanOrEqual(before);
		expect(made).toBeLessThanOrEqual(Date.now());
	});

	it('returns a complete URL for each event', async () => {
		const { rows } = await setUp({ deliveryRoute: 'direct' });
		expect(rows.map((row) => row.event)).toEqual(kinds);
		for (const { chatlioUrl, inletUrl, flowId } of rows)
			expect(chatlioUrl).toBe(`${inletUrl}?x-adobe-flow-id=${flowId}`);
		expect(new Set(rows.map(({ inletUrl }) => inletUrl)).size).toBe(1);
	});

	it('does not create an authenticated inlet for Chatlio, which cannot send a token', async () => {
		const problem = await problemOf('setUp', { deliveryRoute: 'direct', inlet: 'authenticated' });
		expect(problem).toMatchObject({
			code: 'setting.conflict',
			message: expect.stringContaining('Chatlio cannot send a token'),
			retry: 'afterChange',
		});
		expect(await writes()).toEqual([]);
	});

	it('creates nothing if a namespace is missing and it must not create one', async () => {
		expect(await problemOf('setUp', { deliveryRoute: 'xdm' })).toEqual({
			code: 'setUp.namespaceMissing',
			message: 'The identity namespace ChatlioVisitor does not exist in this sandbox',
			advice: expect.stringContaining('Create Missing Namespaces'),
			retry: 'afterChange',
		});
		expect(await everything()).toEqual([]);
	});

	it('rejects a name that it could not find again, and an invalid namespace code', async () => {
		const base = { deliveryRoute: 'xdm', createNamespaces: true };
		expect(await problemOf('setUp', { ...base, name: 'Shop,Other' })).toMatchObject({
			code: 'setting.invalid',
			message: 'The field Name cannot be "Shop,Other"',
			retry: 'afterChange',
			field: 'Name',
		});
		const options = { userNamespace: 'C R M' };
		expect(await problemOf('setUp', { ...base, options })).toMatchObject({
			code: 'setting.conflict',
			message: '"C R M" is not the code of an identity namespace',
			retry: 'afterChange',
		});
		expect(await writes()).toEqual([]);
	});
});

describe.each(['before', 'after'] as const)('the connection closes %s Adobe acted', (moment) => {
	it('at the first or last request, or at the first or last creation: a new execution completes it', async () => {
		await setUp({ deliveryRoute: 'raw' });
		const methods = (await emulator.control.requests('/data/')).map(({ method }) => method);
		const calls = [0, methods.indexOf('POST'), methods.lastIndexOf('POST'), methods.length - 1];
		for (const nth of new Set(calls.map((index) => index + 1))) {
			await resetEmulator(emulator);
			const action = { dropConnection: moment };
			await emulator.control.fault({ match: { path: '/data/', nth }, action });
			await setUp({ deliveryRoute: 'raw' });
			const { error, rows } = await setUp({ deliveryRoute: 'raw' });
			expect(error).toBeUndefined();
			expect(rows).toHaveLength(1);
		}
	});
});

describe('Remove', () => {
	it('keeps a dataset with data in it, and its schema, unless Remove Data is on', async () => {
		const { rows } = await setUp({ deliveryRoute: 'direct', source: 'chatlioConnector' });
		for (const { flowId } of rows) await emulator.control.ageFlow(flowId);
		await post(rows);
		await emulator.control.settled(5);
		const outcomeOf = (all: Step[]) =>
			Object.fromEntries(all.map(({ kind, outcome }) => [kind, outcome]));
		const kept = await removeAll();
		expect(outcomeOf(kept.rows)).toMatchObject({
			dataflow: 'removed',
			dataset: 'kept',
			schema: 'kept',
			'field group': 'kept',
		});
		const gone = await removeAll({ withData: true });
		expect(outcomeOf(gone.rows)).toMatchObject({
			dataset: 'removed',
			schema: 'removed',
			'field group': 'removed',
		});
	});

	it('returns nothing when nothing exists', async () => {
		expect((await removeAll()).rows).toEqual([]);
	});
});
