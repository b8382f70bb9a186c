import axios, { isAxiosError } from 'axios';
import { ORG_ID } from '../../emulator/account.mts';
import type { FaultAction, FaultMatch } from '../../emulator/controlClient.mts';
import { fetchToken, prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import type { HttpReply } from '../../lib/http/httpReply';
import { deliver } from '../../lib/streaming/deliver';
import type {
	DeliveryReport,
	DeliverySettings,
	DeliveryTools,
	Destination,
	InletRequest,
} from '../../lib/streaming/deliveryTypes';

const RECORDS = 1_000;
const REJECTED = 37;
const ACCEPTED = RECORDS - REJECTED;

const settings: DeliverySettings = {
	format: 'xdm',
	batch: true,
	maxMessages: 200,
	maxBytes: 1_000_000,
	parallelRequests: 4,
	syncValidation: false,
	retryBudgetMs: 20_000,
	maxAttempts: 5,
	sourceName: 'delivery test',
};

/** The index is in the `_id`; every 27th record has the word at which the inlet is told to reject it. */
const isRejected = (index: number) => index % 27 === 0 && index / 27 < REJECTED;
const records = Array.from({ length: RECORDS }, (_, index) => ({
	_id: `event-${index}`,
	timestamp: '2026-01-31T12:00:00.000Z',
	eventType: isRejected(index) ? 'reject.me' : 'take.me',
}));
const expectedIds = records.filter((_, index) => !isRejected(index)).map(({ _id }) => _id);

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	flow = await prepareDataflow(emulator.url, { name: 'Chat', format: 'xdm', authenticated: true });
});
afterAll(async () => await emulator.stop());

const fault = async (action: FaultAction, match: FaultMatch = {}, times = 1) =>
	await emulator.control.fault({ match: { path: '/collection/', ...match }, times, action });

const rejectSome = async () =>
	await fault(
		{ refuseMessages: { containing: 'reject.me', message: 'Message has unknown xdm format' } },
		{},
		0,
	);

function destinationOf(prepared: PreparedDataflow): Destination {
	return {
		inletUrl: prepared.inletUrl,
		authenticated: true,
		organizationId: ORG_ID,
		sandbox: prepared.sandbox,
		flowId: prepared.flowId,
		datasetId: prepared.datasetId,
		schemaId: prepared.schemaId,
	};
}

async function send(request: InletRequest, token: string): Promise<HttpReply> {
	try {
		const { status, headers, data } = await axios.post<unknown>(request.url, request.body, {
			headers: { ...request.headers, Authorization: `Bearer ${token}` },
			validateStatus: () => true,
			maxRedirects: 0,
			proxy: false,
		});
		return { kind: 'reply', status, headers: { ...headers }, body: data };
	} catch (thrown) {
		const code = isAxiosError(thrown) ? thrown.code : undefined;
		return { kind: 'network', code: code ?? 'UNKNOWN', message: 'seen by the test' };
	}
}

/** How long the last delivery waited each time, in ms. */
const waited: number[] = [];

async function deliverAll(
	change: Partial<DeliverySettings> = {},
	list: readonly unknown[] = records,
): Promise<DeliveryReport> {
	const token = await fetchToken(emulator.url);
	let time = Date.now();
	waited.length = 0;
	const tools: DeliveryTools = {
		send: async (request) => await send(request, token),
		// Time passes while it waits, and at no other time.
		sleep: async (ms) => {
			time += ms;
			waited.push(ms);
		},
		now: () => time,
		random: Math.random,
		stopped: () => false,
		progress: () => {},
	};
	const source = { count: list.length, at: (index: number) => list[index] };
	return await deliver(source, destinationOf(flow), { ...settings, ...change }, tools);
}

/** Every record has its own outcome, and exactly the accepted ones are stored, each under its one `_id`. */
async function expectFullAccount({ outcomes }: DeliveryReport): Promise<void> {
	expect(outcomes).toHaveLength(RECORDS);
	outcomes.forEach(({ status }, index) => {
		expect([index, status]).toEqual([index, isRejected(index) ? 'rejected' : 'accepted']);
	});
	const stored = await emulator.control.settled(ACCEPTED, { datasetId: flow.datasetId });
	expect(stored.every(({ status }) => status === 'stored')).toBe(true);
	expect(new Set(stored.map(({ _id }) => _id))).toEqual(new Set(expectedIds));
}

describe('a thousand records of which 37 are rejected', () => {
	beforeEach(rejectSome);

	it('end as 963 accepted and 37 rejected, each with its own problem', async () => {
		const report = await deliverAll();
		await expectFullAccount(report);
		expect(report.requests).toHaveLength(5);
		expect(report.outcomes[27]).toMatchObject({
			httpStatus: 400,
			attempts: 1,
			problem: {
				code: 'inlet.schemaUnknown',
				message: expect.stringContaining('Message has unknown xdm format'),
				retry: 'afterChange',
				status: 400,
			},
		});
	});

	it('end so with the other documented form of the answer, too', async () => {
		await emulator.control.settings({ batchShape: 'documented' });
		await expectFullAccount(await deliverAll());
	});
});

/** The oldest rule wins, so what happens once is set before what happens always. */
describe('a thousand records of which 37 are rejected, and', () => {
	it('a lost answer: are sent again, and nothing is stored under two IDs', async () => {
		await fault({ dropConnection: 'after' }, { nth: 2 });
		await rejectSome();
		const report = await deliverAll();
		expect(report.requests.filter(({ code }) => code !== undefined)).toHaveLength(1);
		// The request whose answer was lost was processed as a whole; the rejections it named are lost with it.
		const stored = await emulator.control.settled(ACCEPTED, { datasetId: flow.datasetId });
		const storedIds = new Set(stored.map(({ _id }) => _id));
		expect(expectedIds.filter((id) => !storedIds.has(id))).toEqual([]);
		expect([...storedIds].filter((id) => !/^event-\d+$/.test(`${id}`))).toEqual([]);
		expect(report.outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(ACCEPTED);
	});

	it('a connection lost before anything arrived: nothing is missing', async () => {
		await fault({ dropConnection: 'before' });
		await rejectSome();
		await expectFullAccount(await deliverAll());
	});

	it('a 429 with Retry-After: waits as long as it is asked to', async () => {
		await fault({ status: 429, headers: { 'Retry-After': '1' } }, { nth: 2 });
		await rejectSome();
		await expectFullAccount(await deliverAll());
		expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(1_000);
	});

	it('two 503: tries again', async () => {
		await fault({ status: 503 }, {}, 2);
		await rejectSome();
		const report = await deliverAll();
		await expectFullAccount(report);
		expect(report.requests.filter(({ httpStatus }) => httpStatus === 503)).toHaveLength(2);
	});

	it('short answers: sends again only what they do not mention', async () => {
		await fault({ shortReply: 3 });
		await rejectSome();
		const report = await deliverAll();
		const [first] = report.requests;
		expect(first).toMatchObject({ messages: 200, unknown: 3 });
		expect(report.requests.map(({ messages }) => messages)).toContain(3);
		expect(report.outcomes.filter(({ status }) => status === 'unknown')).toEqual([]);
	});

	it('short answers without indexes: sends the whole batch again', async () => {
		await emulator.control.settings({ batchShape: 'documented' });
		await fault({ shortReply: true });
		const report = await deliverAll();
		expect(report.requests[0]).toMatchObject({ messages: 200, unknown: 200 });
		expect(report.requests).toHaveLength(6);
		const stored = await emulator.control.settled(RECORDS, { datasetId: flow.datasetId });
		expect(new Set(stored.map(({ _id }) => _id)).size).toBe(RECORDS);
	});

	it('an inlet that takes less than a megabyte: splits until it fits', async () => {
		await emulator.control.settings({ maxBodyBytes: 30_000 });
		await rejectSome();
		const report = await deliverAll();
		await expectFullAccount(report);
		expect(report.requests.some(({ httpStatus }) => httpStatus === 413)).toBe(true);
	});
});

describe('one record after another', () => {
	const few = records.slice(1, 11);

	it('are accepted singly with synchronous validation, or rejected with what is wrong', async () => {
		const report = await deliverAll({ syncValidation: true }, [
			...few,
			{ ...few[0], shoeSize: 43 },
		]);
		expect(report.outcomes.slice(0, 10).every(({ status }) => status === 'accepted')).toBe(true);
		expect(report.outcomes[10]).toMatchObject({
			status: 'rejected',
			problem: {
				code: 'record.invalid',
				retry: 'never',
				violations: [{ field: 'shoeSize', rule: expect.stringContaining('shoeSize') }],
			},
		});
	});

	it('go without it where it is not offered', async () => {
		await emulator.control.settings({ syncAvailable: false });
		const report = await deliverAll({ syncValidation: true }, few);
		expect(report.outcomes.every(({ status }) => status === 'accepted')).toBe(true);
		expect(report.notices).toHaveLength(1);
	});

	it('stop at an address that is not on the IP allowlist, and say so', async () => {
		await emulator.control.settings({ ipAllowListRefuses: true });
		const report = await deliverAll({ maxMessages: 5 }, few);
		expect(report.requests).toHaveLength(1);
		expect(report.outcomes[0]).toMatchObject({
			status: 'notSent',
			problem: {
				code: 'inlet.ipNotAllowed',
				message: expect.stringContaining('IP allowlist'),
				retry: 'afterChange',
			},
		});
		expect(report.stoppedBy).toMatchObject({ code: 'inlet.ipNotAllowed', status: 403 });
		expect(report.outcomes[9]).toMatchObject({
			status: 'notSent',
			attempts: 0,
			problem: { code: 'inlet.ipNotAllowed', retry: 'afterChange' },
		});
	});
});

describe('raw records', () => {
	const raw = Array.from({ length: 20 }, (_, index) => ({
		id: `raw-${index}`,
		at: '2026-01-31T12:00:00Z',
	}));

	beforeEach(async () => {
		flow = await prepareDataflow(emulator.url, {
			name: 'Raw chat',
			format: 'raw',
			authenticated: true,
			mappings: [
				{ sourceType: 'ATTRIBUTE', source: 'id', destination: '_id' },
				{ sourceType: 'ATTRIBUTE', source: 'at', destination: 'timestamp' },
			],
		});
	});

	it.each([
		['one per request', { batch: false }, 20],
		['in batches', { batch: true }, 1],
	])('arrive %s', async (_, change, requests) => {
		await emulator.control.settings({ rawBatches: 'allowed' });
		const report = await deliverAll({ format: 'raw', ...change }, raw);
		expect(report.outcomes.every(({ status }) => status === 'accepted')).toBe(true);
		expect(report.requests).toHaveLength(requests);
		const stored = await emulator.control.settled(20, { datasetId: flow.datasetId });
		expect(stored.map(({ status }) => status)).toEqual(Array(20).fill('stored'));
	});

	it('arrive singly where the inlet asks batches for a header, as it does by default', async () => {
		const report = await deliverAll({ format: 'raw' }, raw);
		expect(report.outcomes.every(({ status }) => status === 'accepted')).toBe(true);
		expect(report.requests).toHaveLength(21);
	});
});
