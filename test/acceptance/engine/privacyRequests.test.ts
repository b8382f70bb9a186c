import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { ORG_ID } from '../../../emulator/account.mts';
import type { PrivacyJob, Settings } from '../../../emulator/controlClient.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { sha256 } from '../../../lib/xdm/mapper/sha256';
import { resetEmulator } from '../../harness/adobe';
import {
	platformNode,
	platformRegistry,
	results,
	runOperation,
} from '../../harness/experiencePlatform';
import { skipWaits } from '../../harness/skippedWaits';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const time = skipWaits();

const EMAIL = 'Jane@Example.com';
const VISITOR = '8f2c6a1e-visitor';
const USER = 'customer, 1042';
const JOBS = '/data/core/privacy/jobs';

let adobe: Emulator;

beforeAll(async () => {
	adobe = await startEmulator();
});
beforeEach(async () => {
	time.reset();
	await resetEmulator(adobe);
});
afterAll(async () => await adobe?.stop());

interface Run {
	operation?: string;
	parameters?: INodeParameters;
	node?: Partial<INode>;
	items?: IDataObject[];
}

const withErrorOutput: Partial<INode> = { onError: 'continueErrorOutput' };

const run = async ({ operation = 'create', parameters = {}, ...rest }: Run) =>
	await runOperation(adobe.url, { resource: 'privacyRequest', operation, parameters, ...rest });

const returned = async (operation: string, parameters: INodeParameters = {}) =>
	await results(adobe.url, { resource: 'privacyRequest', operation, parameters });

/** The problem that an item left with. */
async function problemOf(given: Run) {
	const { output } = await run({ ...given, node: { ...withErrorOutput, ...given.node } });
	expect([output(0).length, output(1).length]).toEqual([0, 1]);
	return output(1)[0].json.problem as { code: string; message: string; advice: string };
}

const sent = async () => await adobe.control.privacyJobs();

const ofJane = (change: INodeParameters = {}): INodeParameters => ({
	privacyAction: 'delete',
	email: EMAIL,
	visitorId: VISITOR,
	confirm: `${EMAIL}, ${VISITOR}`,
	...change,
});

const twice = (namespace: string, value: string, type: string) => [
	{ namespace, value, type },
	{ namespace, value, type: 'unregistered' },
];

const EMAIL_IDS = twice('Email', 'jane@example.com', 'standard');

describe('Create', () => {
	it('sends each identity registered and unregistered, in one job of the organization', async () => {
		const [created, ...more] = await returned('create', ofJane());
		expect(more).toEqual([]);
		expect(created).toEqual({
			jobId: expect.stringMatching(/^[\da-f-]{36}$/),
			requestId: expect.any(String),
			key: expect.stringMatching(/^chatlio-[\da-f-]{36}$/),
			action: 'delete',
			status: 'submitted',
			regulation: 'gdpr',
			products: ['aepDataLake', 'identity', 'ProfileService'],
		});
		expect(await sent()).toEqual([
			expect.objectContaining({
				jobId: created.jobId,
				userKey: created.key,
				action: 'delete',
				include: ['aepDataLake', 'identity', 'ProfileService'],
				regulation: 'gdpr',
				userIDs: [...EMAIL_IDS, ...twice('ChatlioVisitor', VISITOR, 'custom')],
			}),
		]);
	});

	it('names no sandbox, in a request or in its path', async () => {
		await returned('create', ofJane());
		await returned('getMany');
		const requests = await adobe.control.requests(JOBS);
		expect(requests.length).toBe(2);
		for (const { headers, path } of requests) {
			expect(headers).not.toHaveProperty('x-sandbox-name');
			expect(headers['x-gw-ims-org-id']).toBe(ORG_ID);
			expect(decodeURIComponent(path).toLowerCase()).not.toContain('jane');
		}
	});

	it.each<[string, INodeParameters, Partial<PrivacyJob>]>([
		[
			'access, in another product, under another law',
			{
				privacyAction: 'access',
				regulation: 'other',
				regulationCode: 'lgpd_bra',
				products: ['cjm'],
			},
			{ action: 'access', regulation: 'lgpd_bra', include: ['cjm'] },
		],
		['CCPA', { regulation: 'ccpa' }, { regulation: 'ccpa' }],
		['a law from an expression', { regulation: '={{ "hipaa_usa" }}' }, { regulation: 'hipaa_usa' }],
		['a key', { options: { key: 'ticket-4711' } }, { userKey: 'ticket-4711' }],
		[
			'the visitor ID alone, in a namespace of its own',
			{ email: '', confirm: VISITOR, options: { visitorNamespace: 'Browser' } },
			{ userIDs: twice('Browser', VISITOR, 'custom') },
		],
		[
			'the user ID, with a comma, in a custom namespace',
			{
				email: '',
				visitorId: '',
				userId: USER,
				confirm: USER,
				options: { userNamespace: 'CRMID' },
			},
			{ userIDs: twice('CRMID', USER, 'custom') },
		],
		[
			'the user ID in a namespace of Adobe',
			{ email: '', visitorId: '', userId: '1', confirm: '1', options: { userNamespace: 'ECID' } },
			{ userIDs: twice('ECID', '1', 'standard') },
		],
		[
			'capitals',
			{ visitorId: '', confirm: EMAIL, options: { keepCase: true } },
			{ userIDs: twice('Email', EMAIL, 'standard') },
		],
		[
			'an address with a display name',
			{ visitorId: '', email: `Jane <${EMAIL}>`, confirm: `Jane <${EMAIL}>` },
			{ userIDs: EMAIL_IDS },
		],
		[
			'the hash, too',
			{ visitorId: '', confirm: EMAIL, options: { hashedEmail: true } },
			{
				userIDs: [
					...EMAIL_IDS,
					...twice('Email_LC_SHA256', sha256('jane@example.com'), 'standard'),
				],
			},
		],
	])('sends what was chosen: %s', async (_, parameters, job) => {
		await returned('create', ofJane(parameters));
		expect(await sent()).toEqual([expect.objectContaining(job)]);
	});

	it('stays within Adobe’s nine identities for everything at once', async () => {
		const options = { hashedEmail: true, userNamespace: 'CRMID' };
		const confirm = `${EMAIL}; ${VISITOR}\n${USER}`;
		await returned('create', ofJane({ userId: USER, confirm, options }));
		const [{ userIDs }] = await sent();
		expect(userIDs).toHaveLength(8);
	});

	it('processes each item by itself', async () => {
		const { output } = await run({
			parameters: {
				privacyAction: 'delete',
				email: '={{ $json.email }}',
				confirm: '={{ $json.again }}',
			},
			items: [
				{ email: 'a@example.com', again: 'a@example.com' },
				{ email: 'b@example.com', again: 'c@example.com' },
				{ email: 'd@example.com', again: 'd@example.com' },
			],
			node: withErrorOutput,
		});
		expect(output(0).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(output(1)[0].json.problem).toMatchObject({ code: 'privacy.notConfirmed' });
		const values = (await sent()).map(({ userIDs }) => userIDs[0].value);
		expect(values).toEqual(['d@example.com', 'a@example.com']);
	});

	it('reads the list of jobs under both of its names', async () => {
		await adobe.control.settings({ privacyCreatedList: 'jobDetails' });
		expect(await returned('create', ofJane())).toHaveLength(1);
	});
});

const TOKEN: StubAnswer = {
	body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 },
};

describe('a deletion is sent only if a person repeats the values', () => {
	it.each<[string, string]>([
		['nothing', ''],
		['another address', `jane@example.org, ${VISITOR}`],
		['one of the two', EMAIL],
		['another order', `${VISITOR}, ${EMAIL}`],
		['a value more', `${EMAIL}, ${VISITOR}, x`],
		['a value that only begins the same', `${EMAIL}, ${VISITOR}0`],
		['no separator', `${EMAIL}${VISITOR}`],
		['other capitals', `${EMAIL.toLowerCase()}, ${VISITOR}`],
	])('not with %s', async (_, confirm) => {
		const { code, message, advice } = await problemOf({ parameters: ofJane({ confirm }) });
		expect(code).toBe('privacy.notConfirmed');
		expect(message).toBe(
			'The field Confirm does not repeat Email, Visitor ID, so nothing was sent',
		);
		expect(`${message} ${advice}`).not.toContain(VISITOR);
		expect(await sent()).toEqual([]);
	});

	it.each([`${EMAIL},${VISITOR}`, ` ${EMAIL}\n${VISITOR} `, `${EMAIL} ; ${VISITOR}`])(
		'with separators as they are typed: %j',
		async (confirm) => {
			await returned('create', ofJane({ confirm }));
			expect(await sent()).toHaveLength(1);
		},
	);

	it('but access needs no confirmation', async () => {
		await returned('create', ofJane({ privacyAction: 'access', confirm: '' }));
		expect(await sent()).toMatchObject([{ action: 'access' }]);
	});

	const asTool = async (parameters: INodeParameters) => {
		const node = Object.assign(Object.create(platformNode) as typeof platformNode, {
			description: { ...platformNode.description, name: 'adobeExperiencePlatformTool' },
		});
		platformRegistry.add([node]);
		return await run({
			parameters,
			node: { type: 'n8n-nodes-chatlio-aep.adobeExperiencePlatformTool', ...withErrorOutput },
		});
	};

	it.each<[string, INodeParameters]>([
		['a model', { confirm: '={{ $fromAI("Confirm", "", "string", "jane@example.com") }}' }],
		['an expression', { confirm: '={{ "jane@example.com" }}' }],
	])('and never by a tool whose Confirm comes from %s', async (_, parameters) => {
		const jane = { privacyAction: 'delete', email: 'jane@example.com', visitorId: '' };
		const { output } = await asTool({ ...jane, ...parameters });
		expect(output(0)).toEqual([]);
		expect(output(1)[0].json.problem).toMatchObject({ code: 'privacy.confirmedByModel' });
		expect(await sent()).toEqual([]);
	});

	it('nor by a node outside of an agent whose Confirm a model fills in', async () => {
		const confirm = '={{ $fromai("Confirm", "", "string", "jane@example.com") }}';
		const { code } = await problemOf({ parameters: ofJane({ confirm }) });
		expect(code).toBe('privacy.confirmedByModel');
	});

	it('as a tool: for the person of the fixed text, whoever a model names', async () => {
		const jane = { privacyAction: 'delete', visitorId: '', confirm: 'jane@example.com' };
		const other = await asTool({ ...jane, email: '={{ "john@example.com" }}' });
		expect(other.output(1)[0].json.problem).toMatchObject({ code: 'privacy.notConfirmed' });
		const same = await asTool({ ...jane, email: '={{ "jane@example.com" }}' });
		expect(same.output(0)).toHaveLength(1);
		expect(await sent()).toHaveLength(1);
	});
});

describe('a request without an identity, or with an impossible one, is not sent', () => {
	it.each<[string, INodeParameters, string, string]>([
		['nobody', { email: '', visitorId: ' ' }, 'privacy.noIdentity', 'Email'],
		[
			'expressions without a value',
			{ email: '={{ undefined }}', visitorId: '={{ null }}' },
			'privacy.noIdentity',
			'Email',
		],
		['no address', { email: 'Jane' }, 'setting.invalid', 'Email'],
		['two addresses', { email: 'a@example.com, b@example.com' }, 'setting.invalid', 'Email'],
		['the visitor "null"', { visitorId: 'Null' }, 'setting.invalid', 'Visitor ID'],
		['the user "anonymous"', { userId: 'anonymous' }, 'setting.invalid', 'User ID'],
		['half a character', { visitorId: '={{ "a\\ud800" }}' }, 'setting.invalid', 'Visitor ID'],
		['a list', { visitorId: '={{ ["a"] }}' }, 'setting.wrongType', 'Visitor ID'],
		['a user ID without a namespace', { userId: USER }, 'setting.empty', 'User Namespace'],
		[
			'a visitor ID without a namespace',
			{ options: { visitorNamespace: '' } },
			'setting.empty',
			'Visitor Namespace',
		],
		['no product', { products: [] }, 'setting.empty', 'Products'],
		['an unknown product', { products: ['Everything'] }, 'setting.invalid', 'Products'],
		[
			'no regulation',
			{ regulation: 'other', regulationCode: '' },
			'setting.empty',
			'Regulation Code',
		],
		[
			'a regulation with a space',
			{ regulation: 'other', regulationCode: 'gd pr' },
			'setting.invalidCharacter',
			'Regulation Code',
		],
		['another action', { privacyAction: 'forget' }, 'setting.invalid', 'Action'],
		[
			'the address in the key',
			{ options: { key: 'for JANE@example.com' } },
			'setting.invalid',
			'Request Key',
		],
		['the visitor ID in the key', { options: { key: VISITOR } }, 'setting.invalid', 'Request Key'],
	])('%s', async (_, parameters, code, field) => {
		const problem = await problemOf({
			parameters: ofJane({ privacyAction: 'access', ...parameters }),
		});
		expect(problem).toMatchObject({ code, field });
		expect(JSON.stringify(problem).toLowerCase()).not.toContain('jane');
		expect(await adobe.control.requests(JOBS)).toEqual([]);
	});
});

describe('each failure has its own sentence', () => {
	const OPERATIONS: Record<string, INodeParameters> = {
		create: ofJane(),
		get: { jobId: '6fc09b53-c24f-4a6c-9ca2-c6076b0842b6' },
		getMany: {},
	};
	const TASKS: Record<string, string> = {
		create: 'create the privacy request ticket-1',
		get: 'read the privacy request 6fc09b53-c24f-4a6c-9ca2-c6076b0842b6',
		getMany: 'list the privacy requests',
	};
	const parametersOf = (operation: string) => ({
		...OPERATIONS[operation],
		...(operation === 'create' && { options: { key: 'ticket-1' } }),
	});
	const failure = async (operation: string) =>
		await problemOf({ operation, parameters: parametersOf(operation) });

	it.each(Object.keys(OPERATIONS))('wrong permission: %s', async (operation) => {
		await adobe.control.settings({ privacyAccess: 'none' });
		const problem = await failure(operation);
		expect(problem).toMatchObject({
			code: 'privacy.noPermission',
			retry: 'afterChange',
			status: 403,
		});
		expect(problem.message).toBe(`Could not ${TASKS[operation]}: Adobe answered with status 403`);
		expect(problem.advice).toContain('add the Privacy Service API to the project');
	});

	it('permission to read only', async () => {
		await adobe.control.settings({ privacyAccess: 'read' });
		expect(await failure('create')).toMatchObject({ code: 'privacy.noPermission' });
		expect(await returned('getMany')).toEqual([]);
	});

	it.each([
		['403003', 'Api Key is invalid', 'privacy.noPermission'],
		['403025', 'Profile is not valid', 'privacy.noPermission'],
		['403010', 'Oauth token is missing.', 'adobe.tokenRejected'],
		['401013', 'Oauth token is not valid', 'adobe.tokenRejected'],
	])('the gateway’s %s', async (error_code, message, code) => {
		const status = Number(error_code.slice(0, 3));
		const action = { status, body: { error_code, message } };
		await adobe.control.fault({ match: { path: JOBS }, times: 0, action });
		expect(await failure('create')).toMatchObject({ code });
	});

	it('a regulation that Adobe does not know: its answer lists the ones it knows', async () => {
		const parameters = ofJane({ regulation: 'other', regulationCode: 'ucpa_usa' });
		const { code, advice } = await problemOf({ parameters });
		expect(code).toBe('privacy.rejected');
		expect(advice).toContain('ucpa_ut_usa');
	});

	it('a rejection that quotes the person is shown without the value', async () => {
		const body = { errorCode: 400, title: 'Invalid Request', detail: `No such ID ${VISITOR}` };
		await adobe.control.fault({ match: { path: JOBS }, action: { status: 400, body } });
		const problem = await failure('create');
		expect(problem).toMatchObject({ code: 'privacy.rejected' });
		expect(JSON.stringify(problem)).not.toContain(VISITOR);
		expect(problem.advice).toContain('No such ID …');
	});

	it('an unknown job', async () => {
		const problem = await failure('get');
		expect(problem).toMatchObject({ code: 'privacy.requestUnknown', status: 404 });
		expect(problem.advice).toContain('Adobe keeps a request for 30 days');
	});

	it.each(Object.keys(OPERATIONS))('429 is waited out: %s', async (operation) => {
		const { jobId } = (await returned('create', ofJane()))[0];
		const headers = { 'Retry-After': '20' };
		const body = { error_code: '429050', message: 'Too many requests' };
		await adobe.control.fault({
			match: { path: JOBS },
			times: 2,
			action: { status: 429, headers, body },
		});
		const parameters = { ...parametersOf(operation), ...(operation === 'get' && { jobId }) };
		expect(await returned(operation, parameters as INodeParameters)).toHaveLength(
			1 + Number(operation === 'none'),
		);
		expect(time.waitedMs()).toBeGreaterThanOrEqual(20_000);
		expect(await sent()).toHaveLength(operation === 'create' ? 2 : 1);
	});

	it.each(Object.keys(OPERATIONS))('429 for long says for how long: %s', async (operation) => {
		const headers = { 'Retry-After': '3600' };
		await adobe.control.fault({
			match: { path: JOBS },
			times: 0,
			action: { status: 429, headers, body: {} },
		});
		const problem = await failure(operation);
		expect(problem).toMatchObject({
			code: 'adobe.rateLimited',
			retry: 'later',
			retryAt: expect.any(String),
		});
		expect(problem.message).toMatch(/Adobe asks to wait (1 hour|60 minutes|59 minutes)/);
	});

	it.each<[string, object]>([
		['the answer is lost', { dropConnection: 'after' }],
		[
			'a gateway gives up',
			{ status: 504, after: true, body: { error_code: '504000', message: 'Timeout' } },
		],
		[
			'a page comes instead',
			{ status: 200, after: true, headers: { 'content-type': 'text/html' }, body: '<h1>Hi</h1>' },
		],
	])('an outcome that nobody knows, because %s', async (_, action) => {
		await adobe.control.fault({ match: { path: JOBS, method: 'POST' }, action });
		const { code, message, advice } = await failure('create');
		expect(code).toBe('privacy.outcomeUnknown');
		expect(message).toContain('Could not create the privacy request ticket-1: ');
		expect(advice).toContain('Adobe may have created it all the same');
		// Sent once, and found by its key.
		expect(await returned('getMany')).toMatchObject([{ key: 'ticket-1' }]);
	});

	it('an answer without a job', async () => {
		await adobe.control.fault({ match: { path: JOBS }, action: { status: 202, body: {} } });
		const { code, advice } = await failure('create');
		expect(code).toBe('adobe.incompleteResponse');
		expect(advice).toContain('Get Many');
	});
});

describe('Get', () => {
	const create = async (change: INodeParameters = {}) =>
		String((await returned('create', ofJane(change)))[0].jobId);
	const get = async (jobId: string, parameters: INodeParameters = {}) =>
		(await returned('get', { jobId, ...parameters }))[0];

	it('tells what became of it, without the identities', async () => {
		const jobId = await create();
		expect(await get(jobId)).toMatchObject({ jobId, status: 'submitted', action: 'delete' });
		await adobe.control.decidePrivacyJob(jobId, 'complete', {
			aepDataLake: 'PRVCY-6052-200',
			ProfileService: 'PRVCY-6000-200',
			identity: 'PRVCY-6054-200',
		});
		const job = await get(jobId);
		expect(job).toMatchObject({
			status: 'complete',
			createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/),
			products: [
				{ product: 'aepDataLake', name: 'Data lake', status: 'complete', code: 'PRVCY-6052-200' },
				{
					name: 'Identity Service',
					meaning: 'done for a part of the data, and the rest was not applicable',
				},
				{ product: 'ProfileService', name: 'Profile', meaning: 'done' },
			],
		});
		expect(job.summary).toBe(
			'Data lake: nothing found under some or all of these identities: check the values, and the namespaces and their spelling (PRVCY-6052-200). Identity Service: done for a part of the data, and the rest was not applicable (PRVCY-6054-200). Profile: done (PRVCY-6000-200)',
		);
		expect(JSON.stringify(job)).not.toMatch(/jane|visitor/i);
	});

	it('returns Adobe’s own answer, with the identities', async () => {
		const jobId = await create();
		expect(await get(jobId, { simplify: false })).toMatchObject({
			jobId,
			userIds: expect.arrayContaining([expect.objectContaining(EMAIL_IDS[0])]),
		});
	});

	it.each([
		['PRVCY-1022-400', 'Profile: the data could not be accessed (PRVCY-1022-400)'],
		['PRVCY-1010-400', 'Profile: permissions are missing (PRVCY-1010-400)'],
		[
			'PRVCY-1099-400',
			'Profile: An unexpected error occurred. Review the job details. (PRVCY-1099-400)',
		],
	])('says in which product and why a job failed: %s', async (code, words) => {
		const jobId = await create();
		await adobe.control.decidePrivacyJob(jobId, 'error', { ProfileService: code });
		const parameters = { jobId };
		const problem = await problemOf({ operation: 'get', parameters });
		expect(problem).toMatchObject({ code: 'privacy.failed', retry: 'afterChange' });
		expect(problem.message).toBe(`Adobe could not complete the privacy request ${jobId}. ${words}`);
		const { output } = await run({ operation: 'get', parameters, node: withErrorOutput });
		expect(output(1)[0].json).toMatchObject({
			jobId,
			status: 'error',
			summary: expect.stringContaining(words),
		});
		const stopped = await run({ operation: 'get', parameters });
		expect(stopped.error?.message).toContain(`privacy request ${jobId}. Profile`);
	});

	it('is not an error while a product is still at work', async () => {
		const jobId = await create();
		await adobe.control.decidePrivacyJob(jobId, 'processing');
		expect(await get(jobId)).toMatchObject({ status: 'processing' });
	});

	it('says that a product is not there', async () => {
		const jobId = await create({ products: ['cjm'] });
		await adobe.control.decidePrivacyJob(jobId, 'complete');
		expect((await get(jobId)).summary).toBe(
			'Journey Optimizer: nothing to do, because the organization does not have this product (PRVCY-6051-200)',
		);
	});
});

describe('Get Many', () => {
	it.each(['notFound', 'list'] as const)('is empty without jobs: %s', async (privacyEmptyList) => {
		await adobe.control.settings({ privacyEmptyList });
		expect(await returned('getMany')).toEqual([]);
	});

	it('is not empty because of a wrong address', async () => {
		const { message, code } = await (async () => {
			const body = { error_code: '404040', message: 'No such path' };
			await adobe.control.fault({ match: { path: JOBS }, action: { status: 404, body } });
			return await problemOf({ operation: 'getMany' });
		})();
		expect([code, message]).toEqual([
			'adobe.notFound',
			'Could not list the privacy requests: Adobe answered with status 404',
		]);
	});

	it('has the jobs of a regulation and a status, newest first', async () => {
		for (const regulation of ['gdpr', 'ccpa', 'gdpr'])
			await returned('create', ofJane({ regulation }));
		const [newest, , oldest] = await sent();
		await adobe.control.decidePrivacyJob(newest.jobId, 'error');
		const ids = async (parameters: INodeParameters) =>
			(await returned('getMany', parameters)).map(({ jobId }) => jobId);
		expect(await ids({})).toEqual([newest.jobId, oldest.jobId]);
		expect(await ids({ returnAll: false, limit: 1 })).toEqual([newest.jobId]);
		expect(await ids({ filters: { status: 'error' } })).toEqual([newest.jobId]);
		expect(await ids({ regulation: 'ccpa', filters: { status: 'complete' } })).toEqual([]);
		expect(
			await ids({ filters: { since: '={{ $now.minus({ days: 29 }).toISO() }}' } }),
		).toHaveLength(2);
	});

	it('says that Adobe lists no older ones', async () => {
		const filters = { since: '={{ $now.minus({ days: 31 }).toISO() }}' };
		const problem = await problemOf({ operation: 'getMany', parameters: { filters } });
		expect(problem).toMatchObject({ code: 'setting.invalid', field: 'Since' });
	});

	it.each<[Partial<Settings>, number]>([
		[{ privacyFirstPage: 0 }, 100],
		[{ privacyFirstPage: 1 }, 100],
		[{ privacyFirstPage: 0 }, 230],
		[{ privacyFirstPage: 1 }, 230],
	])('has every page once, however they are numbered: %j, %d jobs', async (settings, count) => {
		await adobe.control.settings(settings);
		const items = Array.from({ length: count }, (_, index) => ({ id: `v-${index}` }));
		const parameters = { privacyAction: 'access', visitorId: '={{ $json.id }}' };
		await run({ parameters, items });
		const jobs = await returned('getMany', { returnAll: true });
		expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(count);
		expect(jobs).toHaveLength(count);
	});
});

describe('a server that answers otherwise', () => {
	let stub: StubServer;
	let answer: StubAnswer | ((query: URLSearchParams) => StubAnswer);
	beforeAll(async () => {
		stub = await stubServer(({ url }) => {
			if (!url.startsWith(JOBS)) return TOKEN;
			const { searchParams } = new URL(url, 'http://stub');
			return typeof answer === 'function' ? answer(searchParams) : answer;
		});
	});
	afterAll(async () => await stub?.close());
	beforeEach(() => void stub.requests.splice(0));

	const asked = async (operation: string, parameters: INodeParameters) => ({
		rows: await results(stub.url, { resource: 'privacyRequest', operation, parameters }),
		requests: stub.requests.filter(({ url }) => url.startsWith(JOBS)),
	});

	it('gets the merge policy, and its several jobs are several items', async () => {
		answer = { status: 202, body: { jobs: [{ jobId: 'a' }, { jobId: 'b' }] } };
		const mergePolicyId = '2f8a1c3e-6b7d-4e90-a1c2-3d4e5f607182';
		const { rows, requests } = await asked('create', ofJane({ options: { mergePolicyId } }));
		expect(rows.map(({ jobId }) => jobId)).toEqual(['a', 'b']);
		expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			expect.objectContaining({ mergePolicyId }),
		]);
	});

	it.each([
		[[], ['a']],
		[[''], ['a']],
		[['a'], ['a', 'b']],
	])('reads created jobs from both lists: %j, %j', async (jobs, jobDetails) => {
		const listed = (ids: string[]) => ids.map((jobId) => ({ jobId }));
		answer = { status: 202, body: { jobs: listed(jobs), jobDetails: listed(jobDetails) } };
		const { rows } = await asked('create', ofJane());
		expect(rows.map(({ jobId }) => jobId)).toEqual(jobDetails);
	});

	it.each([
		[{ totalRecords: 60 }, 3],
		[{}, 4],
	])('reads every page if there are fewer on each than requested: %j', async (total, expected) => {
		const all = Array.from({ length: 60 }, (_, index) => ({ jobId: `j-${index}` }));
		answer = (query) => {
			const start = Number(query.get('page') ?? 0) * 25;
			return { body: { ...total, jobDetails: all.slice(start, start + 25) } };
		};
		const { rows, requests } = await asked('getMany', { returnAll: true });
		expect([rows.length, requests.length]).toEqual([60, expected]);
	});

	it('reads a status in capitals', async () => {
		const productStatusResponse = { status: 'ERROR', responseMsgCode: 'PRVCY-1010-400' };
		const productResponses = [{ product: 'ProfileService', productStatusResponse }];
		answer = { body: { jobId: 'a', status: 'ERROR', productResponses } };
		const { error } = await runOperation(stub.url, {
			resource: 'privacyRequest',
			operation: 'get',
			parameters: { jobId: 'a' },
		});
		expect(error?.message).toContain('Profile: permissions are missing');
		answer = { body: { jobId: 'a', status: 'Complete', productResponses: [] } };
		const { rows } = await asked('get', { jobId: 'a' });
		expect(rows).toEqual([expect.objectContaining({ status: 'complete' })]);
	});

	it('stops asking if the list never ends', async () => {
		const page = Array.from({ length: 100 }, (_, index) => ({ jobId: `j-${index}` }));
		answer = { body: { totalRecords: 1_000_000, jobDetails: page } };
		const { rows, requests } = await asked('getMany', { returnAll: true });
		expect([rows.length, requests.length]).toEqual([100, 3]);
	});
});
