import { signIn } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import type { PlatformCall } from '../../lib/platform/call';
import { platformClient } from '../../lib/platform/client';
import { PlatformRefusal, type Refusal } from '../../lib/platform/refusal';
import { idIn } from '../../lib/setup/flowEntities';
import { remove } from '../../lib/setup/remove';
import type { SetUpSettings } from '../../lib/setup/settings';
import { preview, setUp } from '../../lib/setup/setUp';

let emulator: Emulator;
let http: Awaited<ReturnType<typeof signIn>>;
let call: PlatformCall;

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator?.stop());
beforeEach(async () => {
	await emulator.control.reset();
	http = await signIn(emulator.url);
	call = platformClient(
		async ({ method, url, headers, body }) => {
			const { status, data } = await http.request<unknown>({
				...{ method, url, headers, data: body },
				validateStatus: () => true,
			});
			return { kind: 'reply', status, headers: {}, body: data };
		},
		emulator.url,
		'prod',
	);
});

const SETTINGS: SetUpSettings = {
	name: 'Shop',
	way: 'raw',
	source: 'httpApi',
	authenticated: true,
	profile: false,
	datasetName: 'Live chat',
	visitorNamespace: '',
	userNamespace: '',
	createNamespaces: false,
	mergeFieldGroup: true,
};

const REMOVAL = { ...SETTINGS, withData: false };

interface Tree {
	[name: string]: Tree;
}

const FLOW_SERVICE = '/data/foundation/flowservice';
const REGISTRY = '/data/foundation/schemaregistry/tenant';
const PLAIN = { headers: { Accept: 'application/vnd.adobe.xed+json; version=1' } };

async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
	const cause = await attempt.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (cause instanceof PlatformRefusal) return cause.refusal;
	throw cause;
}

/** The outcomes that are not `found`, by what they are of. */
const news = (rows: Awaited<ReturnType<typeof setUp>>) =>
	rows
		.flatMap(({ steps }) => steps)
		.filter(({ outcome }) => outcome !== 'found')
		.map(({ kind, outcome }) => `${kind} ${outcome}`);

const stepOf = async (kind: string) => {
	const [{ steps }] = await setUp(call, SETTINGS);
	return steps.find((step) => step.kind === kind)!;
};

describe('what is found', () => {
	it('is counted: of two, none is taken and nothing is made', async () => {
		const flow = { name: 'Shop Raw Connection' };
		const body = {
			...flow,
			connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
			auth: { specName: 'Streaming Connection', params: { dataType: 'raw' } },
		};
		await http.post(`${FLOW_SERVICE}/connections`, body);
		await http.post(`${FLOW_SERVICE}/connections`, body);
		const refusal = await refusalOf(setUp(call, SETTINGS));
		expect(refusal.message).toBe('There are 2 of the base connection "Shop Raw Connection"');
		expect(refusal.description).toMatch(/Found: [\da-f-]{36}, [\da-f-]{36}\./);
		expect((await refusalOf(remove(call, REMOVAL))).message).toBe(refusal.message);
	});

	it('keeps its inlet as it is: one that differs is refused', async () => {
		await setUp(call, SETTINGS);
		const open = await refusalOf(setUp(call, { ...SETTINGS, authenticated: false }));
		expect(open.message).toBe(
			'The base connection "Shop Raw Connection" is there already and its inlet is authenticated',
		);
		await setUp(call, { ...SETTINGS, name: 'Open', datasetName: '', authenticated: false });
		const other = { ...SETTINGS, name: 'Open', datasetName: '' };
		expect((await refusalOf(setUp(call, other))).message).toContain('its inlet is open');
	});

	it('must be of our schema, connection and dataset', async () => {
		await setUp(call, SETTINGS);
		const dataset = await refusalOf(setUp(call, { ...SETTINGS, name: 'Other' }));
		expect(dataset.message).toMatch(
			/^The dataset "Live chat" is there already and has another schema: https/,
		);
		const target = await refusalOf(setUp(call, { ...SETTINGS, datasetName: 'Second' }));
		expect(target.message).toContain('leads to another dataset');
	});

	it('may not hang on another connection', async () => {
		await setUp(call, SETTINGS);
		const rename = async (kind: string, name: string) => {
			const { id } = await stepOf(kind);
			const path = `${FLOW_SERVICE}/${kind === 'base connection' ? 'connections' : 'sourceConnections'}/${id}`;
			const { data } = await http.get<{ items: { etag: string }[] }>(path);
			const headers = { 'If-Match': data.items[0].etag };
			await http.patch(path, [{ op: 'replace', path: '/name', value: name }], { headers });
		};
		await rename('source connection', 'Away');
		expect((await refusalOf(setUp(call, SETTINGS))).message).toBe(
			'The dataflow "Shop Raw" is there already and has other connections',
		);
		const base = (await refusalOf(
			(async () => {
				const { data } = await http.get<{ items: { id: string; etag: string }[] }>(
					`${FLOW_SERVICE}/connections`,
				);
				const [{ id, etag }] = data.items;
				const patch = [{ op: 'replace', path: '/name', value: 'Gone' }];
				const headers = { 'If-Match': etag };
				await http.patch(`${FLOW_SERVICE}/connections/${id}`, patch, { headers });
				await setUp(call, SETTINGS);
			})(),
		)) as Refusal;
		expect(base.message).toBe(
			'The source connection "Shop Raw Source" is there already and belongs to another base connection',
		);
	});
});

describe('what Adobe says less of than it documents', () => {
	/** Changes the first entry of a list. */
	const telling =
		(path: string, change: object): PlatformCall =>
		async (request) => {
			const answer = await call(request);
			if (request.method !== undefined || !request.path.endsWith(path)) return answer;
			const { items, data } = answer as { items?: object[]; data?: object[] };
			if (items) return { items: items.map((item) => ({ ...item, ...change })) };
			if (data) return { data: data.map((item) => ({ ...item, ...change })) };
			return Object.fromEntries(
				Object.entries(answer as object).map(([id, one]) => [id, { ...one, ...change }]),
			);
		};

	it.each([
		['/connections', { auth: undefined }, 'its inlet is open'],
		['/connections', { auth: {} }, 'its inlet is open'],
		['/sourceConnections', { baseConnectionId: undefined }, 'belongs to another base connection'],
		['/targetConnections', { params: undefined }, 'leads to another dataset'],
		['/flows', { sourceConnectionIds: undefined }, 'has other connections'],
		['/flows', { targetConnectionIds: undefined }, 'has other connections'],
		['/dataSets', { schemaRef: undefined }, 'has another schema'],
	])('is no reason to take it: %s %j', async (path, change, reason) => {
		await setUp(call, SETTINGS);
		expect((await refusalOf(setUp(telling(path, change), SETTINGS))).message).toContain(reason);
	});

	it.each([{ transformations: undefined }, { transformations: [] }, { transformations: [{}] }])(
		'of a dataflow gives it its mapping set: %j',
		async (change) => {
			await setUp(call, SETTINGS);
			const sent: object[] = [];
			const noting: PlatformCall = async (request) => {
				if (request.method === 'PATCH') return void sent.push(request.headers!);
				return await telling('/flows', { ...change, etag: undefined })(request);
			};
			expect(news(await setUp(noting, SETTINGS))).toEqual(['dataflow changed']);
			expect(sent).toEqual([{ 'If-Match': '' }]);
		},
	);

	it.each([
		{ mappings: undefined },
		{ outputSchema: undefined },
		{ outputSchema: {} },
		{ name: undefined },
	])('of a mapping set has another made: %j', async (change) => {
		await setUp(call, SETTINGS);
		const rows = await setUp(telling('/mappingSets', change), SETTINGS);
		expect(news(rows)).toEqual(['mapping set created', 'dataflow changed']);
	});

	it('leaves the list of mapping sets empty when there is no answer', async () => {
		await setUp(call, SETTINGS);
		const silent: PlatformCall = async (request) =>
			request.path.endsWith('/mappingSets') && !request.method ? undefined : await call(request);
		expect(news(await setUp(silent, SETTINGS))).toEqual([
			'mapping set created',
			'dataflow changed',
		]);
	});
});

it('finds a mapping set on a later page', async () => {
	await setUp(call, SETTINGS);
	const pages: PlatformCall = async (request) => {
		if (!request.path.endsWith('/mappingSets') || request.method) return await call(request);
		if (request.query?.start === '0')
			return { data: Array.from({ length: 100 }, (_, id) => ({ id: String(id), name: 'x' })) };
		return await call({ ...request, query: { ...request.query, start: 0 } });
	};
	expect(news(await setUp(pages, SETTINGS))).toEqual([]);
});

describe('what has grown since', () => {
	const fieldGroupPath = async () =>
		`${REGISTRY}/fieldgroups/${encodeURIComponent((await stepOf('field group')).id)}`;
	const SUBJECT = '/definitions/chatlio/properties/_acme/properties/chatlio/properties/subject';

	async function forgetSubject() {
		const { id } = await stepOf('field group');
		const { data: older } = await http.get<Tree>(await fieldGroupPath(), PLAIN);
		delete older.definitions.chatlio.properties._acme.properties.chatlio.properties.subject;
		const answers: PlatformCall = async (request) => {
			const isLookup = request.path.includes('/fieldgroups/') && !request.method;
			return isLookup && request.path.includes(encodeURIComponent(id))
				? older
				: await call(request);
		};
		return answers;
	}

	it('is added to a field group that was found', async () => {
		await setUp(call, SETTINGS);
		const older = await forgetSubject();
		const patches: object[] = [];
		const recording: PlatformCall = async (request) => {
			if (request.method === 'PATCH') return void patches.push(request.body!);
			return await older(request);
		};
		expect(news(await setUp(recording, SETTINGS))).toEqual(['field group changed']);
		expect(patches).toEqual([
			[{ op: 'add', path: SUBJECT, value: expect.objectContaining({ title: 'Subject' }) }],
		]);
	});

	it('stays away from a field group that is not to be changed', async () => {
		await setUp(call, SETTINGS);
		const older = await forgetSubject();
		expect(news(await setUp(older, { ...SETTINGS, mergeFieldGroup: false }))).toEqual([]);
	});

	it('shows in Preview without being changed', async () => {
		await setUp(call, SETTINGS);
		const steps = await preview(await forgetSubject(), SETTINGS);
		const changes = steps.filter(({ outcome }) => outcome !== 'found');
		expect(changes).toMatchObject([
			{ kind: 'field group', outcome: 'would change', request: { method: 'PATCH' } },
		]);
	});

	it('puts the field group into a schema that lost it', async () => {
		await setUp(call, SETTINGS);
		const path = `${REGISTRY}/schemas/${encodeURIComponent((await stepOf('schema')).id)}`;
		const patches: object[] = [];
		const without: PlatformCall = async (request) => {
			if (request.method === 'PATCH') return void patches.push(request.body!);
			const answer = await call(request);
			const isLookup = request.path === path && request.method === undefined;
			return isLookup ? { ...(answer as object), allOf: undefined } : answer;
		};
		const { id } = await stepOf('field group');
		expect(news(await setUp(without, SETTINGS))).toEqual(['schema changed']);
		expect(patches).toEqual([[{ op: 'add', path: '/allOf/-', value: { $ref: id } }]]);
	});

	it('gives a dataflow its new mapping set', async () => {
		const [before] = await setUp(call, SETTINGS);
		const rows = await setUp(call, { ...SETTINGS, userNamespace: 'Phone' });
		expect(news(rows)).toEqual(['mapping set created', 'dataflow changed']);
		expect(rows[0].flowId).toBe(before.flowId);
		expect(rows[0].mappingSetId).not.toBe(before.mappingSetId);
		expect(news(await setUp(call, { ...SETTINGS, userNamespace: 'Phone' }))).toEqual([]);
	});
});

describe('Profile', () => {
	it('is enabled afterwards, once, for schema and dataset', async () => {
		await setUp(call, SETTINGS);
		const withProfile = { ...SETTINGS, profile: true };
		expect(news(await setUp(call, withProfile))).toEqual(['schema changed', 'dataset changed']);
		expect(news(await setUp(call, withProfile))).toEqual([]);
		expect(news(await setUp(call, SETTINGS))).toEqual([]);
	});
});

describe('a change whose reply is lost', () => {
	const losing =
		(path: string, acted: boolean): PlatformCall =>
		async (request) => {
			if (request.method !== 'PATCH' || !request.path.includes(path)) return await call(request);
			if (acted) await call(request);
			throw new PlatformRefusal({ message: 'Cut', description: 'Again.', status: 503 });
		};

	it('counts when it is done, and is refused when it is not', async () => {
		await setUp(call, SETTINGS);
		const withProfile = { ...SETTINGS, profile: true };
		expect((await refusalOf(setUp(losing('/schemas/', false), withProfile))).message).toBe('Cut');
		expect(news(await setUp(losing('/schemas/', true), withProfile))).toEqual([
			'schema changed',
			'dataset changed',
		]);
	});
});

describe('a refusal', () => {
	const refusing =
		(method: string, path: string, cause: Error): PlatformCall =>
		async (request) => {
			if (request.method !== method || !request.path.endsWith(path)) return await call(request);
			throw cause;
		};

	it('of what is to be made is handed on as it is, with what exists', async () => {
		const refusal = { message: 'Could not', description: 'Change it.', status: 400 };
		const cause = new PlatformRefusal(refusal);
		const refused = await refusalOf(setUp(refusing('POST', '/flows', cause), SETTINGS));
		expect(refused).toMatchObject({ message: 'Could not', status: 400 });
		expect(refused.description).toMatch(
			/^Change it\. What exists by now: field group "Shop Fields"/,
		);
	});

	it('that is none of Adobe’s stays what it is', async () => {
		const cause = new TypeError('Ours');
		await expect(setUp(refusing('POST', '/flows', cause), SETTINGS)).rejects.toBe(cause);
	});

	it('of a missing namespace comes in Preview too', async () => {
		const missing = { ...SETTINGS, visitorNamespace: 'NotThere' };
		expect((await refusalOf(preview(call, missing))).message).toBe(
			'The identity namespace NotThere does not exist in this sandbox',
		);
	});
});

describe('Remove', () => {
	const refusing =
		(path: string, status: number): PlatformCall =>
		async (request) => {
			if (request.method !== 'DELETE' || !request.path.includes(path)) return await call(request);
			const description = 'Adobe says: it is enabled for Profile.';
			throw new PlatformRefusal({ message: 'Could not', description, status });
		};

	it('keeps a schema that Adobe does not delete, and says why', async () => {
		await setUp(call, SETTINGS);
		const removals = await remove(refusing('/schemas/', 400), REMOVAL);
		expect(removals.filter(({ outcome }) => outcome === 'kept')).toMatchObject([
			{ kind: 'schema', reason: 'Adobe says: it is enabled for Profile.' },
			{ kind: 'field group', reason: 'What is kept needs it' },
		]);
	});

	it('ends at a refusal that is of the one who asks', async () => {
		await setUp(call, SETTINGS);
		expect((await refusalOf(remove(refusing('/schemas/', 403), REMOVAL))).status).toBe(403);
		expect((await refusalOf(remove(refusing('/fieldgroups/', 0), REMOVAL))).status).toBe(0);
	});

	it('takes what is gone already for removed', async () => {
		await setUp(call, SETTINGS);
		const gone: PlatformCall = async (request) => {
			await call(request).catch(() => undefined);
			return await refusing('/flows/', 404)(request);
		};
		const removals = await remove(gone, REMOVAL);
		expect(removals).toContainEqual(
			expect.objectContaining({ kind: 'dataflow', outcome: 'removed' }),
		);
	});
});

it('names what Adobe answered without an id', () => {
	for (const answer of [undefined, {}, { id: '' }])
		expect(() => idIn(answer, 'create the dataflow "Shop"')).toThrow(
			'Could not create the dataflow "Shop": Adobe answered without its id',
		);
});
