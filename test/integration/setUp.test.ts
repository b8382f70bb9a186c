import { signIn } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import type { PlatformCall } from '../../lib/platform/transport/platformRequest';
import { platformClient } from '../../lib/platform/transport/platformClient';
import { createProblem, type Problem } from '../../lib/problem/problem';
import { problemIn, ServiceError } from '../../lib/problem/serviceError';
import { adobeProblem } from '../../lib/platform/problems/adobeProblem';
import { idIn } from '../../lib/platform/services/flowEntities';
import { remove } from '../../lib/setup/remove';
import type { SetUpSettings } from '../../lib/setup/setUpSettings';
import { preview, setUp, type SetUpResult } from '../../lib/setup/setUp';

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
	deliveryRoute: 'raw',
	source: 'httpApi',
	authenticated: true,
	profile: false,
	datasetName: 'Live chat',
	visitorNamespace: '',
	userNamespace: '',
	createNamespaces: false,
	mergeFieldGroup: true,
	labelPersonalData: true,
	customFields: [],
};

const REMOVAL = { ...SETTINGS, withData: false };

interface Tree {
	[name: string]: Tree;
}

const FLOW_SERVICE = '/data/foundation/flowservice';
const REGISTRY = '/data/foundation/schemaregistry/tenant';
const PLAIN = { headers: { Accept: 'application/vnd.adobe.xed+json; version=1' } };

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
	const error = await attempt.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	const problem = problemIn(error);
	if (problem) return problem;
	throw error;
}

/** The outcomes that are not `found`, each after its kind. */
const news = ({ rows }: SetUpResult) =>
	rows
		.flatMap(({ steps }) => steps)
		.filter(({ outcome }) => outcome !== 'found')
		.map(({ kind, outcome }) => `${kind} ${outcome}`);

const stepOf = async (kind: string) => {
	const { steps } = await setUp(call, SETTINGS);
	return steps.find((step) => step.kind === kind)!;
};

describe('a resource that already exists', () => {
	it('is not used when two have the name, and nothing is created', async () => {
		const flow = { name: 'Shop Raw Connection' };
		const body = {
			...flow,
			connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
			auth: { specName: 'Streaming Connection', params: { dataType: 'raw' } },
		};
		await http.post(`${FLOW_SERVICE}/connections`, body);
		await http.post(`${FLOW_SERVICE}/connections`, body);
		const problem = await problemOf(setUp(call, SETTINGS));
		expect(problem).toMatchObject({
			code: 'setUp.ambiguousName',
			message: 'There are 2 of the base connection "Shop Raw Connection"',
			advice: expect.stringMatching(/Found: [\da-f-]{36}, [\da-f-]{36}\./),
			retry: 'afterChange',
		});
		const { code, message } = problem;
		expect(await problemOf(remove(call, REMOVAL))).toMatchObject({ code, message });
	});

	it('keeps its inlet: a connection with another kind of inlet is a mismatch', async () => {
		await setUp(call, SETTINGS);
		const open = await problemOf(setUp(call, { ...SETTINGS, authenticated: false }));
		expect(open).toMatchObject({
			code: 'setUp.mismatch',
			message:
				'The base connection "Shop Raw Connection" already exists and its inlet is authenticated',
			retry: 'afterChange',
		});
		await setUp(call, { ...SETTINGS, name: 'Open', datasetName: '', authenticated: false });
		const other = { ...SETTINGS, name: 'Open', datasetName: '' };
		expect(await problemOf(setUp(call, other))).toMatchObject({
			code: 'setUp.mismatch',
			message: expect.stringContaining('its inlet is open'),
		});
	});

	it('must belong to our schema, connection and dataset', async () => {
		await setUp(call, SETTINGS);
		expect(await problemOf(setUp(call, { ...SETTINGS, name: 'Other' }))).toMatchObject({
			code: 'setUp.mismatch',
			message: expect.stringMatching(
				/^The dataset "Live chat" already exists and has another schema: https/,
			),
		});
		expect(await problemOf(setUp(call, { ...SETTINGS, datasetName: 'Second' }))).toMatchObject({
			code: 'setUp.mismatch',
			message: expect.stringContaining('leads to another dataset'),
		});
	});

	it('must not belong to another connection', async () => {
		await setUp(call, SETTINGS);
		const rename = async (kind: string, name: string) => {
			const { id } = await stepOf(kind);
			const path = `${FLOW_SERVICE}/${kind === 'base connection' ? 'connections' : 'sourceConnections'}/${id}`;
			const { data } = await http.get<{ items: { etag: string }[] }>(path);
			const headers = { 'If-Match': data.items[0].etag };
			await http.patch(path, [{ op: 'replace', path: '/name', value: name }], { headers });
		};
		await rename('source connection', 'Away');
		expect(await problemOf(setUp(call, SETTINGS))).toMatchObject({
			code: 'setUp.mismatch',
			message: 'The dataflow "Shop Raw" already exists and has other connections',
		});
		const base = await problemOf(
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
		);
		expect(base).toMatchObject({
			code: 'setUp.mismatch',
			message:
				'The source connection "Shop Raw Source" already exists and belongs to another base connection',
		});
	});
});

describe('a response with less in it than Adobe documents', () => {
	/** Changes every entry of the answers to a path, for the list and for a single one. */
	const telling =
		(path: string, change: object): PlatformCall =>
		async (request) => {
			const answer = await call(request);
			const isOfPath = new RegExp(`${path}(/|$)`).test(request.path);
			if (request.method !== undefined || !isOfPath) return answer;
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
	])('does not make a resource fit: %s %j', async (path, change, reason) => {
		await setUp(call, SETTINGS);
		expect(await problemOf(setUp(telling(path, change), SETTINGS))).toMatchObject({
			code: 'setUp.mismatch',
			message: expect.stringContaining(reason),
		});
	});

	it.each([{ transformations: undefined }, { transformations: [] }, { transformations: [{}] }])(
		'about a dataflow gives the dataflow its mapping set again: %j',
		async (change) => {
			await setUp(call, SETTINGS);
			const sent: object[] = [];
			const noting: PlatformCall = async (request) => {
				if (request.method === 'PATCH') return void sent.push(request.headers!);
				return await telling('/flows', { ...change, etag: undefined })(request);
			};
			expect(news(await setUp(noting, SETTINGS))).toEqual(['dataflow changed']);
			expect(sent).toEqual([{}]);
		},
	);

	it.each([
		{ mappings: undefined },
		{ outputSchema: undefined },
		{ outputSchema: {} },
		{ name: undefined },
	])('about a mapping set makes Set Up create another one: %j', async (change) => {
		await setUp(call, SETTINGS);
		const result = await setUp(telling('/mappingSets', change), SETTINGS);
		expect(news(result)).toEqual(['mapping set created', 'dataflow changed']);
	});

	it('counts as an empty list of mapping sets when there is nothing in it', async () => {
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

describe('a field table that has grown since', () => {
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

	it('adds its new fields to a field group that already exists', async () => {
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

	it('changes no field group when it must not', async () => {
		await setUp(call, SETTINGS);
		const older = await forgetSubject();
		expect(news(await setUp(older, { ...SETTINGS, mergeFieldGroup: false }))).toEqual([]);
	});

	it('shows its changes in Preview without making them', async () => {
		await setUp(call, SETTINGS);
		const steps = await preview(await forgetSubject(), SETTINGS);
		const changes = steps.filter(({ outcome }) => outcome !== 'found');
		expect(changes).toMatchObject([
			{ kind: 'field group', outcome: 'would change', request: { method: 'PATCH' } },
		]);
	});

	it('adds the field group to a schema that lost it', async () => {
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

	it('gives the dataflow a new mapping set', async () => {
		const {
			rows: [before],
		} = await setUp(call, SETTINGS);
		const result = await setUp(call, { ...SETTINGS, userNamespace: 'Phone' });
		expect(news(result)).toEqual(['mapping set created', 'dataflow changed']);
		const [after] = result.rows;
		expect(after.flowId).toBe(before.flowId);
		expect(after.mappingSetId).not.toBe(before.mappingSetId);
		expect(news(await setUp(call, { ...SETTINGS, userNamespace: 'Phone' }))).toEqual([]);
	});
});

describe('Profile', () => {
	it('can be enabled later, once, for schema and dataset', async () => {
		await setUp(call, SETTINGS);
		const withProfile = { ...SETTINGS, profile: true };
		expect(news(await setUp(call, withProfile))).toEqual(['schema changed', 'dataset changed']);
		expect(news(await setUp(call, withProfile))).toEqual([]);
		expect(news(await setUp(call, SETTINGS))).toEqual([]);
	});
});

describe('a change whose reply is lost', () => {
	const losing =
		(path: string, acted: boolean, failure: Problem): PlatformCall =>
		async (request) => {
			if (request.method !== 'PATCH' || !request.path.includes(path)) return await call(request);
			if (acted) await call(request);
			throw new ServiceError(failure);
		};

	const known = { type: 'http://ns.adobe.com/aep/errors/XDM-1012-500' };

	it.each<[string, Problem]>([
		['a lost connection', createProblem('adobe.noAnswer', { task: 'do it', reason: 'cut' })],
		['status 503', adobeProblem('do it', 503, {})],
		['status 500 with a code', adobeProblem('do it', 500, known)],
		[
			'a reply too large',
			createProblem('adobe.responseTooLarge', { task: 'do it', size: '32 MB' }),
		],
	])('counts if Adobe made it, and fails if not: %s', async (_, failure) => {
		await setUp(call, SETTINGS);
		const withProfile = { ...SETTINGS, profile: true };
		expect(await problemOf(setUp(losing('/schemas/', false, failure), withProfile))).toMatchObject({
			code: failure.code,
			retry: failure.retry,
		});
		expect(news(await setUp(losing('/schemas/', true, failure), withProfile))).toEqual([
			'schema changed',
			'dataset changed',
		]);
	});
});

describe('a request that fails', () => {
	const failing =
		(method: string, path: string, cause: Error): PlatformCall =>
		async (request) => {
			if (request.method !== method || !request.path.endsWith(path)) return await call(request);
			throw cause;
		};

	it('keeps its problem, with what exists by then in the advice', async () => {
		const rejection = adobeProblem('create it', 400, {}, { advice: 'Change it.' });
		const cause = new ServiceError(rejection);
		const problem = await problemOf(setUp(failing('POST', '/flows', cause), SETTINGS));
		expect(problem).toEqual({
			...rejection,
			advice: expect.stringMatching(
				/^Change it\. What exists by now: field group "Shop Fields" \(created\), .*\. Run it again: it continues from there\.$/,
			),
		});
	});

	it('keeps an error that is not Adobe’s', async () => {
		const cause = new TypeError('Ours');
		await expect(setUp(failing('POST', '/flows', cause), SETTINGS)).rejects.toBe(cause);
	});

	it('names a missing namespace in Preview too', async () => {
		const missing = { ...SETTINGS, visitorNamespace: 'NotThere' };
		expect(await problemOf(preview(call, missing))).toMatchObject({
			code: 'setUp.namespaceMissing',
			message: 'The identity namespace NotThere does not exist in this sandbox',
			retry: 'afterChange',
		});
	});
});

describe('Remove', () => {
	const rejecting =
		(path: string, problem: Problem): PlatformCall =>
		async (request) => {
			if (request.method !== 'DELETE' || !request.path.includes(path)) return await call(request);
			throw new ServiceError(problem);
		};

	const answered = (status: number) =>
		adobeProblem('delete it', status, { title: 'It is enabled for Profile.' });

	it.each([400, 409, 422])(
		'keeps a schema that Adobe does not delete although nothing needs it, and says why: %d',
		async (status) => {
			await setUp(call, SETTINGS);
			const removals = await remove(rejecting('/schemas/', answered(status)), REMOVAL);
			expect(removals.filter(({ problem }) => problem)).toMatchObject([
				{
					kind: 'schema',
					outcome: 'kept',
					problem: { status, advice: expect.stringMatching(/ It is enabled for Profile\.$/) },
				},
				{ kind: 'field group', outcome: 'not tried', problem: { status } },
			]);
		},
	);

	it('goes no further than a rejection that is not about the resource, and says where it ended', async () => {
		await setUp(call, SETTINGS);
		const denied = await remove(rejecting('/schemas/', answered(403)), REMOVAL);
		const denial = expect.objectContaining({ code: 'adobe.noPermission', status: 403 });
		expect(denied.filter(({ problem }) => problem)).toMatchObject([
			{ kind: 'schema', outcome: 'kept', problem: denial },
			{ kind: 'field group', outcome: 'not tried', problem: denial },
		]);
		const unreachable = createProblem('adobe.noAnswer', { task: 'delete it', reason: 'cut' });
		const cut = await remove(rejecting('/fieldgroups/', unreachable), REMOVAL);
		expect(cut.filter(({ problem }) => problem)).toMatchObject([
			{ kind: 'field group', outcome: 'unknown', problem: unreachable },
		]);
	});

	it('counts what is already gone as removed', async () => {
		await setUp(call, SETTINGS);
		const gone: PlatformCall = async (request) => {
			await call(request).catch(() => undefined);
			return await rejecting('/flows/', answered(404))(request);
		};
		const removals = await remove(gone, REMOVAL);
		expect(removals).toContainEqual(
			expect.objectContaining({ kind: 'dataflow', outcome: 'removed' }),
		);
	});
});

it('says what it could not do when Adobe’s response has no ID', () => {
	for (const answer of [undefined, {}, { id: '' }]) {
		expect(() => idIn(answer, 'create the dataflow "Shop"')).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: 'adobe.incompleteResponse',
					message: `Could not create the dataflow "Shop": Adobe's response has no ID`,
					retry: 'afterChange',
				}),
			}),
		);
	}
});
