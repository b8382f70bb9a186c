import { collectServer, settle, type Caller, type CollectServer } from './collectServer.mts';

let server: CollectServer;
const endless = async () => await new Promise<void>(() => {});
afterEach(async () => await server.close());

/** Posts one after the other, so that their order is known. */
async function postAll(...texts: string[]): Promise<Caller[]> {
	const callers: Caller[] = [];
	for (const text of texts) callers.push(await server.post(text));
	return callers;
}

const statuses = async (callers: Caller[]) =>
	(await Promise.all(callers.map(({ answer }) => answer))).map((answer) =>
		answer === 'hung up' ? answer : answer.status,
	);

describe.each([
	{ way: 'Immediately', whenFinished: false },
	{ way: 'When Workflow Finishes', whenFinished: true },
])('responding $way', ({ whenFinished }) => {
	beforeEach(async () => {
		server = await collectServer({ whenFinished, patience: endless });
	});

	test('hands over an event at once and alone if no other is in progress', async () => {
		const [caller] = await postAll('a');
		const [first] = await server.handedOver(1);
		expect(first.events).toEqual(['a']);
		first.answer(200);
		expect(await statuses([caller])).toEqual([200]);
		await postAll('b');
		expect((await server.handedOver(2))[1].events).toEqual(['b']);
	});

	test('puts events that arrive during a hand-over into the next one, in order of arrival', async () => {
		await postAll('a');
		const [first] = await server.handedOver(1);
		const others = await postAll('b', 'c', 'd');
		first.answer(200);
		const [, second] = await server.handedOver(2);
		expect(second.events).toEqual(['b', 'c', 'd']);
		second.answer(200);
		expect(await statuses(others)).toEqual([200, 200, 200]);
	});

	test('answers no caller before n8n has answered the leading one', async () => {
		const [leader] = await postAll('a');
		const [first] = await server.handedOver(1);
		const others = await postAll('b', 'c');
		first.answer(200);
		const [, second] = await server.handedOver(2);
		const answered: string[] = [];
		for (const { answer } of others) void answer.then(() => answered.push('answered'));
		await settle();
		expect(answered).toEqual([]);
		second.answer(200);
		expect(await statuses([leader, ...others])).toEqual([200, 200, 200]);
	});

	test.each([500, 503])(
		'answers %i to a whole group if n8n answers so to the leading caller',
		async (status) => {
			await postAll('a');
			const [first] = await server.handedOver(1);
			const others = await postAll('b', 'c');
			first.answer(200);
			(await server.handedOver(2))[1].answer(status);
			expect(await statuses(others)).toEqual([status, status]);
		},
	);

	test('answers the others with the outcome of the execution if the leading caller hangs up', async () => {
		await postAll('a');
		const [first] = await server.handedOver(1);
		const [b, c] = await postAll('b', 'c');
		first.answer(200);
		const [, second] = await server.handedOver(2);
		expect(second.leader).toBe('c');
		await c.hangUp();
		second.answer(200);
		expect(await statuses([b, c])).toEqual([200, 'hung up']);
	});

	test('keeps an event whose caller hung up while waiting, and lets a remaining caller lead', async () => {
		await postAll('a');
		const [first] = await server.handedOver(1);
		const [b, c] = await postAll('b', 'c');
		await c.hangUp();
		first.answer(200);
		const [, second] = await server.handedOver(2);
		expect(second).toMatchObject({ events: ['b', 'c'], leader: 'b' });
		second.answer(200);
		expect(await statuses([b])).toEqual([200]);
	});

	test('keeps the events if every caller hung up, and continues with the next ones', async () => {
		await postAll('a');
		const [first] = await server.handedOver(1);
		const callers = await postAll('b', 'c');
		for (const { hangUp } of callers) await hangUp();
		first.answer(200);
		const [, second] = await server.handedOver(2);
		expect(second.events).toEqual(['b', 'c']);
		const [d] = await postAll('d');
		second.answer(200);
		const [, , third] = await server.handedOver(3);
		third.answer(200);
		expect(await statuses([d])).toEqual([200]);
	});

	test('puts at most 500 events into one execution', async () => {
		await postAll('first');
		const [first] = await server.handedOver(1);
		const callers = await postAll(...Array.from({ length: 502 }, (_, index) => `${index}`));
		first.answer(200);
		const [, second] = await server.handedOver(2);
		expect(second.events).toHaveLength(500);
		second.answer(200);
		const [, , third] = await server.handedOver(3);
		expect(third.events).toEqual(['500', '501']);
		third.answer(200);
		expect(new Set(await statuses(callers))).toEqual(new Set([200]));
	});

	test('puts at most four megabytes into one execution, but never splits or rejects a single event', async () => {
		const two = 'x'.repeat(2_000_000);
		await postAll('first');
		const [first] = await server.handedOver(1);
		await postAll(two, two, 'small', two + two + two, 'last');
		first.answer(200);
		(await server.handedOver(2))[1].answer(200);
		(await server.handedOver(3))[2].answer(200);
		(await server.handedOver(4))[3].answer(200);
		(await server.handedOver(5))[4].answer(200);
		const lengths = server.handOvers.map(({ events }) => events.map((text) => String(text).length));
		expect(lengths).toEqual([[5], [2_000_000, 2_000_000], [5], [6_000_000], [4]]);
	});
});

test('Immediately: the next hand-over waits until n8n has stored the previous one', async () => {
	server = await collectServer({ whenFinished: false });
	await postAll('a');
	await server.handedOver(1);
	await postAll('b');
	await settle(500);
	expect(server.handOvers).toHaveLength(1);
});

test('When Workflow Finishes: a slow workflow does not delay the events after it', async () => {
	server = await collectServer({ whenFinished: true });
	const [a] = await postAll('a');
	const [first] = await server.handedOver(1);
	const [b] = await postAll('b');
	const [, second] = await server.handedOver(2);
	second.answer(200);
	expect(await statuses([b])).toEqual([200]);
	first.answer(500);
	expect(await statuses([a])).toEqual([500]);
});
