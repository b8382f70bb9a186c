import { acceptedAnswer, messagesIn, sendTo } from '../../harness/openInlet';
import { event } from '../../harness/adobe';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

const stubs: StubServer[] = [];

afterAll(async () => {
	for (const stub of stubs) await stub.close();
});

/** An inlet that answers the requests that this function answers, and accepts all others. */
async function inlet(spoil: (request: SeenRequest) => StubAnswer | undefined) {
	const stub = await stubServer((request) => spoil(request) ?? acceptedAnswer(request));
	stubs.push(stub);
	return stub;
}

const BAD = 'record-37';

const holdsBad = ({ body }: SeenRequest) => body.includes(`"${BAD}"`);

const isAlone = (request: SeenRequest) => messagesIn(request).length === 1;

/** The answer for a single message that is rejected. */
const rejectedAlone: StubAnswer = {
	status: 207,
	body: { responses: [{ status: 400, message: 'Message is invalid' }] },
};

/** Sends 100 records, of which one is bad. */
async function sendHundred(spoil: (request: SeenRequest) => StubAnswer | undefined, options = {}) {
	const stub = await inlet((request) => (holdsBad(request) ? spoil(request) : undefined));
	const { outcomes } = await sendTo(stub.url, 100, options);
	const others = outcomes.filter(({ id }) => id !== BAD);
	return {
		otherStatuses: [...new Set(others.map(({ status }) => status))],
		bad: outcomes.find(({ id }) => id === BAD),
		wholeBatches: stub.requests.filter((request) => messagesIn(request).length === 100).length,
	};
}

describe('One record that spoils its batch costs one record', () => {
	/** Answers to a batch, and how often the same batch is sent. */
	const ofBatches: Array<[string, StubAnswer, number]> = [
		['a 400', { status: 400, body: { title: 'Bad request' } }, 1],
		['a 422', { status: 422, body: {} }, 1],
		['a 406', { status: 406, body: {} }, 1],
		['a 500', { status: 500, body: {} }, 2],
		['a 502', { status: 502, body: '<h1>Bad gateway</h1>' }, 2],
		['a lost connection', { drop: true }, 2],
	];

	test.concurrent.each(ofBatches)(
		'%s, until it is told alone that it is rejected',
		async (_, answer, wholeBatches) => {
			const spoil = (request: SeenRequest) => (isAlone(request) ? rejectedAlone : answer);
			expect(await sendHundred(spoil)).toMatchObject({
				otherStatuses: ['accepted'],
				bad: { status: 'rejected', problem: { code: 'record.invalid' } },
				wholeBatches,
			});
		},
	);

	test.concurrent.each(ofBatches)(
		'%s, also if it gets the same answer alone',
		async (_, answer, wholeBatches) => {
			// The time for retries is spent on the one record only.
			const options = { retrySeconds: wholeBatches === 1 ? 300 : 20 };
			expect(await sendHundred(() => answer, options)).toMatchObject({
				otherStatuses: ['accepted'],
				bad: { status: wholeBatches === 1 ? 'rejected' : 'unknown' },
				wholeBatches,
			});
		},
	);

	test.concurrent('a page of a firewall that dislikes its text', async () => {
		const answer = { status: 406, headers: { 'content-type': 'text/html' }, body: '<h1>No</h1>' };
		expect(await sendHundred(() => answer)).toMatchObject({
			otherStatuses: ['accepted'],
			bad: { status: 'notSent', problem: { code: 'proxy.blocked' } },
		});
	});

	test.concurrent('two of them, in complete messages, one of another organization', async () => {
		const messages = Array.from({ length: 40 }, (_, index) => ({
			header: { imsOrgId: [7, 30].includes(index) ? 'OTHER@AdobeOrg' : 'ACME@AdobeOrg' },
			body: { xdmMeta: {}, xdmEntity: event(`record-${index}`) },
		}));
		const wrong = { status: 400, body: { title: 'absent or wrong ims org in the header' } };
		const stub = await inlet(({ body }) => (body.includes('OTHER@AdobeOrg') ? wrong : undefined));
		const { outcomes } = await sendTo(stub.url, messages, {}, { recordFormat: 'message' });
		expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(38);
		const rejected = outcomes.filter(({ status }) => status === 'rejected');
		expect(rejected.map(({ id }) => id).sort()).toEqual(['record-30', 'record-7']);
	});
});

test.concurrent('What is wrong with every record alike is not asked for each of them', async () => {
	const answer = { status: 400, body: { title: 'Message has unknown xdm format' } };
	const stub = await inlet(() => answer);
	const { outcomes } = await sendTo(stub.url, 100);
	expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(100);
	expect(stub.requests).toHaveLength(1);
});

test.concurrent(
	'A batch of which every record is rejected takes fewer than two requests a record',
	async () => {
		const stub = await inlet(() => ({ status: 400, body: {} }));
		const { outcomes } = await sendTo(stub.url, 100);
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(100);
		expect(stub.requests.length).toBeLessThan(200);
	},
);

/** Bytes that the gateway of these tests lets through. */
const GATEWAY = 300_000;

describe('A gateway that does not let large requests through', () => {
	const records = Array.from({ length: 600 }, (_, index) =>
		event(`record-${index}`, { text: 'x'.repeat(500) }),
	);

	test.concurrent.each([
		['resets them', { drop: true }],
		['answers 500', { status: 500 }],
		['answers 408', { status: 408 }],
		['answers 413', { status: 413 }],
	])('and %s gets smaller ones', async (_, answer) => {
		const stub = await inlet(({ body }) => (body.length > GATEWAY ? answer : undefined));
		const { outcomes } = await sendTo(stub.url, records);
		expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([]);
		const sizes = stub.requests.map(({ body }) => body.length).filter((size) => size > GATEWAY);
		// The same bytes are sent twice at most.
		expect(sizes.length).toBeLessThanOrEqual(2 * new Set(sizes).size);
		expect(sizes.filter((size) => size === Math.max(...sizes)).length).toBeLessThanOrEqual(2);
	});

	test.concurrent('resets few of many, and the hint says so', async () => {
		const many = Array.from({ length: 8 }, (_, group) =>
			records.map((record) => ({ ...record, _id: `${group}-${record._id}` })),
		).flat();
		const stub = await inlet(({ body }) => (body.length > GATEWAY ? { drop: true } : undefined));
		const { outcomes, hints } = await sendTo(stub.url, many, {
			batchSize: 600,
			parallelRequests: 1,
		});
		expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([]);
		const refused = stub.requests.filter(({ body }) => body.length > GATEWAY);
		// The first batch and its halves find out, and the second batch is packed by then.
		expect(refused.length).toBeLessThanOrEqual(8);
		expect(hints.join()).toContain('smaller requests were sent from then on');
	});
});

test.concurrent('An outage is not met with more and more requests', async () => {
	const stub = await inlet(() => ({ status: 502 }));
	const { outcomes } = await sendTo(stub.url, 1_000, { retrySeconds: 5 });
	expect(outcomes.filter(({ status }) => status === 'unknown')).toHaveLength(1_000);
	expect(stub.requests.length).toBeLessThan(30);
});
