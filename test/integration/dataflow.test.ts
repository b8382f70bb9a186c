import { prepareDataflow, signIn, type PrepareOptions } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { documented } from '../payloads';
import { event } from '../harness/adobe';
import { results, runOperation } from '../harness/experiencePlatform';
import { http, inletHeaders, message } from '../emulator/http';
import { chosen } from './operationCases/types';

const FIVE_MINUTES = 300_000;

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.stop());

const prepare = async (name: string, more: Partial<PrepareOptions> = {}) =>
	await prepareDataflow(emulator.url, { name, format: 'xdm', authenticated: false, ...more });

const mappings = [
	{ sourceType: 'ATTRIBUTE', source: 'eventId', destination: '_id' },
	{ sourceType: 'EXPRESSION', source: 'now()', destination: 'timestamp' },
	{ sourceType: 'ATTRIBUTE', source: 'event', destination: 'eventType' },
];

const prepareRaw = async (name: string) => await prepare(name, { format: 'raw', mappings });

const run = async (operation: string, id: string, parameters = {}) =>
	(
		await results(emulator.url, {
			resource: 'dataflow',
			operation,
			parameters: { dataflow: chosen(id), ...parameters },
		})
	)[0];

const requests = async (method: string, path: string) =>
	(await emulator.control.requests(path)).filter((request) => request.method === method);

describe('Dataflow: Get', () => {
	it('returns what sending to the dataflow requires, simplified', async () => {
		const flow = await prepareRaw('Get');
		expect(await run('get', flow.flowId)).toEqual({
			id: flow.flowId,
			name: 'Get',
			state: 'enabled',
			format: 'raw',
			inletUrl: flow.inletUrl,
			authenticated: false,
			organizationId: expect.stringContaining('@AdobeOrg'),
			sandbox: 'prod',
			datasetId: flow.datasetId,
			schemaId: flow.schemaId,
			mappingSetId: flow.mappingSetId,
			mappingVersion: 0,
			changedAt: expect.stringMatching(/^20.+Z$/),
			readyAt: expect.stringMatching(/^20.+Z$/),
		});
	});

	it('returns the dataflow as Adobe has it when Simplify is off', async () => {
		const flow = await prepare('Get raw');
		expect(await run('get', flow.flowId, { simplify: false })).toMatchObject({
			id: flow.flowId,
			etag: expect.any(String),
			sourceConnectionIds: [flow.sourceConnectionId],
		});
	});

	it('accepts the URL of its page in Adobe', async () => {
		const { flowId } = await prepare('By address');
		const value = `https://experience.adobe.com/#/@acme/sname:prod/platform/source/dataflows/${flowId}/activity`;
		const dataflow = { __rl: true, mode: 'url', value };
		expect(await run('get', '', { dataflow })).toMatchObject({ name: 'By address' });
	});
});

describe('Dataflow: Get Many', () => {
	const list = async (parameters: object) =>
		await results(emulator.url, {
			resource: 'dataflow',
			operation: 'getMany',
			parameters: { ...parameters },
		});

	it('filters by part of the name and by state, and stops at the limit', async () => {
		const { flowId } = await prepareRaw('Many one');
		const { flowId: other } = await prepare('Many two');
		await emulator.control.setFlowState(other, 'disabled');
		const search = 'MANY';
		expect(await list({ filters: { search, state: 'disabled' } })).toEqual([
			expect.objectContaining({ id: other, name: 'Many two', state: 'disabled', format: 'xdm' }),
		]);
		expect(await list({ filters: { search }, returnAll: true })).toHaveLength(2);
		const [first, ...rest] = await list({ filters: { search, streamingOnly: true }, limit: 1 });
		expect(first).toMatchObject({ id: flowId, mappingSetId: expect.any(String) });
		expect(rest).toEqual([]);
	});

	it('returns dataflows as Adobe has them when Simplify is off', async () => {
		const { flowId } = await prepare('Whole');
		expect(await list({ filters: { search: flowId }, simplify: false })).toEqual([
			expect.objectContaining({ id: flowId, etag: expect.any(String) }),
		]);
	});

	it('reads every page', async () => {
		const { sourceConnectionId, targetConnectionId } = await prepare('Page');
		const client = await signIn(emulator.url);
		for (let nth = 0; nth < 101; nth++) {
			await client.post('/data/foundation/flowservice/flows', {
				name: `Page ${nth}`,
				flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' },
				sourceConnectionIds: [sourceConnectionId],
				targetConnectionIds: [targetConnectionId],
			});
		}
		const found = await list({ filters: { search: 'page' }, returnAll: true });
		expect(new Set(found.map(({ id }) => id)).size).toBe(102);
	});
});

describe('Dataflow: Get Streaming Endpoint', () => {
	it('returns a complete URL for senders that cannot set headers', async () => {
		const { flowId, inletUrl } = await prepareRaw('Endpoint');
		const endpoint = await run('getStreamingEndpoint', flowId);
		expect(endpoint).toMatchObject({
			flowId,
			name: 'Endpoint',
			state: 'enabled',
			inletUrl,
			url: `${inletUrl}?x-adobe-flow-id=${flowId}`,
			headers: { 'Content-Type': 'application/json', 'x-adobe-flow-id': flowId },
			authenticated: false,
			format: 'raw',
		});
		const { status } = await http.post(endpoint.url as string, {
			eventId: 'e1',
			event: 'newConversation',
			...documented.newConversation,
		});
		expect(status).toBe(200);
	});

	it('returns the headers of an authenticated inlet, without a token', async () => {
		const { flowId } = await prepare('Authenticated', { authenticated: true });
		expect(await run('getStreamingEndpoint', flowId)).toMatchObject({
			authenticated: true,
			format: 'xdm',
			headers: { Authorization: 'Bearer {ACCESS_TOKEN}', 'x-sandbox-name': 'prod' },
		});
	});

	it('returns when the dataflow is ready: five minutes after its last change', async () => {
		const before = Date.now();
		const { flowId } = await prepare('New', { aged: false });
		const { readyAt } = await run('getStreamingEndpoint', flowId);
		const changed = Date.parse(readyAt as string) - FIVE_MINUTES;
		expect(changed).toBeGreaterThanOrEqual(before);
		expect(changed).toBeLessThanOrEqual(Date.now());
	});
});

describe('Dataflow: Enable and Disable', () => {
	it('switch the dataflow, and return when it is ready again', async () => {
		const { flowId: id } = await prepare('Switch');
		expect(await run('disable', id)).toEqual({ id, state: 'disabled', changed: true });
		const before = Date.now();
		const enabled = await run('enable', id);
		expect(enabled).toEqual({ id, state: 'enabled', changed: true, readyAt: expect.any(String) });
		expect(Date.parse(enabled.readyAt as string)).toBeGreaterThanOrEqual(before + FIVE_MINUTES);
	});

	it('change nothing if the dataflow has the state already, because a change starts the five minutes again', async () => {
		const { flowId: id } = await prepare('Stay');
		expect(await run('enable', id)).toMatchObject({ state: 'enabled', changed: false });
		expect(await requests('POST', `${id}/action`)).toEqual([]);
	});
});

describe('Dataflow: Update Mapping', () => {
	const otherSet = async (schemaId: string) => {
		const [{ id }] = await results(emulator.url, {
			resource: 'mappingSet',
			operation: 'create',
			parameters: {
				schema: chosen(schemaId),
				mappings: JSON.stringify([
					...mappings.slice(0, 2),
					{ sourceType: 'STATIC', source: 'x', destination: 'eventType' },
				]),
			},
		});
		return id as string;
	};

	it('gives the dataflow another mapping set', async () => {
		const flow = await prepareRaw('Update');
		const mappingSetId = await otherSet(flow.schemaId);
		const change = await run('updateMapping', flow.flowId, { mappingSetId });
		expect(change).toEqual({
			id: flow.flowId,
			changed: true,
			mappingSetId,
			mappingVersion: 0,
			state: 'enabled',
			changedAt: undefined,
			readyAt: expect.any(String),
		});
		expect(await run('get', flow.flowId)).toMatchObject({ mappingSetId });
		expect(await run('updateMapping', flow.flowId, { mappingSetId })).toMatchObject({
			changed: false,
		});
	});

	it('reads the dataflow again and tries once more after somebody else changed it', async () => {
		const flow = await prepareRaw('Outdated');
		const mappingSetId = await otherSet(flow.schemaId);
		const outdated = { match: { path: flow.flowId, method: 'PATCH' }, action: { status: 412 } };
		await emulator.control.fault({ ...outdated, times: 1 });
		expect(await run('updateMapping', flow.flowId, { mappingSetId })).toMatchObject({
			changed: true,
			mappingSetId,
		});
		const again = await otherSet(flow.schemaId);
		await emulator.control.fault({ ...outdated, times: 2 });
		await expect(run('updateMapping', flow.flowId, { mappingSetId: again })).rejects.toMatchObject({
			message: expect.stringContaining('status 412'),
			description: expect.stringContaining('Somebody else changed it in the meantime'),
		});
		await emulator.control.clearFaults();
	});

	it('says what to do about a mapping set of another schema', async () => {
		const flow = await prepareRaw('Schema');
		const other = await prepareRaw('Other schema');
		await expect(
			run('updateMapping', flow.flowId, { mappingSetId: other.mappingSetId }),
		).rejects.toMatchObject({
			description: expect.stringMatching(/^Create the mapping set for the schema.+1425/),
		});
	});

	it('says that a dataflow for XDM records has no mapping', async () => {
		const { flowId } = await prepare('Without');
		await expect(run('updateMapping', flowId, { mappingSetId: 'm' })).rejects.toMatchObject({
			message: `Could not update the mapping of the dataflow ${flowId}: it has none`,
		});
	});
});

describe('Dataflow: Delete', () => {
	it('deletes the dataflow and keeps its connections', async () => {
		const flow = await prepare('Gone');
		expect(await run('delete', flow.flowId)).toEqual({ deleted: true });
		await expect(run('get', flow.flowId)).rejects.toMatchObject({
			message: `Could not read the dataflow ${flow.flowId}: Adobe answered with status 404`,
			httpCode: '404',
		});
		const client = await signIn(emulator.url);
		const { status } = await client.get(
			`/data/foundation/flowservice/connections/${flow.connectionId}`,
		);
		expect(status).toBe(200);
	});
});

describe('Dataflow Run: Get Many', () => {
	const runs = async (parameters: object) =>
		await results(emulator.url, {
			resource: 'dataflowRun',
			operation: 'getMany',
			parameters: { ...parameters },
		});

	it('returns what was stored, what was not and why', async () => {
		const flow = await prepare('Runs');
		const headers = await inletHeaders(emulator.url);
		for (const entity of [event('a'), event('b'), event('c', { shoeSize: 43 })]) {
			await http.post(flow.inletUrl, message(flow, entity), { headers });
		}
		await emulator.control.settled(3, { datasetId: flow.datasetId });
		const dataflow = chosen(flow.flowId);
		expect(await runs({ dataflow })).toEqual([]);
		await emulator.control.ageRecords();
		const [run] = await runs({ dataflow });
		expect(run).toMatchObject({
			flowId: flow.flowId,
			status: 'success',
			recordsIn: 3,
			recordsOut: 2,
			recordsFailed: 1,
			errors: expect.arrayContaining([
				expect.stringMatching(/^1 record: records do not fit the schema\. Adobe says: .+shoeSize/),
			]),
			startedAt: expect.stringMatching(/^20.+Z$/),
			completedAt: expect.stringMatching(/^20.+Z$/),
		});
		expect((run.batchIds as string[]).length).toBeGreaterThan(1);
		expect(await runs({ dataflow, filters: { status: 'failed' } })).toEqual([]);
		expect(await runs({ dataflow, filters: { status: 'success' } })).toHaveLength(1);
		// It ended after, though it began before.
		const since = new Date(Date.parse(run.startedAt as string) + 60_000).toISOString();
		expect(await runs({ dataflow, filters: { since } })).toHaveLength(1);
		expect(await runs({ dataflow, filters: { since: new Date().toISOString() } })).toEqual([]);
		expect(await runs({ dataflow, simplify: false })).toEqual([
			expect.objectContaining({ activities: expect.any(Array) }),
		]);
		expect(await runs({})).toContainEqual(run);
		expect(await runs({ dataflow: chosen('') })).toContainEqual(run);
	});

	it('says that a text is not a time', async () => {
		const { output } = await runOperation(emulator.url, {
			resource: 'dataflowRun',
			operation: 'getMany',
			parameters: { filters: { since: 'soon' } },
			node: { onError: 'continueErrorOutput' },
		});
		expect(output(1)[0].json.problem).toEqual({
			code: 'setting.invalid',
			message: 'The field Since cannot be "soon"',
			advice: 'Enter a date and time such as 2026-01-31T12:00:00Z.',
			retry: 'afterChange',
			field: 'Since',
		});
	});
});
