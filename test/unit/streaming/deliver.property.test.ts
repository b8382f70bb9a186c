import fc from 'fast-check';
import { deliver } from '../../../lib/streaming/deliver';
import type { InletReply, InletRequest } from '../../../lib/streaming/types';
import { acceptAll, destination, fakeWorld, messagesOf, settings, sourceOf, UUID } from './fakes';

/** What a hostile inlet may do with one request. */
type Behaviour = (request: InletRequest) => InletReply;

const statuses = fc.constantFrom(
	...[
		200, 200, 201, 204, 207, 207, 207, 302, 400, 401, 403, 404, 408, 413, 418, 429, 500, 501, 502,
		503, 504,
	],
);
const entries = fc.oneof(
	fc.integer({ min: 0, max: 12 }).map((index) => ({ xactionId: `${UUID}-${index}` })),
	fc.record({ status: fc.constantFrom(200, 400, '400', 429, '503', 'x', null, {}) }),
	fc.record({ statusCode: fc.integer({ min: 100, max: 599 }), message: fc.string() }),
	fc.record({ xactionId: fc.string(), status: fc.integer({ min: 200, max: 599 }) }),
	fc.anything(),
);
const bodies = fc.oneof(
	fc.anything(),
	fc.string(),
	fc.record({ responses: fc.array(entries, { maxLength: 12 }) }),
	fc.record({ status: fc.anything(), report: fc.anything() }),
);
const headers = fc.oneof(
	fc.constant({}),
	fc.record({ 'Retry-After': fc.oneof(fc.nat(200).map(String), fc.anything()) }),
);
const behaviours: fc.Arbitrary<Behaviour> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant<Behaviour>(acceptAll) },
	fc.record({ status: statuses, body: bodies, headers }).map(
		(answer): Behaviour =>
			() => ({ kind: 'reply', ...answer }),
	),
	fc.constant<Behaviour>(() => ({ kind: 'network', code: 'ECONNRESET', message: 'gone' })),
	fc.constant<Behaviour>(() => ({ kind: 'blocked', reason: 'no token', advice: 'Get one.' })),
	fc.anything().map(
		(thrown): Behaviour =>
			() => {
				throw thrown;
			},
	),
	// How an inlet refuses raw records in batches.
	fc.constant<Behaviour>((request) => {
		const message = "The 'header' field is mandatory.";
		const responses = messagesOf(request).map(() => ({ status: 400, message }));
		return { kind: 'reply', status: 207, headers: {}, body: { responses } };
	}),
	// As many entries as messages, in odd order or with odd contents.
	fc.array(entries, { minLength: 1, maxLength: 12 }).map(
		(list): Behaviour =>
			(request) => {
				const responses = messagesOf(request).map((_, index) => list[index % list.length]);
				return { kind: 'reply', status: 207, headers: {}, body: { responses } };
			},
	),
);
const records = fc.array(
	fc.oneof(
		{ weight: 6, arbitrary: fc.record({ text: fc.string({ maxLength: 400 }) }) },
		fc.anything({ withBigInt: true, withNullPrototype: true }),
	),
	{ maxLength: 40 },
);
const changes = fc.record({
	format: fc.constantFrom('xdm' as const, 'raw' as const),
	batch: fc.boolean(),
	maxMessages: fc.integer({ min: 1, max: 10 }),
	maxBytes: fc.integer({ min: 900, max: 3_000 }),
	parallelRequests: fc.integer({ min: 1, max: 5 }),
	syncValidation: fc.boolean(),
	retryBudgetMs: fc.constantFrom(0, 1_000, 60_000),
	maxAttempts: fc.integer({ min: 1, max: 4 }),
});

/** Gives each object of the list an `_id` that names its index. */
function number(values: readonly unknown[]): unknown[] {
	return values.map((value, index) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? { ...value, _id: `id-${index}-`, timestamp: '2026-01-31T12:00:00Z' }
			: value,
	);
}

const sentIndexes = (request: InletRequest) =>
	[...request.body.toString().matchAll(/"_id":"id-(\d+)-"/g)].map((match) => Number(match[1]));

/** Whether a reply can be read as a yes to this record, told apart from how delivery reads it. */
function saysYes(request: InletRequest, answer: InletReply | undefined, index: number): boolean {
	if (answer?.kind !== 'reply') return false;
	const body = answer.body as { responses?: unknown[] } | undefined;
	if (!request.url.includes('/batch/')) return answer.status === 200 && typeof body === 'object';
	if (answer.status !== 207 || !Array.isArray(body?.responses)) return false;
	const position = sentIndexes(request).indexOf(index);
	const named = body.responses.filter(
		(entry) => (entry as { xactionId?: string } | null)?.xactionId === `${UUID}-${position}`,
	);
	return [body.responses[position], ...named].some((entry) => {
		const { status, statusCode } = (entry ?? {}) as Record<string, unknown>;
		return !(Number(status) >= 400 || Number(statusCode) >= 400);
	});
}

describe('delivery against a hostile inlet', () => {
	it('gives every record one outcome, never sends one again after it was accepted, and keeps to the limits', async () => {
		await fc.assert(
			fc.asyncProperty(
				records,
				changes,
				fc.array(behaviours, { minLength: 1, maxLength: 12 }),
				fc.array(fc.nat(60), { minLength: 1, maxLength: 12 }),
				async (values, change, script, turns) => {
					const list = number(values);
					const answers: Array<{ request: InletRequest; reply?: InletReply }> = [];
					const world = fakeWorld((request, count) => {
						const entry: (typeof answers)[number] = { request };
						answers.push(entry);
						entry.reply = script[(count - 1) % script.length](request);
						return entry.reply;
					});
					const { send } = world;
					world.send = async (request) => {
						// Answers overtake each other.
						const wait = turns[world.requests.length % turns.length];
						const answer = await send(request);
						for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
						return answer;
					};
					const report = await deliver(
						sourceOf(list),
						destination,
						{ ...settings, ...change },
						world,
					);

					expect(world.stop).toBe(false);
					expect(report.outcomes).toHaveLength(list.length);
					expect(Object.keys(report.outcomes)).toHaveLength(list.length);
					for (const { request } of answers) {
						expect(request.body.length).toBeLessThanOrEqual(change.maxBytes);
						expect(messagesOf(request).length).toBeLessThanOrEqual(change.maxMessages);
					}
					report.outcomes.forEach((outcome, index) => {
						const carried = answers.filter(({ request }) => sentIndexes(request).includes(index));
						if (outcome.status === 'setAside') expect(carried).toEqual([]);
						if (outcome.status !== 'accepted') {
							expect(outcome.reason).not.toBe('');
							expect(outcome.advice).not.toBe('');
							return;
						}
						const [last] = carried.slice(-1);
						expect(saysYes(last.request, last.reply, index)).toBe(true);
						expect(carried).toHaveLength(outcome.attempts);
						expect(report.requests[outcome.request - 1].accepted).toBeGreaterThan(0);
					});
					const accepted = report.outcomes.filter(({ status }) => status === 'accepted').length;
					expect(report.requests.reduce((sum, request) => sum + request.accepted, 0)).toBe(
						accepted,
					);
				},
			),
			{ numRuns: 500 },
		);
	});
});
