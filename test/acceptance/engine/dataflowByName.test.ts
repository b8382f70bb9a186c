import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { prepareDataflow, signIn, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { FLOW_SPECS } from '../../../lib/platform/services/flowSpecs';
import type { Problem } from '../../../lib/problem/problem';
import { ADOBE, adobeRegistry, adobeRow, event, resetEmulator } from '../../harness/adobe';
import { runOperation } from '../../harness/experiencePlatform';
import { runNode, type RunNodeResult } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';

const time = skipWaits();

const FLOWS = '/data/foundation/flowservice/flows';

const registry = adobeRegistry();

let adobe: Emulator;

beforeAll(async () => {
	adobe = await startEmulator();
});
afterAll(async () => await adobe?.stop());
beforeEach(async () => await resetEmulator(adobe));

const RAW_MAPPING = [{ sourceType: 'ATTRIBUTE', source: '_id', destination: '_id' }];

const prepare = async (name: string, format: 'xdm' | 'raw' = 'xdm'): Promise<PreparedDataflow> =>
	await prepareDataflow(adobe.url, {
		name,
		format,
		authenticated: true,
		...(format === 'raw' && { mappings: RAW_MAPPING }),
	});

/** Creates another dataflow with the connections of one that exists. */
async function another(like: PreparedDataflow, name: string, aged = true): Promise<string> {
	const http = await signIn(adobe.url);
	const { data } = await http.post<{ id: string }>(`${FLOWS}`, {
		name,
		flowSpec: { id: FLOW_SPECS.xdm.id, version: '1.0' },
		sourceConnectionIds: [like.sourceConnectionId],
		targetConnectionIds: [like.targetConnectionId],
	});
	if (aged) await adobe.control.ageFlow(data.id);
	return data.id;
}

const remove = async (flowId: string): Promise<void> =>
	void (await (await signIn(adobe.url)).delete(`${FLOWS}/${flowId}`));

async function rename(flowId: string, value: string): Promise<void> {
	const http = await signIn(adobe.url);
	const path = `${FLOWS}/${flowId}`;
	const { data } = await http.get<{ items: [{ etag: string }] }>(path);
	const change = [{ op: 'replace', path: '/name', value }];
	await http.patch(path, change, { headers: { 'if-match': data.items[0].etag } });
}

const locator = (mode: string, value: unknown) =>
	({ __rl: true, mode, value }) as NodeParameterValueType;

const named = (value: string) => locator('name', value);

interface Run {
	dataflow?: NodeParameterValueType;
	records?: object[];
	parameters?: INodeParameters;
	sandbox?: string;
}

async function send({
	dataflow,
	records = [event('a')],
	parameters,
	sandbox = 'prod',
}: Run = {}): Promise<RunNodeResult> {
	return await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: { ...(dataflow !== undefined && { dataflow }), ...parameters },
		credentials: { [ADOBE]: adobeRow(adobe.url, { sandbox }) },
		input: records.map((json) => ({ json: json as IDataObject })),
		node: { onError: 'continueErrorOutput' },
	});
}

const statuses = ({ output }: RunNodeResult) =>
	output().map(({ json }) => (json.delivery as IDataObject).status);

const problemOf = ({ output }: RunNodeResult) => output(1)[0]?.json.problem as unknown as Problem;

/** Requests for lists of dataflows. */
const lists = async () =>
	(await adobe.control.requests(FLOWS)).filter(
		({ method, path }) => method === 'GET' && path.split('?')[0] === FLOWS,
	);

/** Dataflows that the records went to, in order. */
const receivers = async () => (await adobe.control.records()).map(({ flowId }) => flowId);

describe('a dataflow that is chosen by name', () => {
	it.each(['Chatlio XDM', '  Chatlio XDM '])('receives the records: %j', async (name) => {
		const { flowId } = await prepare('Chatlio XDM');
		await prepare('Chatlio XDM 2');
		expect(statuses(await send({ dataflow: named(name) }))).toEqual(['accepted']);
		expect(await receivers()).toEqual([flowId]);
	});

	it.each(['Chats, and more', 'The "new" chats', 'Größe/1', 'a\\b'])(
		'is found if a filter cannot hold its name: %s',
		async (name) => {
			await prepare('Other');
			const { flowId } = await prepare(name);
			expect(statuses(await send({ dataflow: named(name) }))).toEqual(['accepted']);
			expect(await receivers()).toEqual([flowId]);
		},
	);

	it('is found on a later page, and with a space at the end of its name', async () => {
		const like = await prepare('A first');
		for (let nth = 0; nth < 101; nth++) await another(like, `Many ${nth}`, false);
		const flowId = await another(like, 'Spaced ');
		expect(statuses(await send({ dataflow: named('Spaced') }))).toEqual(['accepted']);
		expect(await receivers()).toEqual([flowId]);
	});

	it('is looked up once for all items and executions', async () => {
		await prepare('Chatlio XDM');
		const dataflow = named('={{ $json.flow }}');
		const records = ['a', 'b', 'c'].map((id) => event(id, { flow: 'Chatlio XDM' }));
		const parameters = { options: { recordField: '' } };
		await Promise.all([
			send({ dataflow: named('Chatlio XDM'), records: [event('1'), event('2')] }),
			send({ dataflow: named('Chatlio XDM') }),
		]);
		await send({ dataflow, records, parameters });
		expect(await lists()).toHaveLength(1);
		expect(await receivers()).toHaveLength(6);
	});

	it('is looked up for each sandbox', async () => {
		await prepare('Chatlio XDM');
		await send({ dataflow: named('Chatlio XDM') });
		const other = await send({ dataflow: named('Chatlio XDM'), sandbox: 'dev' });
		expect(problemOf(other).code).toBe('dataflow.nameUnknown');
	});

	it('is used while Adobe does not answer, once it was found', async () => {
		await prepare('Chatlio XDM');
		await send({ dataflow: named('Chatlio XDM') });
		await adobe.control.fault({
			match: { path: FLOWS },
			times: 0,
			action: { status: 503 },
		} as never);
		time.advance(900_000);
		expect(statuses(await send({ dataflow: named('Chatlio XDM') }))).toEqual(['accepted']);
	});

	it('is found again after it was removed and set up again', async () => {
		const old = await prepare('Chatlio XDM');
		await send({ dataflow: named('Chatlio XDM') });
		await remove(old.flowId);
		const flowId = await another(old, 'Chatlio XDM');
		time.advance(61_000);
		expect(statuses(await send({ dataflow: named('Chatlio XDM') }))).toEqual(['accepted']);
		expect(await receivers()).toEqual([old.flowId, flowId]);
	});

	it('is found again after another one took over the name of one that is disabled', async () => {
		const old = await prepare('Chatlio XDM');
		await send({ dataflow: named('Chatlio XDM') });
		await rename(old.flowId, 'Chatlio XDM (old)');
		await adobe.control.setFlowState(old.flowId, 'disabled');
		const flowId = await another(old, 'Chatlio XDM');
		time.advance(61_000);
		expect(statuses(await send({ dataflow: named('Chatlio XDM') }))).toEqual(['accepted']);
		expect((await receivers()).at(-1)).toBe(flowId);
	});

	it('is looked up again after another one took over the name of one that goes on', async () => {
		const old = await prepare('Chatlio XDM');
		await send({ dataflow: named('Chatlio XDM') });
		await rename(old.flowId, 'Chatlio XDM (old)');
		const flowId = await another(old, 'Chatlio XDM');
		time.advance(61_000);
		expect(statuses(await send({ dataflow: named('Chatlio XDM') }))).toEqual(['accepted']);
		expect((await receivers()).at(-1)).toBe(flowId);
	});

	it('is named if it is disabled', async () => {
		const { flowId } = await prepare('Chatlio XDM');
		await adobe.control.setFlowState(flowId, 'disabled');
		expect(problemOf(await send({ dataflow: named('Chatlio XDM') }))).toMatchObject({
			code: 'dataflow.notEnabled',
			message: expect.stringContaining('"Chatlio XDM" is disabled'),
		});
	});
});

describe('a name that no dataflow has', () => {
	it.each([
		['Chatlio XMD', 'Did you mean "Chatlio XDM"?'],
		['chatlio xdm', 'Did you mean "Chatlio XDM"?'],
		['Something else', 'The sandbox has "Chatlio XDM" and "Sales".'],
	])('%s is unknown, and what exists is named', async (name, exist) => {
		await prepare('Chatlio XDM');
		await prepare('Sales');
		expect(problemOf(await send({ dataflow: named(name) }))).toEqual({
			code: 'dataflow.nameUnknown',
			message: `The sandbox has no dataflow named "${name}"`,
			advice: `${exist} Correct the name in the field Dataflow, or choose another sandbox.`,
			retry: 'afterChange',
			field: 'Dataflow',
		});
	});

	it('says so if the sandbox has no dataflow', async () => {
		expect(problemOf(await send({ dataflow: named('Chatlio XDM') })).advice).toMatch(
			/^The sandbox has no dataflow that you can choose here: create one with Set Up\./,
		);
	});

	it('names five of many', async () => {
		const like = await prepare('Flow 0');
		for (let nth = 1; nth < 8; nth++) await another(like, `Flow ${nth}`);
		expect(problemOf(await send({ dataflow: named('Something else') })).advice).toContain(
			'The sandbox has "Flow 0", "Flow 1", "Flow 2", "Flow 3", "Flow 4" and 3 more.',
		);
	});

	it('counts at once after the dataflow was set up', async () => {
		expect(problemOf(await send({ dataflow: named('Chatlio XDM') })).code).toBe(
			'dataflow.nameUnknown',
		);
		await prepare('Chatlio XDM');
		expect(statuses(await send({ dataflow: named('Chatlio XDM') }))).toEqual(['accepted']);
	});
});

test('two dataflows of one name are both named', async () => {
	const first = await prepare('Chatlio XDM');
	const second = await another(first, 'Chatlio XDM');
	const problem = problemOf(await send({ dataflow: named('Chatlio XDM') }));
	expect(problem).toMatchObject({
		code: 'dataflow.nameAmbiguous',
		message: expect.stringMatching(/^There are 2 dataflows named "Chatlio XDM": \S+, \S+$/),
		advice:
			'Rename or delete all but one in Adobe, under Sources > Dataflows, or choose one of them by ID in the field Dataflow.',
		retry: 'afterChange',
		field: 'Dataflow',
	});
	for (const id of [first.flowId, second]) expect(problem.message).toContain(id);
	expect(await receivers()).toEqual([]);
});

describe.each(['name', 'id', 'list', 'url'])('an expression in the mode %s', (mode) => {
	it.each(['={{ $json.missing }}', '={{ null }}', '={{ "" }}'])(
		'that gives nothing is named: %s',
		async (expression) => {
			await prepare('Chatlio XDM');
			expect(problemOf(await send({ dataflow: locator(mode, expression) }))).toMatchObject({
				code: 'setting.expressionEmpty',
				message: 'The expression of the field Dataflow gave nothing',
				field: 'Dataflow',
			});
			expect(await receivers()).toEqual([]);
		},
	);
});

test('a URL without an ID is named as such', async () => {
	const dataflow = locator('url', '={{ "https://experience.adobe.com/#/sources" }}');
	expect(problemOf(await send({ dataflow }))).toMatchObject({
		code: 'setting.invalid',
		message: 'The field Dataflow cannot be a URL without the ID of a dataflow',
	});
});

describe('without a choice', () => {
	it('XDM records go to the only dataflow for them, with a hint', async () => {
		const { flowId } = await prepare('Chatlio XDM');
		await prepare('Chatlio Raw', 'raw');
		const result = await send();
		expect(statuses(result)).toEqual(['accepted']);
		expect(await receivers()).toEqual([flowId]);
		expect(result.hints).toContainEqual(
			expect.stringMatching(/^No dataflow is chosen: sent to "Chatlio XDM", the only one/),
		);
	});

	it('raw data goes to the only dataflow for it', async () => {
		await prepare('Chatlio XDM');
		const { flowId } = await prepare('Chatlio Raw', 'raw');
		await send({ records: [{ _id: 'a' }], parameters: { recordFormat: 'raw' } });
		expect(await receivers()).toEqual([flowId]);
	});

	it.each<[string, INodeParameters, object]>([
		['XDM records', { recordFormat: 'xdm' }, event('a')],
		['XDM events in an unknown format', {}, event('a')],
	])('%s do not go to a dataflow for raw data', async (_, parameters, record) => {
		await prepare('Chatlio Raw', 'raw');
		const result = await send({ parameters, records: [record] });
		expect(problemOf(result)).toEqual({
			code: 'dataflow.notChosen',
			message: 'No dataflow is chosen, and the sandbox has none for XDM records',
			advice: 'Choose one in the field Dataflow, or create one with Set Up.',
			retry: 'afterChange',
			field: 'Dataflow',
		});
	});

	it('records that may be of every kind go nowhere if there is one of each', async () => {
		await prepare('Chatlio XDM');
		await prepare('Chatlio Raw', 'raw');
		expect(problemOf(await send({ records: [{ mine: 1 }] })).message).toBe(
			'No dataflow is chosen, and the sandbox has several with an inlet: "Chatlio Raw" and "Chatlio XDM"',
		);
	});

	it('nothing is sent if there are several', async () => {
		await prepare('Chatlio XDM');
		await prepare('Sales');
		expect(problemOf(await send()).message).toBe(
			'No dataflow is chosen, and the sandbox has several for XDM records: "Chatlio XDM" and "Sales"',
		);
		expect(await receivers()).toEqual([]);
	});

	it('another dataflow counts after a minute', async () => {
		await prepare('Chatlio XDM');
		expect(statuses(await send())).toEqual(['accepted']);
		await prepare('Sales');
		time.advance(61_000);
		expect(problemOf(await send()).code).toBe('dataflow.notChosen');
	});
});

describe('operations of Adobe Experience Platform', () => {
	const run = async (
		operation: string,
		dataflow: NodeParameterValueType,
		resource = 'dataflow',
	): Promise<RunNodeResult> =>
		await runOperation(adobe.url, {
			resource,
			operation,
			parameters: { dataflow },
			node: { onError: 'continueErrorOutput' },
		});

	it('find a dataflow by its name', async () => {
		const { flowId } = await prepare('Chatlio XDM');
		for (const operation of ['get', 'disable', 'enable', 'getStreamingEndpoint']) {
			const { output } = await run(operation, named(' Chatlio XDM'));
			expect(output(1)).toEqual([]);
			expect(JSON.stringify(output()[0].json)).toContain(flowId);
		}
		expect((await run('getMany', named('Chatlio XDM'), 'dataflowRun')).output(1)).toEqual([]);
		expect((await run('delete', named('Chatlio XDM'))).output()[0].json).toEqual({ deleted: true });
	});

	it.each(['get', 'delete'])('%s names what it does not find', async (operation) => {
		const first = await prepare('Chatlio XDM');
		expect(problemOf(await run(operation, named('Chatlio')))).toMatchObject({
			code: 'dataflow.nameUnknown',
		});
		await another(first, 'Chatlio XDM');
		expect(problemOf(await run(operation, named('Chatlio XDM')))).toMatchObject({
			code: 'dataflow.nameAmbiguous',
		});
	});

	it('list the runs of all dataflows only if nothing was to be chosen', async () => {
		expect(problemOf(await run('getMany', named('={{ $json.x }}'), 'dataflowRun'))).toMatchObject({
			code: 'setting.expressionEmpty',
		});
		expect((await run('getMany', locator('list', ''), 'dataflowRun')).output(1)).toEqual([]);
	});
});
