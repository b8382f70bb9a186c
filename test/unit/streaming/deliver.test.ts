import { deliver } from '../../../lib/streaming/deliver';
import type {
	DeliveryReport,
	DeliverySettings,
	Destination,
	InletReply,
} from '../../../lib/streaming/types';
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

type Answer = Parameters<typeof fakeWorld>[0];

interface Change extends Partial<DeliverySettings> {
	to?: Partial<Destination>;
}

async function run(
	records: readonly unknown[],
	answer: Answer,
	{ to, ...change }: Change = {},
): Promise<{ report: DeliveryReport; world: FakeWorld }> {
	const world = fakeWorld(answer);
	const report = await deliver(
		sourceOf(records),
		{ ...destination, ...to },
		{ ...settings, ...change },
		world,
	);
	expect(Object.keys(report.outcomes)).toHaveLength(records.length);
	return { report, world };
}

/** Answers from the list, one per request, then takes everything. */
const first =
	(...answers: Array<InletReply | Answer>): Answer =>
	(request, number, world) => {
		const answer = answers[number - 1] ?? acceptAll;
		return typeof answer === 'function' ? answer(request, number, world) : answer;
	};

const statuses = (report: DeliveryReport) => report.outcomes.map(({ status }) => status);
const sizes = (world: FakeWorld) => world.requests.map((request) => messagesOf(request).length);
const all = (count: number, status: string) => Array.from({ length: count }, () => status);
const responses = (...list: unknown[]) => reply(207, { responses: list });

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
			{ number: 1, messages: 1_000, accepted: 1_000, refused: 0, unknown: 0, durationMs: 10 },
		]);
		expect(report.requests[0].transactionIds).toEqual(['1565638336649:1750:244', UUID]);
		expect(report).not.toHaveProperty('stoppedBy');
	});

	it('asks nothing of the inlet when there is nothing to send', async () => {
		const { report, world } = await run([], acceptAll);
		expect([report.outcomes, world.requests]).toEqual([[], []]);
	});

	it('sends the first request alone, then several at once', async () => {
		let inFlight = 0;
		const most: number[] = [];
		const world = fakeWorld(acceptAll);
		const { send } = world;
		world.send = async (request) => {
			inFlight += 1;
			most.push(inFlight);
			for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
			const answer = await send(request);
			inFlight -= 1;
			return answer;
		};
		const change = { maxMessages: 10, parallelRequests: 3 };
		await deliver(sourceOf(events(100)), destination, { ...settings, ...change }, world);
		expect(most.slice(0, 2)).toEqual([1, 1]);
		expect(Math.max(...most)).toBe(3);
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
		const world = fakeWorld(acceptAll);
		const { send } = world;
		world.send = async (request) => {
			for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
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
		await deliver({ count: 2_000, at }, destination, { ...settings, ...change }, world);
		expect([read, answered]).toEqual([2_000, 2_000]);
		// Three in flight, one packed beside them, and the record that did not fit into it.
		expect(most).toBeLessThanOrEqual(4 * 10 + 1);
	});

	it('packs the next request while one is on its way', async () => {
		const read: number[] = [];
		const whenSent: number[] = [];
		const world = fakeWorld(acceptAll);
		const { send } = world;
		world.send = async (request) => {
			// Every other part of the run has had its turn.
			for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
			whenSent.push(read.length);
			return await send(request);
		};
		const records = events(30);
		const source = { count: 30, at: (index: number) => (read.push(index), records[index]) };
		await deliver(source, destination, { ...settings, maxMessages: 10 }, world);
		expect(whenSent[0]).toBeGreaterThanOrEqual(20);
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

	it('sets aside what Adobe could not take and sends the rest', async () => {
		const records = [...events(1), null, { _id: 'x' }, ...events(1)];
		const { report, world } = await run(records, acceptAll);
		expect(statuses(report)).toEqual(['accepted', 'setAside', 'setAside', 'accepted']);
		expect(report.outcomes[2]).toMatchObject({
			attempts: 0,
			reason: 'The XDM event has no timestamp.',
		});
		expect(sizes(world)).toEqual([2]);
	});

	it('takes a record that fits a request to the byte, and not one that is a byte larger', async () => {
		const [record] = events(1);
		const change = { format: 'raw' as const };
		const maxBytes = Buffer.byteLength(JSON.stringify({ messages: [record] }));
		expect(statuses((await run([record], acceptAll, { ...change, maxBytes })).report)).toEqual([
			'accepted',
		]);
		const larger = await run([record], acceptAll, { ...change, maxBytes: maxBytes - 1 });
		expect(statuses(larger.report)).toEqual(['setAside']);
	});

	it('sends nothing to a destination that lacks something', async () => {
		const { report, world } = await run(events(2), acceptAll, {
			to: { schemaId: '', datasetId: '' },
		});
		expect(statuses(report)).toEqual(all(2, 'notSent'));
		expect(report.stoppedBy).toBe('the destination has no dataset ID and no schema ID');
		expect(world.requests).toEqual([]);
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

	it('accepts a single record whose reply names no transaction', async () => {
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

describe('delivery after a refusal', () => {
	it('refuses only the message that Adobe refuses', async () => {
		const answer = responses(
			{ xactionId: `${UUID}-0` },
			{ statusCode: 400, message: 'Message has unknown xdm format', xactionId: `${UUID}-1` },
		);
		const { report, world } = await run(events(2), first(answer));
		expect(report.outcomes[1]).toMatchObject({
			status: 'rejected',
			httpStatus: 400,
			xactionId: `${UUID}-1`,
			reason: expect.stringContaining('Message has unknown xdm format'),
			advice: expect.stringContaining('schema'),
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

	it('halves what is too large, and makes the next requests smaller', async () => {
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

	it('refuses one record that is too large for the inlet', async () => {
		const { report } = await run(events(1), () => reply(413, ''));
		expect(report.outcomes[0]).toMatchObject({ status: 'rejected', httpStatus: 413 });
	});

	it.each([
		[401, 'The run'],
		[403, ''],
		[404, 'gone'],
		[302, ''],
	])('leaves the inlet alone after a %d', async (status, body) => {
		const { report, world } = await run(events(50), () => reply(status, body), { maxMessages: 10 });
		expect(world.requests).toHaveLength(1);
		expect(statuses(report)).toEqual([...all(10, 'rejected'), ...all(40, 'notSent')]);
		expect(report.stoppedBy).toBeDefined();
		expect(report.outcomes[49]).toMatchObject({ reason: `Not sent: ${report.stoppedBy}` });
	});

	it('tells an IP allow-list by its empty 403, also to those not sent', async () => {
		const { report } = await run(events(20), () => reply(403, ''), { maxMessages: 10 });
		expect(report.outcomes[0]).toMatchObject({ reason: expect.stringContaining('IP allow-list') });
		expect(report.outcomes[19]).toMatchObject({
			reason: 'Not sent: Adobe does not let this run in (status 403)',
			advice: expect.stringContaining('allow-list'),
		});
	});

	it('says what the sender says when it could not send at all', async () => {
		const blocked: InletReply = {
			kind: 'blocked',
			reason: 'Adobe does not know the client ID',
			advice: 'Copy it again.',
		};
		const { report } = await run(events(20), () => blocked, { maxMessages: 10 });
		expect(report.outcomes[0]).toMatchObject({
			status: 'notSent',
			reason: 'Not sent: Adobe does not know the client ID',
			advice: 'Copy it again.',
			attempts: 0,
		});
		expect(report.outcomes[19]).toMatchObject({ status: 'notSent', attempts: 0 });
		expect(report.requests).toEqual([]);
	});
});

describe('delivery when answers are missing', () => {
	it('sends again after a lost reply, with the same text', async () => {
		const { report, world } = await run(events(3), first(lost));
		expect(statuses(report)).toEqual(all(3, 'accepted'));
		expect(world.requests[0]).toEqual(world.requests[1]);
		expect(report.requests[0]).toMatchObject({ code: 'ECONNRESET', unknown: 3 });
		expect(report.requests[0]).not.toHaveProperty('httpStatus');
	});

	it('leaves records unknown when no attempt is answered', async () => {
		const { report, world } = await run(events(2), () => lost, { maxAttempts: 3 });
		expect(world.requests).toHaveLength(3);
		expect(report.outcomes[1]).toMatchObject({
			status: 'unknown',
			attempts: 3,
			reason: expect.stringContaining('no answer came (ECONNRESET, socket hang up)'),
		});
		expect(report.outcomes[1]).not.toHaveProperty('httpStatus');
	});

	it('takes whatever is thrown for no answer', async () => {
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

	it('sends again what a short reply does not cover, and nothing else', async () => {
		const answer = responses({ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-2` });
		const { report, world } = await run(events(4), first(answer));
		expect(statuses(report)).toEqual(all(4, 'accepted'));
		expect(sizes(world)).toEqual([4, 2]);
		expect(report.requests[0]).toMatchObject({ accepted: 2, unknown: 2 });
	});

	it('keeps a record unknown when it is turned away after an attempt that may have arrived', async () => {
		const unknown = await run(events(1), first(lost, reply(401)));
		expect(unknown.report.outcomes[0]).toMatchObject({ status: 'unknown', attempts: 2 });
		const rejected = await run(events(1), first(lost, reply(400)));
		expect(rejected.report.outcomes[0]).toMatchObject({ status: 'rejected', attempts: 2 });
	});

	it('calls a record refused that a busy inlet turned away to the end', async () => {
		const { report } = await run(events(1), () => reply(429), { maxAttempts: 2 });
		expect(report.outcomes[0]).toMatchObject({ status: 'rejected', httpStatus: 429, attempts: 2 });
	});

	it('calls a record unknown whose gateway gave up waiting', async () => {
		const { report } = await run(events(1), () => reply(504), { maxAttempts: 2 });
		expect(report.outcomes[0]).toMatchObject({
			status: 'unknown',
			reason: expect.stringContaining('Adobe answered 504'),
		});
	});

	it('does not even try the rest when the inlet is away for the whole budget', async () => {
		const { report, world } = await run(events(10_000), () => lost, {
			format: 'raw',
			batch: false,
			retryBudgetMs: 20_000,
		});
		expect(world.requests.length).toBeLessThan(60);
		expect(report.stoppedBy).toContain('no definite answer');
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
	it('waits as long as Retry-After asks, tells who watches, and holds the other requests back', async () => {
		const answer = first(acceptAll, reply(429, '', { 'Retry-After': '5' }));
		const { report, world } = await run(events(40), answer, {
			maxMessages: 10,
			parallelRequests: 2,
		});
		expect(statuses(report)).toEqual(all(40, 'accepted'));
		expect(world.said).toEqual(['Adobe answered 429; 10 to be sent again in 6 s']);
		const [, asked, beside] = world.times;
		const meanwhile = world.times.filter((time) => time > beside && time < asked + 5_000);
		expect(meanwhile).toEqual([]);
	});

	it('stops at once when the user stops, and says so of what was not sent', async () => {
		const answer: Answer = (_, __, world) => {
			world.stop = true;
			return reply(503, '', { 'Retry-After': '60' });
		};
		const { report, world } = await run(events(30), answer, { maxMessages: 10 });
		expect(world.slept).toEqual([]);
		expect(statuses(report)).toEqual(all(30, 'notSent'));
		expect(report.outcomes[0]).toMatchObject({ attempts: 1, request: 1, httpStatus: 503 });
		expect(report.stoppedBy).toBe('the execution was stopped');
	});

	it('ends a wait within a quarter of a second when the user stops', async () => {
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

	it('keeps under a thousand requests a second', async () => {
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

	it('sends single messages, sixty a minute, and says beforehand how long it takes', async () => {
		const { report, world } = await run(events(130), acceptAll, sync);
		expect(world.requests.every(({ url }) => url.endsWith('?syncValidation=true'))).toBe(true);
		expect(world.times[60] - world.times[0]).toBeGreaterThanOrEqual(60_000);
		expect(world.times[129] - world.times[0]).toBeGreaterThanOrEqual(120_000);
		expect(world.said[0]).toBe(
			'Synchronous validation takes 60 records a minute: 130 records take about 2 min.',
		);
		expect(report.notices).toEqual([world.said[0]]);
	});

	it('says nothing of time for what takes none', async () => {
		expect((await run(events(60), acceptAll, sync)).report.notices).toEqual([]);
	});

	it('shows what Adobe found, and that there may be more', async () => {
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
			violations: { length: 5, 0: { field: 'f0' } },
			advice: expect.stringContaining('there may be more'),
		});
	});

	it('goes on without it, in batches, where it is not offered', async () => {
		const { report, world } = await run(events(100), first(reply(501)), sync);
		expect(statuses(report)).toEqual(all(100, 'accepted'));
		expect(report.notices.join()).toContain('not offered where this inlet is');
		expect(world.requests.slice(1).some(({ url }) => url.includes('syncValidation'))).toBe(false);
		expect(world.requests.length).toBeLessThan(5);
	});

	it('leaves it once, however many requests are answered so', async () => {
		const answer: Answer = (request, number) =>
			number > 1 && request.url.includes('sync') ? reply(501) : acceptAll(request);
		const { report } = await run(events(30), answer, { ...sync, batch: false });
		expect(statuses(report)).toEqual(all(30, 'accepted'));
		expect(report.notices).toHaveLength(1);
	});

	it('is not used for raw data, which the notice says', async () => {
		const { report, world } = await run([{ a: 1 }], acceptAll, { ...sync, format: 'raw' });
		expect(world.requests[0].url).not.toContain('sync');
		expect(report.notices[0]).toContain('Raw data is not validated');
	});
});

describe('raw records in batches', () => {
	const refusesBatches: Answer = (request) =>
		request.url.includes('/batch/')
			? responses(
					...messagesOf(request).map(() => ({
						status: 400,
						message:
							"The 'header' field is mandatory. Provide a valid 'header' value and try again.",
					})),
				)
			: acceptAll(request);

	it('go singly from then on when the inlet asks for a header', async () => {
		const records = Array.from({ length: 30 }, (_, index) => ({ index }));
		const { report, world } = await run(records, refusesBatches, {
			format: 'raw',
			maxMessages: 10,
		});
		expect(statuses(report)).toEqual(all(30, 'accepted'));
		expect(world.requests.filter(({ url }) => url.includes('/batch/'))).toHaveLength(1);
		// Several at once: 30 one after another would take 300 ms.
		expect(world.times.at(-1)! - world.times[0]).toBeLessThan(300);
		expect(report.notices).toEqual([expect.stringContaining('no raw records in batches')]);
	});

	it('go singly also when they were all in one batch', async () => {
		const records = Array.from({ length: 5 }, (_, index) => ({ index }));
		const { report } = await run(records, refusesBatches, { format: 'raw' });
		expect(statuses(report)).toEqual(all(5, 'accepted'));
		expect(report.outcomes[0]).toMatchObject({ attempts: 2 });
	});

	it('go singly also if they were waiting for their place meanwhile', async () => {
		const world = fakeWorld((request, number) => {
			if (number === 2) return reply(429, '', { 'Retry-After': '5' });
			return number === 4 ? refusesBatches(request, number, world) : acceptAll(request);
		});
		const { send } = world;
		world.send = async (request) => {
			const number = world.requests.length + 1;
			const answer = await send(request);
			// The fourth answer comes while the fifth group waits for as long as the second was asked to.
			for (let turn = 0; number === 4 && turn < 30; turn += 1) await Promise.resolve();
			return answer;
		};
		const records = Array.from({ length: 60 }, (_, index) => ({ index }));
		const change = { format: 'raw' as const, maxMessages: 10, parallelRequests: 3 };
		const report = await deliver(sourceOf(records), destination, { ...settings, ...change }, world);
		expect(statuses(report)).toEqual(all(60, 'accepted'));
		const delivered = world.requests.flatMap((request) => messagesOf(request));
		expect(new Set(delivered.map(({ index }) => index)).size).toBe(60);
	});

	it('are refused like any other for another reason', async () => {
		const answer = first(reply(400, { message: "The 'header' field is mandatory." }));
		const xdm = await run(events(2), answer);
		expect(statuses(xdm.report)).toEqual(all(2, 'rejected'));
	});
});
