import { sleep } from 'n8n-workflow';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platformNode, results, runOperation, searchList } from '../harness/experiencePlatform';
import { stubServer } from '../harness/stubServer.mts';
import { chosen } from './operationCases/types';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.stop());

const prepare = async (name: string, sandbox = 'prod') =>
	await prepareDataflow(emulator.url, { name, format: 'xdm', authenticated: false, sandbox });

const inSandbox = (name: string) => ({
	options: { sandbox: { __rl: true, mode: 'name', value: name } },
});

describe('the panel', () => {
	const { properties } = platformNode.description;

	it('sorts its resources and their operations by name', () => {
		for (const { options = [] } of properties.filter(({ name }) =>
			['resource', 'operation'].includes(name),
		)) {
			const names = options.map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});

	it('shows every other property for one operation only, and collections last', () => {
		const own = properties.filter(({ name }) => !['resource', 'operation'].includes(name));
		const last = new Map<string, string>();
		for (const { name, displayOptions } of own) {
			const { resource, operation } = displayOptions!.show!;
			expect([resource?.length, operation?.length]).toEqual([1, 1]);
			last.set(`${String(resource)} ${String(operation)}`, name);
		}
		expect([...new Set(last.values())].sort()).toEqual(['filters', 'limit', 'options', 'simplify']);
	});

	it('offers every list that a locator asks for', () => {
		const all = properties.flatMap((property) => [property, ...(property.options ?? [])]);
		const asked = all.flatMap((property) =>
			'modes' in property ? (property.modes ?? []).map((mode) => mode.typeOptions) : [],
		);
		for (const { searchListMethod } of asked.filter((options) => options !== undefined)) {
			expect(Object.keys(platformNode.methods.listSearch)).toContain(searchListMethod);
		}
	});
});

describe('Sandbox', () => {
	it('lists the sandboxes of the account', async () => {
		const found = await results(emulator.url, { resource: 'sandbox', operation: 'getMany' });
		expect(found).toEqual([
			expect.objectContaining({ name: 'prod', isDefault: true, state: 'active' }),
			expect.objectContaining({ name: 'dev', isDefault: false }),
		]);
	});

	it.each([['abc'], [-1], [0]])('says what to change about the limit %p', async (limit) => {
		const { output } = await runOperation(emulator.url, {
			resource: 'sandbox',
			operation: 'getMany',
			parameters: { returnAll: false, limit: `={{ ${JSON.stringify(limit)} }}` },
			node: { onError: 'continueErrorOutput' },
		});
		expect([output(0), output(1).length]).toEqual([[], 1]);
		expect(output(1)[0].json.problem).toMatchObject({
			code: expect.stringMatching(/^setting\.(invalid|wrongType)$/),
			message: expect.stringContaining('Limit'),
		});
	});

	it('passes no item on for an operation that the node does not have', async () => {
		const { output } = await runOperation(emulator.url, {
			resource: 'sandbox',
			operation: 'noSuch',
			node: { onError: 'continueErrorOutput' },
		});
		expect([output(0), output(1).length]).toEqual([[], 1]);
		expect(output(1)[0].json.problem).toMatchObject({
			code: 'setting.invalid',
			field: 'Operation',
		});
	});

	it('stops at the limit', async () => {
		const parameters = { returnAll: false, limit: 1 };
		const run = { resource: 'sandbox', operation: 'getMany', parameters };
		expect(await results(emulator.url, run)).toHaveLength(1);
		const all = { ...run, parameters: { returnAll: true } };
		expect((await results(emulator.url, all)).length).toBeGreaterThan(1);
	});
});

describe('the chosen sandbox', () => {
	beforeAll(async () => {
		await prepare('Chosen in prod');
		await prepare('Chosen in dev', 'dev');
	});

	const run = {
		resource: 'dataflow',
		operation: 'getMany',
		parameters: { filters: { search: 'chosen' } },
	};

	it('is where an operation runs, and defaults to the credential’s', async () => {
		const names = async (parameters = {}) =>
			(
				await results(emulator.url, { ...run, parameters: { ...run.parameters, ...parameters } })
			).map(({ name }) => name);
		expect(await names()).toEqual(['Chosen in prod']);
		expect(await names(inSandbox('dev'))).toEqual(['Chosen in dev']);
		expect(await names(inSandbox(''))).toEqual(['Chosen in prod']);
		expect(await names({ options: { sandbox: ' dev ' } })).toEqual(['Chosen in dev']);
	});

	it('may differ from item to item', async () => {
		const { output } = await runOperation(emulator.url, {
			...run,
			parameters: { ...run.parameters, ...inSandbox('={{ $json.sandbox }}') },
			items: [{ sandbox: 'dev' }, { sandbox: 'prod' }, { sandbox: 'dev' }],
		});
		expect(output().map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['Chosen in dev', { item: 0 }],
			['Chosen in prod', { item: 1 }],
			['Chosen in dev', { item: 2 }],
		]);
	});
});

describe('a list in the panel', () => {
	it('offers the streaming dataflows of the chosen sandbox, with what each accepts', async () => {
		const { flowId } = await prepare('Listed');
		const dev = await prepare('Listed of dev', 'dev');
		await emulator.control.setFlowState(dev.flowId, 'disabled');
		expect((await searchList(emulator.url, 'searchDataflows', 'listed')).results).toEqual([
			{ name: 'Listed (XDM)', value: flowId },
		]);
		const found = await searchList(
			emulator.url,
			'searchDataflows',
			' OF DEV ',
			inSandbox('dev').options,
		);
		expect(found.results).toEqual([{ name: 'Listed of dev (XDM, disabled)', value: dev.flowId }]);
	});

	it('offers the sandboxes by title and name', async () => {
		const { results: all } = await searchList(emulator.url, 'searchSandboxes');
		expect(all.map(({ value }) => value)).toEqual(['prod', 'dev']);
		const { results: one } = await searchList(emulator.url, 'searchSandboxes', ' DEV ');
		expect(one).toEqual([expect.objectContaining({ value: 'dev' })]);
	});

	it('says why it is empty when Adobe rejects the request', async () => {
		const options = { sandbox: 'nowhere' };
		await expect(searchList(emulator.url, 'searchDataflows', '', options)).rejects.toMatchObject({
			message: 'Could not list the dataflows: Adobe answered with status 404',
			description: expect.stringContaining('sandbox name'),
		});
	});
});

describe('an item that Adobe rejects', () => {
	let flowId: string;
	beforeAll(async () => {
		({ flowId } = await prepare('Got'));
	});

	const get = async (node: object) =>
		await runOperation(emulator.url, {
			resource: 'dataflow',
			operation: 'get',
			parameters: { dataflow: chosen('={{ $json.id }}') },
			items: [{ id: '00000000-0000-4000-8000-000000000000', mine: 1 }, { id: flowId }],
			node,
		});

	it('stops the node, with the index of the item, unless the node continues', async () => {
		const { error } = await get({});
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message:
				'Could not read the dataflow 00000000-0000-4000-8000-000000000000: Adobe answered with status 404',
			description: expect.stringContaining('Choose the dataflow again'),
			httpCode: '404',
			context: { itemIndex: 0 },
		});
	});

	it('leaves on the error output with its own fields, and the others continue', async () => {
		const { error, output } = await get({ onError: 'continueErrorOutput' });
		expect(error).toBeUndefined();
		expect(output(0)).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({ name: 'Got' }),
				pairedItem: { item: 1 },
			}),
		]);
		expect(output(1)).toEqual([
			expect.objectContaining({
				json: {
					id: '00000000-0000-4000-8000-000000000000',
					mine: 1,
					problem: {
						code: 'adobe.dataflowUnknown',
						message:
							'Could not read the dataflow 00000000-0000-4000-8000-000000000000: Adobe answered with status 404',
						advice: expect.stringMatching(
							/^Choose the dataflow again.* Adobe says: .*\(code FLOW-1439-404, request ID .+\)\.$/,
						),
						retry: 'afterChange',
						service: 'adobe',
						status: 404,
						requestId: expect.stringMatching(/\S/),
					},
				},
				pairedItem: { item: 0 },
			}),
		]);
	});

	it('stays in its place with its problem when the node continues without an error output', async () => {
		const { output } = await get({ onError: 'continueRegularOutput' });
		expect(output(0)).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					mine: 1,
					problem: expect.objectContaining({ code: 'adobe.dataflowUnknown' }),
				}),
				pairedItem: { item: 0 },
			}),
			expect.objectContaining({
				json: expect.not.objectContaining({ problem: expect.anything() }),
				pairedItem: { item: 1 },
			}),
		]);
	});
});

describe('stopping the execution', () => {
	it('sends no further request, even if the node continues after a failed item', async () => {
		let stop = () => {};
		const slow = await stubServer(({ url }) => {
			if (url.startsWith('/ims/'))
				return { body: { access_token: 'a', token_type: 'bearer', expires_in: 86_399 } };
			stop();
			return { body: { items: [] }, delayMs: 200 };
		});
		await runOperation(slow.url, {
			resource: 'dataflow',
			operation: 'getMany',
			items: [{}, {}, {}],
			node: { onError: 'continueErrorOutput' },
			started: (cancel) => (stop = cancel),
		});
		const asked = () => slow.requests.filter(({ url }) => url.includes('/flows')).length;
		await sleep(500);
		expect(asked()).toBe(1);
		await slow.close();
	});
});

describe('a parameter', () => {
	const EMPTY = {
		resource: 'dataflow',
		operation: 'get',
		parameters: { dataflow: chosen('={{ $json.missing }}') },
	};

	it('is named when it is empty', async () => {
		const { error } = await runOperation(emulator.url, EMPTY);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'The expression of the field Dataflow gave nothing',
			context: { itemIndex: 0 },
		});
	});

	it('is named in the problem of the item when it is empty', async () => {
		const node = { onError: 'continueErrorOutput' } as const;
		const { output } = await runOperation(emulator.url, { ...EMPTY, node });
		expect(output(1)[0].json.problem).toEqual({
			code: 'setting.expressionEmpty',
			message: 'The expression of the field Dataflow gave nothing',
			advice: expect.stringContaining('returns for this item'),
			retry: 'afterChange',
			field: 'Dataflow',
		});
	});

	it('fails only its item when its expression cannot be evaluated', async () => {
		const { flowId } = await prepare('Computed');
		const { output } = await runOperation(emulator.url, {
			resource: 'dataflow',
			operation: 'get',
			parameters: {
				dataflow: chosen('={{ $json.id === 7 ? $("Nowhere").item.json.id : $json.id }}'),
			},
			items: [{ id: 7 }, { id: flowId }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(output(0)).toHaveLength(1);
		expect(output(1)).toEqual([
			expect.objectContaining({
				json: {
					id: 7,
					problem: {
						code: 'setting.unreadable',
						message: expect.stringContaining('Referenced node'),
						advice: 'Check the parameters of this node for this item.',
						retry: 'afterChange',
					},
				},
			}),
		]);
	});
});
