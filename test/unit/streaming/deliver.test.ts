import type { HttpReply } from '../../../lib/http/httpReply';
import { createProblem } from '../../../lib/problem/problem';
import { deliver } from '../../../lib/streaming/deliver';
import type {
	DeliveryReport,
	DeliverySettings,
	Destination,
	InletRequest,
	NotAcceptedOutcome,
} from '../../../lib/streaming/deliveryTypes';
import {
	acceptAll,
	destination,
	events,
	fakeWorld,
	lost,
	messagesOf,
	reply,
	settings,
	sourceOf,
	UUID,
	type FakeWorld,
} from './fakes';
import { idle } from './idle.mts';

type Answer = Parameters<typeof fakeWorld>[0];

interface Change extends Partial<DeliverySettings> {
	to?: Partial<Destination>;
}

async function run(
	records: readonly unknown[],
	answer: Answer,
	{ to, ...change }: Change = {},
	prepare: (world: FakeWorld) => void = () => {},
): Promise<{ report: DeliveryReport; world: FakeWorld }> {
	const world = fakeWorld(answer);
	prepare(world);
	const report = await deliver(
		sourceOf(records),
		{ ...destination, ...to },
		{ ...settings, ...change },
		world,
	);
	expect(Object.keys(report.outcomes)).toHaveLength(records.length);
	return { report, world };
}

/** Answers from the list, one per request, then accepts everything. */
const first =
	(...answers: Array<HttpReply | Answer>): Answer =>
	(request, number, world) => {
		const answer = answers[number - 1] ?? acceptAll;
		return typeof answer === 'function' ? answer(request, number, world) : answer;
	};

const statuses = (report: DeliveryReport) => report.outcomes.map(({ status }) => status);
const sizes = (world: FakeWorld) => world.requests.map((request) => messagesOf(request).length);
const all = (count: number, status: string) => Array.from({ length: count }, () => status);
const responses = (...list: unknown[]) => reply(207, { responses: list });

/** A world whose inlet accepts everything, once it is told to answer. `waiting` has a function to call per request. */
function heldWorld() {
	const world = fakeWorld(acceptAll);
	const { send } = world;
	const waiting: Array<() => void> = [];
	world.send = async (request) => {
		await new Promise<void>((resolve) => waiting.push(resolve));
		return await send(request);
	};
	return { world, waiting };
}

/**
 * Answers the oldest request whenever the run can do nothing else, until it is over.
 * @returns how many requests were in flight each time
 */
async function answerOneByOne(
	delivery: Promise<unknown>,
	waiting: Array<() => void>,
): Promise<number[]> {
	const inFlight: number[] = [];
	let isOver = false;
	const end = () => (isOver = true);
	void delivery.then(end, end);
	for (await idle(); !isOver; await idle()) {
		inFlight.push(waiting.length);
		waiting.shift()?.();
	}
	await delivery;
	return inFlight;
}

describe('delivery', () => {
	it('sends a thousand events in one request and gives each its transaction ID', async () => {
		const { report, world } = await run(events(1_000), acceptAll);
		expect(world.requests).toHaveLength(1);
		expect(report.outcomes[999]).toEqual({
			status: 'accepted',
			xactionId: `${UUID}-999`,
			request: 1,
			attempts: 1,
			at: '2026-01-31T12:00:00.010Z',
			httpStatus: 207,
		});
		expect(report.requests).toMatchObject([
			{ number: 1, messages: 1_000, accepted: 1_000, rejected: 0, unknown: 0, durationMs: 10 },
		]);
		expect(report.requests[0].transactionIds).toEqual(['1565638336649:1750:244', UUID]);
		expect(report).not.toHaveProperty('stoppedBy');
	});

	it('sends no request when there is nothing to send', async () => {
		const { report, world } = await run([], acceptAll);
		expect([report.outcomes, world.requests]).toEqual([[], []]);
	});

	it('sends the first request alone, then several at once', async () => {
		const { world, waiting } = heldWorld();
		const change = { maxMessages: 10, parallelRequests: 3 };
		const delivery = deliver(sourceOf(events(100)), destination, { ...settings, ...change }, world);
		expect(await answerOneByOne(delivery, waiting)).toEqual([1, 3, 3, 3, 3, 3, 3, 3, 2, 1]);
	});

	it('reads a record only when its turn comes, and once', async () => {
		const read: number[] = [];
		const world = fakeWorld((request) => {
			expect(read.length).toBeLessThanOrEqual(messagesOf(request).length + 11);
			return reply(404);
		});
		const records = events(500);
		const source = { count: 500, at: (index: number) => (read.push(index), records[index]) };
		await deliver(source, destination, { ...settings, maxMessages: 10 }, world);
		expect(new Set(read).size).toBe(read.length);
	});

	it('holds no more records than the batches in flight and the one that waits', async () => {
		let read = 0;
		let answered = 0;
		let most = 0;
		const { world, waiting } = heldWorld();
		const { send } = world;
		world.send = async (request) => {
			const answer = await send(request);
			answered += messagesOf(request).length;
			return answer;
		};
		const records = events(2_000);
		const at = (index: number) => {
			read += 1;
			most = Math.max(most, read - answered);
			return records[index];
		};
		const change = { maxMessages: 10, parallelRequests: 3 };
		await answerOneByOne(
			deliver({ count: 2_000, at }, destination, { ...settings, ...change }, world),
			waiting,
		);
		expect([read, answered]).toEqual([2_000, 2_000]);
		// Three in flight, one packed besides, and the record that did not fit into it.
		expect(most).toBeLessThanOrEqual(4 * 10 + 1);
	});

	it('writes over a body only once the inlet has accepted every record of it', async () => {
		const bodies: Array<{ body: Buffer; sent: Buffer; accepted: boolean }> = [];
		const halfRejected = responses({ xactionId: `${UUID}-0` }, { statusCode: 400, message: 'no' });
		const world = fakeWorld(first(acceptAll, lost, acceptAll, halfRejected));
		const { send } = world;
		world.send = async (request) => {
			const sent = Buffer.from(request.body);
			const answer = await send(request);
			const accepted = bodies.length !== 1 && bodies.length !== 3;
			bodies.push({ body: request.body, sent, accepted });
			return answer;
		};
		const report = await deliver(
			sourceOf(events(40)),
			destination,
			{ ...settings, maxMessages: 2, parallelRequests: 1 },
			world,
		);
		expect(statuses(report).filter((status) => status === 'accepted')).toHaveLength(39);
		const unchanged = bodies.filter(({ accepted }) => !accepted);
		expect(unchanged).toHaveLength(2);
		for (const { body, sent } of unchanged) expect(body.equals(sent)).toBe(true);
		const memories = new Set(bodies.map(({ body }) => body.buffer));
		// The first one's, until the lost and the half rejected request keep theirs.
		expect(memories.size).toBe(3);
	});

	it('packs the next request while one is on its way', async () => {
		const read: number[] = [];
		const { world, waiting } = heldWorld();
		const records = events(30);
		const source = { count: 30, at: (index: number) => (read.push(index), records[index]) };
		const delivery = deliver(source, destination, { ...settings, maxMessages: 10 }, world);
		await idle();
		expect(waiting).toHaveLength(1);
		expect(read.length).toBeGreaterThanOrEqual(20);
		await answerOneByOne(delivery, waiting);
	});

	it('writes a record as JSON once, however often it is sent', async () => {
		const written: string[] = [];
		const ids = events(20).map(({ _id }) => _id as string);
		const records = events(20).map((record, index) => ({
			...record,
			by: { toJSON: () => (written.push(ids[index]), 'n8n') },
		}));
		const { report, world } = await run(records, first(reply(503), reply(503)));
		expect(statuses(report)).toEqual(all(20, 'accepted'));
		expect(world.requests).toHaveLength(3);
		expect(written).toEqual(ids);
	});

	it('does not send what Adobe could not store, and sends the rest', async () => {
		const records = [...events(1), null, { _id: 'x' }, ...events(1)];
		const { report, world } = await run(records, acceptAll);
		expect(statuses(report)).toEqual(['accepted', 'notSent', 'notSent', 'accepted']);
		expect(report.outcomes[1]).toMatchObject({
			attempts: 0,
			problem: { code: 'record.notObject', retry: 'never' },
		});
		expect(report.outcomes[2]).toMatchObject({
			attempts: 0,
			problem: {
				code: 'record.notAnEvent',
				message: 'The XDM event has no timestamp',
				retry: 'never',
				field: 'timestamp',
			},
		});
		expect(report).not.toHaveProperty('stoppedBy');
		expect(sizes(world)).toEqual([2]);
	});

	it('sends a record that fits a request to the byte, and not one that is a byte larger', async () => {
		const [record] = events(1);
		const change = { format: 'raw' as const };
		const maxBytes = Buffer.byteLength(JSON.stringify({ messages: [record] }));
		expect(statuses((await run([record], acceptAll, { ...change, maxBytes })).report)).toEqual([
			'accepted',
		]);
		const larger = await run([record], acceptAll, { ...change, maxBytes: maxBytes - 1 });
		expect(larger.report.outcomes).toMatchObject([
			{ status: 'notSent', problem: { code: 'record.tooLarge', retry: 'never' } },
		]);
		expect(larger.world.requests).toEqual([]);
	});

	it('says how many records lost their nulls and how many are too large for Profile', async () => {
		const records = [
			{ ...events(1)[0], a: null },
			{ ...events(1)[0], text: 'x'.repeat(10_000) },
		];
		const { report } = await run(records, acceptAll, { profileLimit: true });
		expect(report.notices).toHaveLength(2);
		expect(report.notices[0]).toContain('left out of 1 XDM records');
		expect(report.notices[1]).toContain('1 records are larger than 10000 bytes');
		expect((await run(records, acceptAll)).report.notices).toHaveLength(1);
		const raw = { format: 'raw' as const, profileLimit: true };
		expect((await run(records, acceptAll, raw)).report.notices).toEqual([]);
	});

	it('lowers limits beyond Adobe’s to Adobe’s', async () => {
		const { world } = await run(events(2_500), acceptAll, { maxMessages: 9_999, maxBytes: 9e9 });
		expect(sizes(world)).toEqual([1_000, 1_000, 500]);
	});

	it('accepts a single record whose answer names no transaction', async () => {
		const { report } = await run([{ a: 1 }], () => reply(200), { format: 'raw', batch: false });
		expect(report.outcomes[0]).not.toHaveProperty('xactionId');
		expect(report.outcomes[0]).toMatchObject({ status: 'accepted', httpStatus: 200 });
	});

	it('sends raw records one per request, with the dataflow as header', async () => {
		const { world } = await run([{ a: 1 }, { a: 2 }], acceptAll, { format: 'raw', batch: false });
		expect(world.requests.map(({ body, url }) => [body.toString(), url])).toEqual([
			['{"a":1}', destination.inletUrl],
			['{"a":2}', destination.inletUrl],
		]);
		expect(world.requests[0].headers['x-adobe-flow-id']).toBe(destination.flowId);
	});
});

describe('delivery after a rejection', () => {
	it('rejects only the message that Adobe rejects', async () => {
		const answer = responses(
			{ xactionId: `${UUID}-0` },
			{ statusCode: 400, message: 'Message has unknown xdm format', xactionId: `${UUID}-1` },
		);
		const { report, world } = await run(events(2), first(answer));
		expect(report.outcomes[1]).toMatchObject({
			status: 'rejected',
			httpStatus: 400,
			xactionId: `${UUID}-1`,
			problem: {
				code: 'inlet.schemaUnknown',
				message:
					'Adobe answered 400: the record does not have the form that the inlet expects. Adobe says: Message has unknown xdm format',
				retry: 'afterChange',
				status: 400,
				service: 'adobe',
			},
		});
		expect(statuses(report)).toEqual(['accepted', 'rejected']);
		expect(world.requests).toHaveLength(1);
	});

	it('sends again only the messages that can still be accepted', async () => {
		const answer = responses({ status: 200 }, { status: 429 }, { status: 400 }, { status: '503' });
		const { report, world } = await run(events(4), first(answer));
		expect(statuses(report)).toEqual(['accepted', 'accepted', 'rejected', 'accepted']);
		expect(messagesOf(world.requests[1]).map(({ body }) => body['xdmEntity']['_id'])).toEqual([
			'chatlio-1',
			'chatlio-3',
		]);
		expect(report.outcomes[1]).toMatchObject({ attempts: 2, request: 2 });
	});

	it('splits a request that is too large, and makes the next requests smaller', async () => {
		const answer: Answer = (request) =>
			request.body.length > 20_000 ? reply(413, '') : acceptAll(request);
		const { report, world } = await run(events(100), answer, { maxMessages: 50 });
		expect(statuses(report)).toEqual(all(100, 'accepted'));
		expect(world.requests.filter(({ body }) => body.length > 20_000).length).toBeLessThan(4);
	});

	it('sends the rest smaller once one request was too large', async () => {
		const { world } = await run(events(200), first(reply(413)), { maxMessages: 50 });
		// The one packed while the first was on its way may still have the old size.
		expect(sizes(world).filter((size) => size > 30).length).toBeLessThanOrEqual(2);
	});

	it('rejects a single record that is too large for the inlet', async () => {
		const { report } = await run(events(1), () => reply(413, ''));
		expect(report.outcomes[0]).toMatchObject({
			status: 'rejected',
			httpStatus: 413,
			problem: { code: 'inlet.tooLarge', retry: 'never' },
		});
	});

	it.each([
		[401, 'The run', 'inlet.tokenRequired'],
		[403, '', 'inlet.ipNotAllowed'],
		[404, 'gone', 'inlet.unknown'],
		[302, '', 'inlet.redirects'],
	])('leaves the inlet alone after a %d', async (status, body, code) => {
		const { report, world } = await run(events(50), () => reply(status, body), { maxMessages: 10 });
		expect(world.requests).toHaveLength(1);
		expect(statuses(report)).toEqual(all(50, 'notSent'));
		expect(report.requests).toMatchObject([{ messages: 10, rejected: 10 }]);
		expect(report.stoppedBy).toMatchObject({ code, status, retry: 'afterChange' });
		for (const index of [0, 9]) {
			expect(report.outcomes[index]).toMatchObject({ problem: report.stoppedBy });
		}
		for (const index of [10, 49]) {
			expect(report.outcomes[index]).toMatchObject({
				attempts: 0,
				problem: {
					code,
					status,
					retry: 'afterChange',
					message: `Not sent: ${report.stoppedBy?.message}`,
				},
			});
		}
	});

	it('recognizes an IP allowlist by its empty 403, also for the records not sent', async () => {
		const { report } = await run(events(20), () => reply(403, ''), { maxMessages: 10 });
		expect(report.outcomes[0]).toMatchObject({
			status: 'notSent',
			problem: { code: 'inlet.ipNotAllowed', message: expect.stringContaining('IP allowlist') },
		});
		expect(report.outcomes[19]).toMatchObject({
			status: 'notSent',
			problem: {
				code: 'inlet.ipNotAllowed',
				message: expect.stringMatching(/^Not sent: Adobe answered 403: .*IP allowlist/),
				advice: expect.stringMatching(/IP address of this n8n.*Then send this record again\.$/),
			},
		});
	});

	it('keeps the problem of the sender when nothing could be sent', async () => {
		const problem = createProblem('credential.clientIdUnknown', {});
		const { report } = await run(events(20), () => ({ kind: 'blocked', problem }), {
			maxMessages: 10,
		});
		expect(report.stoppedBy).toEqual(problem);
		for (const index of [0, 19]) {
			expect(report.outcomes[index]).toMatchObject({
				status: 'notSent',
				attempts: 0,
				problem: {
					code: 'credential.clientIdUnknown',
					message: 'Not sent: Adobe does not know the Client ID',
					advice: `${problem.advice} Then send this record again.`,
					retry: 'afterChange',
				},
			});
		}
		expect(report.requests).toEqual([]);
	});

	it('says in one sentence that something else kept a record from being sent', async () => {
		const problem = createProblem('credential.incomplete', { field: 'Client ID' });
		const { report } = await run(events(1), () => ({ kind: 'blocked', problem }));
		expect(report.outcomes[0]).toMatchObject({
			problem: {
				message: 'Not sent: the field Client ID of the credential is empty',
				advice: `${problem.advice} Then send this record again.`,
			},
		});
	});
});

describe('delivery of records that spoil their batch', () => {
	const isBad = (body: string) =>
		/"_id":"chatlio-(?:7|107|207|307|407|507|607|707|807|907)"/.test(body);
	/** An inlet that cannot process the ten bad records, alone or with others. */
	const spoiled = (answer: HttpReply) => (request: InletRequest) =>
		isBad(request.body.toString()) ? answer : acceptAll(request);

	it.each<[string, HttpReply]>([
		['500', reply(500)],
		['no answer', lost],
	])('brings all others to Adobe although ten of 3,000 get %s', async (_, answer) => {
		const { report, world } = await run(events(3_000), spoiled(answer), {
			retryBudgetMs: 300_000,
			maxAttempts: 10,
		});
		const count = (status: string) => statuses(report).filter((each) => each === status).length;
		expect([count('accepted'), count('unknown')]).toEqual([2_990, 10]);
		expect(world.requests.length).toBeLessThan(500);
	});

	it('leaves records unsent, not rejected, when no time is left to find the bad one', async () => {
		const answer = spoiled(reply(400));
		const { report } = await run(
			events(1_000),
			(request, _, world) => {
				world.clock += 30_000;
				return answer(request);
			},
			{ retryBudgetMs: 60_000 },
		);
		for (const outcome of report.outcomes) {
			if (outcome.status !== 'notSent') continue;
			expect(outcome.problem).toMatchObject({ code: 'delivery.batchRejected', retry: 'later' });
		}
		const rejected = report.outcomes.flatMap(({ status }, at) => (status === 'rejected' ? at : []));
		expect(rejected.filter((at) => at % 100 !== 7)).toEqual([]);
		expect(statuses(report)).toContain('notSent');
	});

	it('finds the bad one even if Retry For is 0', async () => {
		const { report } = await run(events(100), spoiled(reply(400)), { retryBudgetMs: 0 });
		expect(statuses(report).filter((status) => status === 'rejected')).toHaveLength(1);
		expect(statuses(report).filter((status) => status === 'accepted')).toHaveLength(99);
	});

	it('sends raw records one by one if the inlet rejects their batch, in whatever words', async () => {
		for (const status of [400, 404, 405, 415, 422, 501]) {
			const { report } = await run(
				events(20),
				(request) =>
					request.url.includes('/batch/') ? reply(status, { message: 'No' }) : acceptAll(request),
				{ format: 'raw' },
			);
			expect(statuses(report)).toEqual(all(20, 'accepted'));
			expect(report.notices.join()).toContain('raw records in batches');
		}
	});

	it('goes on after a firewall’s page about one record, once Adobe has accepted others', async () => {
		const page = reply(403, '<h1>Blocked</h1>', { 'content-type': 'text/html' });
		const { report } = await run(events(2_000), (request) =>
			/"chatlio-1507"/.test(request.body.toString()) ? page : acceptAll(request),
		);
		expect(report.stoppedBy).toBeUndefined();
		expect(statuses(report).filter((status) => status === 'accepted')).toHaveLength(1_999);
		expect(report.outcomes[1_507]).toMatchObject({
			status: 'notSent',
			problem: { code: 'proxy.blocked' },
		});
	});
});

describe('the wait before an attempt', () => {
	it('is drawn once for all records of a request', async () => {
		let draws = 0;
		const { world } = await run(events(500), first(reply(503)), {}, (each) => {
			each.random = () => (draws += 1) / 10;
		});
		expect(draws).toBe(2);
		expect(world.slept.reduce((sum, ms) => sum + ms, 0)).toBe(50);
	});
});

describe('delivery while no token is available', () => {
	const problem = createProblem('credential.tokenRateLimited', {}, { status: 429 });
	const blocked: HttpReply = { kind: 'blocked', problem };

	it('tries again, counts no attempt and records no request', async () => {
		const { report, world } = await run(events(10), first(blocked, blocked, blocked));
		expect(world.requests).toHaveLength(4);
		expect(statuses(report)).toEqual(all(10, 'accepted'));
		expect(report.outcomes[0]).toMatchObject({ attempts: 1, request: 1 });
		expect(report.requests).toMatchObject([{ number: 1, messages: 10, accepted: 10 }]);
		expect(world.said).toEqual(['Adobe asks for fewer token requests; sending 10 again in 1 s']);
	});

	it('sends nothing if there is none until the time is up, and says why for every record', async () => {
		const { report } = await run(events(1_000), () => blocked, {
			maxMessages: 10,
			retryBudgetMs: 5_000,
		});
		expect(report.requests).toEqual([]);
		expect(report.stoppedBy).toEqual(problem);
		expect(statuses(report)).toEqual(all(1_000, 'notSent'));
		for (const outcome of report.outcomes) {
			expect(outcome).toMatchObject({
				attempts: 0,
				problem: {
					code: 'credential.tokenRateLimited',
					message: 'Not sent: Adobe asks for fewer token requests',
					retry: 'later',
				},
			});
			expect(outcome).not.toHaveProperty('httpStatus');
		}
	});

	it('ends the run if the token service asks to wait longer than it may, and says when', async () => {
		const retryAt = '2026-01-31T13:00:00.000Z';
		const answer: HttpReply = { kind: 'blocked', problem: { ...problem, retryAt } };
		const { report, world } = await run(events(30), () => answer, { maxMessages: 10 });
		expect(world.requests).toHaveLength(1);
		expect(world.slept).toEqual([]);
		expect(report.stoppedBy).toMatchObject({ code: 'credential.tokenRateLimited', retryAt });
		expect(statuses(report)).toEqual(all(30, 'notSent'));
		expect(report.outcomes[29]).toMatchObject({ problem: { retry: 'later', retryAt } });
	});

	it('keeps a record unknown that was sent before and got no answer', async () => {
		const { report } = await run(events(1), (_, number) => (number === 1 ? lost : blocked), {
			maxAttempts: 3,
		});
		expect(report.outcomes[0]).toMatchObject({
			status: 'unknown',
			attempts: 1,
			problem: {
				code: 'delivery.unknown',
				message: expect.stringContaining('the connection was closed before the answer'),
			},
		});
		expect(report.requests).toHaveLength(1);
	});
});

describe('delivery when answers are missing', () => {
	it('sends again after a lost answer, with the same text', async () => {
		const { report, world } = await run(events(3), first(lost));
		expect(statuses(report)).toEqual(all(3, 'accepted'));
		expect(world.requests[0]).toEqual(world.requests[1]);
		expect(report.requests[0]).toMatchObject({ code: 'ECONNRESET', unknown: 3 });
		expect(report.requests[0]).not.toHaveProperty('httpStatus');
	});

	it('leaves records unknown when no attempt is answered, together or alone', async () => {
		const { report, world } = await run(events(2), () => lost, { maxAttempts: 3 });
		expect(world.requests.map((request) => messagesOf(request).length)).toEqual([2, 2, 1, 1, 1, 1]);
		expect(report.outcomes[1]).toMatchObject({
			status: 'unknown',
			attempts: 4,
			problem: {
				code: 'delivery.unknown',
				message:
					'It is not known whether Adobe accepted the record: the connection was closed before the answer',
				retry: 'later',
			},
		});
		expect(report.outcomes[1]).not.toHaveProperty('httpStatus');
	});

	it('treats whatever is thrown as no answer', async () => {
		const { report } = await run(
			events(1),
			first(
				() => {
					throw new Error('odd');
				},
				() => {
					throw 'text';
				},
			),
		);
		expect(report.outcomes[0]).toMatchObject({ status: 'accepted', attempts: 3 });
		expect(report.requests[0].code).toBe('THROWN');
	});

	it('sends again what a short answer does not cover, and nothing else', async () => {
		const answer = responses({ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-2` });
		const { report, world } = await run(events(4), first(answer));
		expect(statuses(report)).toEqual(all(4, 'accepted'));
		expect(sizes(world)).toEqual([4, 2]);
		expect(report.requests[0]).toMatchObject({ accepted: 2, unknown: 2 });
	});

	const open: Array<[string, HttpReply]> = [
		['no answer', lost],
		['an answer that says nothing', reply(200, '<html>')],
		['an answer that is too large to read', { kind: 'oversized', status: 207, maxBytes: 4e6 }],
		['a result without a status', responses({ message: 'Well' })],
		['an answer that does not mention the record', responses()],
		['a gateway that stopped waiting', reply(504)],
		['a server error of the record', responses({ status: 500 })],
		['a status that Adobe does not list', reply(520)],
	];
	const notAboutTheRecord: Array<[string, HttpReply]> = [
		['a stale token', reply(401)],
		['a closed door', reply(403, '')],
		['a wrong address', reply(404)],
		['a redirect', reply(302)],
		['a busy inlet', reply(429)],
		['a busy inlet, said of the record', responses({ status: 429 })],
		['an inlet that asks to wait too long', reply(503, '', { 'Retry-After': '100000' })],
		['no token', { kind: 'blocked', problem: createProblem('credential.clientIdUnknown', {}) }],
	];
	const pairs = open.flatMap(([before, one]) =>
		notAboutTheRecord.map(([after, other]) => [before, after, one, other] as const),
	);

	it.each(pairs)(
		'keeps a record unknown after %s and then %s',
		async (_before, _after, one, other) => {
			const { report } = await run(events(1), (_, number) => (number === 1 ? one : other), {
				maxAttempts: 2,
			});
			expect(report.outcomes[0]).toMatchObject({
				status: 'unknown',
				problem: { code: 'delivery.unknown', retry: 'later' },
			});
		},
	);

	it.each(open)('believes a later answer about the record after %s', async (_before, one) => {
		const rejected = await run(events(1), first(one, responses({ status: 400 })));
		expect(rejected.report.outcomes[0]).toMatchObject({
			status: 'rejected',
			attempts: 2,
			httpStatus: 400,
			problem: { code: 'record.rejected', retry: 'never', status: 400 },
		});
		const whole = await run(events(1), first(one, reply(400)));
		expect(whole.report.outcomes[0]).toMatchObject({ status: 'rejected', attempts: 2 });
		const accepted = await run(events(1), first(one));
		expect(accepted.report.outcomes[0]).toMatchObject({ status: 'accepted', attempts: 2 });
	});

	it('calls a record not sent that a busy inlet turned away to the end', async () => {
		const { report } = await run(events(1), () => reply(429), { maxAttempts: 2 });
		expect(report.outcomes[0]).toMatchObject({
			status: 'notSent',
			httpStatus: 429,
			attempts: 2,
			problem: { code: 'inlet.rateLimited', retry: 'later', status: 429 },
		});
	});

	it.each([500, 502, 504, 505, 520])(
		'sends again after a %d, and calls the record unknown if it stays so',
		async (status) => {
			const { report, world } = await run(events(1), () => reply(status), { maxAttempts: 2 });
			expect(world.requests).toHaveLength(2);
			expect(report.outcomes[0]).toMatchObject({
				status: 'unknown',
				httpStatus: status,
				attempts: 2,
				problem: {
					code: 'delivery.unknown',
					message: `It is not known whether Adobe accepted the record: Adobe answered ${status}: the inlet could not process the request`,
					retry: 'later',
					status,
				},
			});
			expect((await run(events(1), first(reply(status)))).report.outcomes[0]).toMatchObject({
				status: 'accepted',
				attempts: 2,
			});
		},
	);

	it.each([402, 407, 409, 415, 417, 451, 501, 511])(
		'keeps the outcome open if a %d follows an answer that was lost',
		async (status) => {
			const { report } = await run(events(1), first(lost, reply(status)));
			expect(report.outcomes[0]).toMatchObject({
				status: 'unknown',
				problem: { code: 'delivery.unknown' },
			});
		},
	);

	it('does not send again after a 501', async () => {
		const { report, world } = await run(events(1), () => reply(501));
		expect(world.requests).toHaveLength(1);
		expect(report.outcomes[0]).toMatchObject({
			status: 'notSent',
			httpStatus: 501,
			problem: { code: 'inlet.unexpectedStatus', retry: 'afterChange' },
		});
	});

	it('does not try the rest if the inlet gives no answer for the whole budget', async () => {
		const { report, world } = await run(events(10_000), () => lost, {
			format: 'raw',
			batch: false,
			retryBudgetMs: 20_000,
		});
		expect(world.requests.length).toBeLessThan(60);
		expect(report.stoppedBy).toMatchObject({ code: 'inlet.silent', retry: 'later' });
		expect(report.outcomes[9_999]).toMatchObject({
			status: 'notSent',
			problem: {
				code: 'inlet.silent',
				message: 'Not sent: the inlet gave no clear response in the time of Options > Retry For',
				retry: 'later',
			},
		});
		expect(new Set(statuses(report))).toEqual(new Set(['unknown', 'notSent']));
	});

	it('tries one record no longer than the budget while others are accepted', async () => {
		const answer: Answer = (request) =>
			request.body.includes('"chatlio-1"') ? reply(503) : acceptAll(request);
		const { report, world } = await run(events(1_000), answer, {
			maxMessages: 1,
			parallelRequests: 2,
			retryBudgetMs: 1_000,
			maxAttempts: 1_000,
		});
		expect(Date.parse(report.outcomes[1].at) - world.times[0]).toBeLessThan(2_500);
		expect(statuses(report).filter((status) => status === 'accepted')).toHaveLength(999);
	});

	it('goes on with the others when one request gets no answer', async () => {
		const answer: Answer = (request) =>
			request.body.includes('"chatlio-7"') ? lost : acceptAll(request);
		const { report } = await run(events(100), answer, { maxMessages: 5, retryBudgetMs: 0 });
		expect(statuses(report).filter((status) => status === 'accepted')).toHaveLength(95);
		expect(report).not.toHaveProperty('stoppedBy');
	});
});

describe('waiting', () => {
	it('waits as long as Retry-After asks, reports progress, and holds the other requests back', async () => {
		const answer = first(acceptAll, reply(429, '', { 'Retry-After': '5' }));
		const { report, world } = await run(events(40), answer, {
			maxMessages: 10,
			parallelRequests: 2,
		});
		expect(statuses(report)).toEqual(all(40, 'accepted'));
		expect(world.said).toEqual(['Adobe answered 429; sending 10 again in 6 s']);
		const [, asked, beside] = world.times;
		const meanwhile = world.times.filter((time) => time > beside && time < asked + 5_000);
		expect(meanwhile).toEqual([]);
	});

	it('ends the run when the inlet asks to wait longer than it may', async () => {
		const answer = () => reply(429, '', { 'Retry-After': '3600' });
		const { report, world } = await run(events(30), answer, { maxMessages: 10 });
		expect(world.requests).toHaveLength(1);
		expect(world.slept).toEqual([]);
		expect(report.stoppedBy).toMatchObject({
			code: 'inlet.asksToWait',
			message: 'Adobe asks to wait 60 minutes, longer than Options > Retry For allows',
			retry: 'later',
			status: 429,
		});
		expect(statuses(report)).toEqual(all(30, 'notSent'));
		expect(report.outcomes[0]).toMatchObject({
			attempts: 1,
			problem: { code: 'inlet.asksToWait', retry: 'later', retryAt: expect.any(String) },
		});
		expect(report.outcomes[29]).toMatchObject({
			attempts: 0,
			problem: {
				code: 'inlet.asksToWait',
				message: 'Not sent: Adobe asks to wait 60 minutes, longer than Options > Retry For allows',
				retry: 'later',
			},
		});
	});

	it('stops at once when the user stops the execution, and says so for what was not sent', async () => {
		const answer: Answer = (_, __, world) => {
			world.stop = true;
			return reply(503, '', { 'Retry-After': '60' });
		};
		const { report, world } = await run(events(30), answer, { maxMessages: 10 });
		expect(world.slept).toEqual([]);
		expect(statuses(report)).toEqual(all(30, 'notSent'));
		expect(report.outcomes[0]).toMatchObject({ attempts: 1, request: 1, httpStatus: 503 });
		const stopped = { code: 'delivery.stopped', retry: 'later' };
		expect(report.stoppedBy).toMatchObject({ ...stopped, message: 'The execution was stopped' });
		for (const { problem } of report.outcomes as NotAcceptedOutcome[]) {
			expect(problem).toMatchObject({
				...stopped,
				message: 'Not sent: the execution was stopped',
			});
		}
	});

	it('ends a wait within a quarter of a second when the user stops the execution', async () => {
		const world = fakeWorld(() => lost);
		const { sleep } = world;
		world.sleep = async (ms) => {
			await sleep(ms);
			world.stop = true;
			throw new Error('cut short');
		};
		const report = await deliver(sourceOf(events(1)), destination, settings, world);
		expect(world.slept).toEqual([250]);
		expect(report.outcomes[0]).toMatchObject({ status: 'unknown', attempts: 1 });
	});

	it('sends at most a thousand requests a second', async () => {
		const world = fakeWorld(acceptAll, 0);
		const records = Array.from({ length: 2_100 }, (_, index) => ({ index }));
		const change = { format: 'raw' as const, batch: false, parallelRequests: 10 };
		await deliver(sourceOf(records), destination, { ...settings, ...change }, world);
		world.times.forEach((time, index) => {
			const thousandth = world.times[index + 1_000];
			if (thousandth !== undefined) expect(thousandth - time).toBeGreaterThanOrEqual(1_000);
		});
	});
});

describe('synchronous validation', () => {
	const sync = { syncValidation: true };

	it('sends single messages, sixty a minute, and says in advance how long it takes', async () => {
		const { report, world } = await run(events(130), acceptAll, sync);
		expect(world.requests.every(({ url }) => url.endsWith('?syncValidation=true'))).toBe(true);
		expect(world.times[60] - world.times[0]).toBeGreaterThanOrEqual(60_000);
		expect(world.times[129] - world.times[0]).toBeGreaterThanOrEqual(120_000);
		expect(world.said[0]).toBe(
			'Synchronous validation takes 60 records a minute: 130 records take about 2 min.',
		);
		expect(report.notices).toEqual([world.said[0]]);
	});

	it('says nothing about time if it takes less than a minute', async () => {
		expect((await run(events(60), acceptAll, sync)).report.notices).toEqual([]);
	});

	it('has the violations that Adobe found, and says that there may be more', async () => {
		const causingExceptions = Array.from({ length: 5 }, (_, index) => ({
			pointerToViolation: `#/f${index}`,
			keyword: 'type',
			message: 'expected type: String, found: Long',
		}));
		const cause = {
			_streamingValidation: [{ message: '5 schema violations found', causingExceptions }],
		};
		const body = { status: 400, report: { message: 'Message is invalid', cause } };
		const { report } = await run(events(1), () => reply(400, body), sync);
		expect(report.outcomes[0]).toMatchObject({
			status: 'rejected',
			problem: {
				code: 'record.invalid',
				retry: 'never',
				violations: { length: 5, 0: { field: 'f0' } },
				advice: expect.stringContaining('there may be more'),
			},
		});
	});

	it('is left out where it is not offered, and batches are sent instead', async () => {
		const { report, world } = await run(events(100), first(reply(501)), sync);
		expect(statuses(report)).toEqual(all(100, 'accepted'));
		expect(report.notices.join()).toContain('does not offer synchronous validation');
		expect(world.requests.slice(1).some(({ url }) => url.includes('syncValidation'))).toBe(false);
		expect(world.requests.length).toBeLessThan(5);
	});

	it('is left out with one notice, however many requests were answered so', async () => {
		const answer: Answer = (request, number) =>
			number > 1 && request.url.includes('sync') ? reply(501) : acceptAll(request);
		const { report } = await run(events(30), answer, { ...sync, batch: false });
		expect(statuses(report)).toEqual(all(30, 'accepted'));
		expect(report.notices).toHaveLength(1);
	});

	it('is not used for raw data, and a notice says so', async () => {
		const { report, world } = await run([{ a: 1 }], acceptAll, { ...sync, format: 'raw' });
		expect(world.requests[0].url).not.toContain('sync');
		expect(report.notices[0]).toContain('Raw data is not validated');
	});
});

describe('raw records in batches', () => {
	const rejectsBatches: Answer = (request) =>
		request.url.includes('/batch/')
			? responses(
					...messagesOf(request).map(() => ({
						status: 400,
						message:
							"The 'header' field is mandatory. Provide a valid 'header' value and try again.",
					})),
				)
			: acceptAll(request);

	it('are sent singly from then on if the inlet asks for a header', async () => {
		const records = Array.from({ length: 30 }, (_, index) => ({ index }));
		const { report, world } = await run(records, rejectsBatches, {
			format: 'raw',
			maxMessages: 10,
		});
		expect(statuses(report)).toEqual(all(30, 'accepted'));
		expect(world.requests.filter(({ url }) => url.includes('/batch/'))).toHaveLength(1);
		// Several at once: 30 one after another would take 300 ms.
		expect(world.times.at(-1)! - world.times[0]).toBeLessThan(300);
		expect(report.notices).toEqual([expect.stringContaining('no raw records in batches')]);
	});

	it('are sent singly even if they were all in one batch', async () => {
		const records = Array.from({ length: 5 }, (_, index) => ({ index }));
		const { report } = await run(records, rejectsBatches, { format: 'raw' });
		expect(statuses(report)).toEqual(all(5, 'accepted'));
		expect(report.outcomes[0]).toMatchObject({ attempts: 2 });
	});

	it('are sent singly even if they were waiting for their turn meanwhile', async () => {
		const world = fakeWorld((request, number) => {
			if (number === 2) return reply(429, '', { 'Retry-After': '5' });
			return number === 4 ? rejectsBatches(request, number, world) : acceptAll(request);
		});
		const { send, sleep } = world;
		let read = 0;
		let whenAnswered: { read: number; sent: number } | undefined;
		let answerFourth = () => {};
		const mayAnswer = new Promise<void>((resolve) => (answerFourth = resolve));
		world.send = async (request) => {
			const number = world.requests.length + 1;
			const answer = await send(request);
			if (number === 4) await mayAnswer;
			return answer;
		};
		world.sleep = async (ms) => {
			await idle();
			// The sixth group is packed and the fifth not sent: it waits for as long as the second was asked to.
			whenAnswered ??= { read, sent: world.requests.length };
			answerFourth();
			await sleep(ms);
		};
		const records = Array.from({ length: 60 }, (_, index) => ({ index }));
		const change = { format: 'raw' as const, maxMessages: 10, parallelRequests: 3 };
		const source = { count: 60, at: (index: number) => ((read += 1), records[index]) };
		const report = await deliver(source, destination, { ...settings, ...change }, world);
		expect(whenAnswered).toEqual({ read: 60, sent: 4 });
		expect(statuses(report)).toEqual(all(60, 'accepted'));
		expect(world.requests.filter(({ url }) => url.includes('/batch/'))).toHaveLength(4);
		const delivered = world.requests.flatMap((request) => messagesOf(request));
		expect(new Set(delivered.map(({ index }) => index)).size).toBe(60);
	});

	it('are the only ones: XDM records that need a header are rejected', async () => {
		const answer = first(reply(400, { message: "The 'header' field is mandatory." }));
		const xdm = await run(events(2), answer);
		expect(statuses(xdm.report)).toEqual(all(2, 'rejected'));
		expect(xdm.report.outcomes[0]).toMatchObject({
			problem: { code: 'inlet.headerRequired', retry: 'afterChange' },
		});
	});
});
