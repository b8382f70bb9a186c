import { inlet } from '../../../bench/stub/answer.mts';
import { keyOf, Ledger } from '../../../bench/stub/ledger.mts';

const posted = { conversationUUID: 'c1', message: 'Hi' };
const mapped = { _id: 'chatlio-1', _acme: { chatlio: { conversationId: 'c1' } } };
const inEnvelope = { header: {}, body: { xdmMeta: {}, xdmEntity: mapped } };

test('an event has the same key posted, mapped and in its envelope', () => {
	expect([posted, mapped, inEnvelope].map(keyOf)).toEqual(['c1', 'c1', 'c1']);
	expect(keyOf({ _id: 'x1', _acme: { other: 1 } })).toBe('x1');
	expect([keyOf({}), keyOf(null), keyOf('text')]).toEqual([undefined, undefined, undefined]);
});

test('what comes again is counted as doubled', () => {
	const ledger = new Ledger();
	const answer = inlet(ledger, {});
	answer(false, JSON.stringify(posted));
	answer(true, JSON.stringify({ messages: [inEnvelope, { _id: 'x1' }] }));
	expect(ledger.counts()).toMatchObject({ requests: 2, records: 3, distinct: 2, doubled: 1 });
	expect(ledger.arrivals().map(([key]) => key)).toEqual(['c1', 'x1']);
	ledger.reset();
	expect(ledger.counts()).toMatchObject({ requests: 0, records: 0, distinct: 0, doubled: 0 });
});

test('a batch is answered 207 with a result for each message, in order', () => {
	const messages = [1, 2, 3, 4].map((n) => ({ _id: String(n) }));
	const ledger = new Ledger();
	const { status, body } = inlet(ledger, { rejectEvery: 2 })(true, JSON.stringify({ messages }));
	const { responses } = body as { responses: Array<{ xactionId: string; status?: number }> };
	expect(status).toBe(207);
	expect(responses.map((one) => one.status)).toEqual([undefined, 400, undefined, 400]);
	expect(responses.map(({ xactionId }) => xactionId.at(-1))).toEqual(['0', '1', '2', '3']);
	expect(ledger.counts()).toMatchObject({ records: 2, rejected: 2 });
});

test('above Adobe’s limits the answer is 429 and nothing is taken', () => {
	// The limits hold per second, and the clock stands still.
	jest.useFakeTimers({ now: 1_700_000_000_000 });
	const ledger = new Ledger();
	const answer = inlet(ledger, { limits: true });
	const batch = JSON.stringify({
		messages: Array.from({ length: 6_000 }, (_, n) => ({ _id: `${n}` })),
	});
	expect([answer(true, batch).status, answer(true, batch).status]).toEqual([207, 429]);
	expect(ledger.counts()).toMatchObject({ requests: 1, records: 6_000, rateLimited: 1 });
	jest.setSystemTime(1_700_000_001_001);
	expect(answer(true, batch).status).toBe(207);
});

afterEach(() => jest.useRealTimers());

test('rejects a body that is not JSON', () => {
	expect(inlet(new Ledger(), {})(false, '{').status).toBe(400);
});
