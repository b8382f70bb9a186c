import type { AxiosInstance } from 'axios';
import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { event, http, message, platform } from './http';

const JOBS = '/data/core/privacy/jobs';
const EMAIL = 'jane@example.com';

let emulator: Emulator;
let client: AxiosInstance;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url, { 'x-sandbox-name': undefined });
});
afterAll(async () => await emulator.stop());

const twice = (namespace: string, value: string, type: string) => [
	{ namespace, value, type },
	{ namespace, value, type: 'unregistered' },
];

const body = (change: object = {}, user: object = {}) => ({
	companyContexts: [{ namespace: 'imsOrgID', value: ORG_ID }],
	users: [{ key: 'v-1', action: ['delete'], userIDs: twice('Email', EMAIL, 'standard'), ...user }],
	include: ['ProfileService', 'aepDataLake', 'identity'],
	regulation: 'gdpr',
	...change,
});

const create = async (change: object = {}, user: object = {}) =>
	await client.post(JOBS, body(change, user));

const createdId = async (change: object = {}, user: object = {}) =>
	String((await create(change, user)).data.jobs[0].jobId);

const productsOf = async (jobId: string) => {
	const { data } = await client.get(`${JOBS}/${jobId}`);
	const rows = data.productResponses as Array<{
		product: string;
		productStatusResponse: { status: string; responseMsgCode?: string };
	}>;
	return Object.fromEntries(
		rows.map(({ product, productStatusResponse: { status, responseMsgCode } }) => [
			product,
			responseMsgCode ?? status,
		]),
	);
};

describe('a request for jobs', () => {
	it('is accepted with a job for each user and action', async () => {
		const { status, data } = await create({}, { action: ['access', 'delete'] });
		expect([status, data.totalRecords]).toEqual([202, 2]);
		expect(data.requestId).toMatch(/^\d+[\da-f]{4}RX-\d{3}$/);
		expect(data.jobs).toEqual(
			['access', 'delete'].map((action) => ({
				jobId: expect.stringMatching(/^[\da-f-]{36}$/),
				customer: {
					user: {
						key: 'v-1',
						action: [action],
						userIDs: twice('Email', EMAIL, 'standard').map((id) => ({
							...id,
							isDeletedClientSide: false,
						})),
					},
				},
			})),
		);
		await emulator.control.settings({ privacyCreatedList: 'jobDetails' });
		expect((await create()).data.jobDetails).toHaveLength(1);
	});

	it('ignores the sandbox', async () => {
		const headers = { 'x-sandbox-name': 'nowhere' };
		expect((await client.post(JOBS, body(), { headers })).status).toBe(202);
	});

	const tenIds = Array.from({ length: 10 }, (_, index) => ({
		namespace: 'Email',
		value: `${index}@example.com`,
		type: 'standard',
	}));

	it.each<[string, object, object, string]>([
		['another organization', { companyContexts: [] }, {}, 'companyContexts'],
		['no user', { users: [] }, {}, 'users'],
		['no product', { include: [] }, {}, 'include'],
		['an unknown product', { include: ['Everything'] }, {}, 'include'],
		['no regulation', { regulation: undefined }, {}, 'mandatory'],
		['an old regulation', { regulation: 'ucpa_usa' }, {}, 'ucpa_ut_usa'],
		['no key', {}, { key: '' }, 'key'],
		['another action', {}, { action: ['forget'] }, 'action'],
		['no identity', {}, { userIDs: [] }, '1 to 9'],
		['ten identities', {}, { userIDs: tenIds }, '1 to 9'],
		['another qualifier', {}, { userIDs: [{ ...tenIds[0], type: 'mine' }] }, 'type'],
		['no value', {}, { userIDs: [{ ...tenIds[0], value: '' }] }, 'value'],
	])('with %s is refused', async (_, change, user, said) => {
		const { status, data } = await create(change, user);
		expect([status, data.errorCode, data.title]).toEqual([400, 400, 'Invalid Request']);
		expect(data.detail).toContain(said);
		expect(data.errorType).toBe(`uri=${JOBS}`);
		expect(await emulator.control.privacyJobs()).toEqual([]);
	});

	it('beyond the daily limit is refused', async () => {
		await emulator.control.settings({ privacyJobsPerDay: 1 });
		expect((await create()).status).toBe(202);
		expect((await create()).status).toBe(400);
	});

	it('cannot be canceled or changed', async () => {
		const jobId = await createdId();
		for (const method of ['delete', 'put', 'patch', 'post']) {
			expect((await client.request({ method, url: `${JOBS}/${jobId}` })).status).toBe(404);
		}
	});
});

it('needs permissions of its own', async () => {
	const jobId = await createdId();
	const statuses = async () => [
		(await create()).status,
		(await client.get(`${JOBS}?regulation=gdpr`)).status,
		(await client.get(`${JOBS}/${jobId}`)).status,
	];
	await emulator.control.settings({ privacyAccess: 'read' });
	expect(await statuses()).toEqual([403, 200, 200]);
	await emulator.control.settings({ privacyAccess: 'none' });
	expect(await statuses()).toEqual([403, 403, 403]);
});

describe('the list of jobs', () => {
	const list = async (query = '') => await client.get(`${JOBS}?regulation=gdpr${query}`);

	it('is 404 if it is empty, or empty if it is set so', async () => {
		const { status, data } = await list();
		expect([status, data]).toEqual([
			404,
			{
				errorCode: 404,
				title: 'Resource not found',
				detail: 'Not able to find job data.',
				errorType: `uri=${JOBS}`,
			},
		]);
		await emulator.control.settings({ privacyEmptyList: 'list' });
		expect((await list()).data).toEqual({ totalRecords: 0, jobDetails: [] });
	});

	it('needs a regulation, and has only its jobs', async () => {
		await create();
		await create({ regulation: 'ccpa' });
		expect((await client.get(JOBS)).data.detail).toContain('mandatory');
		expect((await list()).data).toEqual({
			totalRecords: 1,
			jobDetails: [
				expect.objectContaining({
					userKey: 'v-1',
					action: 'delete',
					status: 'submitted',
					regulation: 'gdpr',
					createdDate: expect.stringMatching(/^\d\d\/\d\d\/\d{4} \d\d:\d\d [AP]M GMT$/),
				}),
			],
		});
	});

	it.each([0, 1] as const)('has pages, the first of which is %d', async (first) => {
		await emulator.control.settings({ privacyFirstPage: first });
		for (let index = 0; index < 3; index++) await create({}, { key: `v-${index}` });
		const keys = async (query: string) =>
			(await list(query)).data.jobDetails?.map(({ userKey }: { userKey: string }) => userKey);
		expect(await keys('&size=2')).toEqual(['v-2', 'v-1']);
		expect(await keys(`&size=2&page=${first}`)).toEqual(['v-2', 'v-1']);
		expect(await keys(`&size=2&page=${first + 1}`)).toEqual(['v-0']);
		expect((await list(`&size=2&page=${first + 2}`)).status).toBe(404);
	});

	it('is filtered by status and date', async () => {
		const jobId = await createdId();
		await emulator.control.decidePrivacyJob(jobId, 'processing');
		const day = (offset: number) =>
			new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
		const statuses = [
			'&status=processing',
			'&status=complete',
			`&fromDate=${day(-1)}&toDate=${day(1)}`,
			`&fromDate=${day(-9)}&toDate=${day(-2)}`,
			`&filterDate=${day(-2)}`,
			`&fromDate=${day(-1)}`,
			`&fromDate=${day(-40)}&toDate=${day(0)}`,
			'&status=done',
			'&size=101',
			'&page=x',
			'&filterDate=today',
		].map(async (query) => (await list(query)).status);
		expect(await Promise.all(statuses)).toEqual([
			200, 404, 200, 404, 404, 400, 400, 400, 400, 400, 400,
		]);
	});
});

describe('a job', () => {
	const withEmail = (id: string) =>
		event(id, { identityMap: { Email: [{ id: EMAIL, primary: true }] } });

	/** Sends an event of the visitor to a dataset in Profile, and one to a dataset that is not, in another sandbox. */
	async function sendEvents(): Promise<PreparedDataflow[]> {
		const make = async (name: string, sandbox: string, profile: boolean) => {
			const options = { name, format: 'xdm', authenticated: false, sandbox, profile } as const;
			return await prepareDataflow(emulator.url, options);
		};
		const flows = [await make('A', 'prod', true), await make('B', 'dev', false)];
		for (const flow of flows) {
			await http.post(flow.inletUrl, message(flow, withEmail(`${flow.name}1`)));
			const other = { identityMap: { Email: [{ id: 'other@example.com', primary: true }] } };
			await http.post(flow.inletUrl, message(flow, event(`${flow.name}2`, other)));
		}
		await emulator.control.settled(4);
		return flows;
	}

	const storedIds = async () => (await emulator.control.records()).map(({ _id }) => _id).sort();

	it('is submitted, processed, and completed with time', async () => {
		const jobId = await createdId();
		const statusNow = async () => (await client.get(`${JOBS}/${jobId}`)).data.status;
		expect(await statusNow()).toBe('submitted');
		await emulator.control.settings({ privacyStepMs: 0 });
		expect(await statusNow()).toBe('complete');
		expect((await client.get(`${JOBS}/none`)).status).toBe(404);
	});

	it('deletes from the data lake of every sandbox what identityMap shows, if it is read', async () => {
		await sendEvents();
		const first = await createdId();
		await emulator.control.decidePrivacyJob(first, 'complete');
		expect(await productsOf(first)).toEqual({
			ProfileService: 'PRVCY-6000-200',
			aepDataLake: 'PRVCY-6052-200',
			identity: 'PRVCY-6000-200',
		});
		expect(await storedIds()).toEqual(['A1', 'A2', 'B1', 'B2']);

		await emulator.control.settings({ privacyLakeIdentities: 'identityMap' });
		const second = await createdId();
		await emulator.control.decidePrivacyJob(second, 'complete');
		expect(await productsOf(second)).toEqual({
			ProfileService: 'PRVCY-6052-200',
			aepDataLake: 'PRVCY-6000-200',
			identity: 'PRVCY-6052-200',
		});
		expect(await storedIds()).toEqual(['A2', 'B2']);
	});

	it('deletes from the data lake what an identity descriptor shows', async () => {
		const [{ schemaId, name, inletUrl, ...flow }] = await sendEvents();
		const platformClient = await platform(emulator.url);
		const path = '/data/foundation/schemaregistry/tenant/descriptors';
		const { status } = await platformClient.post(path, {
			'@type': 'xdm:descriptorIdentity',
			'xdm:sourceSchema': schemaId,
			'xdm:sourceVersion': 1,
			'xdm:sourceProperty': '/_id',
			'xdm:namespace': 'Email',
			'xdm:property': 'xdm:code',
			'xdm:isPrimary': false,
		});
		expect(status).toBe(201);
		await http.post(inletUrl, message({ schemaId, name, inletUrl, ...flow }, event(EMAIL)));
		await emulator.control.settled(5);
		await emulator.control.decidePrivacyJob(await createdId(), 'complete');
		expect(await storedIds()).toEqual(['A1', 'A2', 'B1', 'B2']);
	});

	it('finds by qualifier: the lake reads unregistered identities, Profile registered ones', async () => {
		await sendEvents();
		await emulator.control.settings({ privacyLakeIdentities: 'identityMap' });
		const [registered, unregistered] = twice('Email', EMAIL, 'standard');
		const outcome = async (userIDs: object[]) => {
			const jobId = await createdId({}, { userIDs, action: ['access'] });
			await emulator.control.decidePrivacyJob(jobId, 'complete');
			const codes = await productsOf(jobId);
			return ['ProfileService', 'aepDataLake', 'identity'].map((product) =>
				codes[product].slice(6, 10),
			);
		};
		expect(await outcome([registered])).toEqual(['6000', '6052', '6000']);
		expect(await outcome([unregistered])).toEqual(['6052', '6000', '6000']);
		const unknown = { namespace: 'ChatlioVisitor', value: 'v', type: 'custom' };
		expect(await outcome([unknown])).toEqual(['6053', '6052', '6052']);
		expect(await storedIds()).toHaveLength(4);
	});

	it('ends as the control endpoint decides, for good', async () => {
		const jobId = await createdId({ include: ['ProfileService', 'cjm'] });
		await emulator.control.decidePrivacyJob(jobId, 'error', { ProfileService: 'PRVCY-1022-400' });
		await emulator.control.settings({ privacyStepMs: 0 });
		expect((await client.get(`${JOBS}/${jobId}`)).data.status).toBe('error');
		expect(await productsOf(jobId)).toEqual({
			ProfileService: 'PRVCY-1022-400',
			cjm: 'PRVCY-6051-200',
		});
		const [job] = await emulator.control.privacyJobs();
		expect(job).toMatchObject({ jobId, status: 'error', userIDs: [{ value: EMAIL }, {}] });
	});

	it('is not decided by a wrong request to the control endpoint', async () => {
		const jobId = await createdId();
		const decide = async (id: string, change: object) =>
			(await http.patch(`${emulator.url}/emulator/privacy/jobs/${id}`, change)).status;
		expect(await decide(jobId, { status: 'done' })).toBe(400);
		expect(await decide(jobId, { status: 'complete', products: { cjm: 1 } })).toBe(400);
		expect(await decide('none', { status: 'complete' })).toBe(404);
	});
});
