import fc from 'fast-check';
import type { HttpReply } from '../../../lib/http/httpReply';
import { createProblem } from '../../../lib/problem/problem';
import { PROBLEM_CODES, type ProblemCode } from '../../../lib/problem/problemCodes';
import { deliver } from '../../../lib/streaming/deliver';
import type {
	DeliveryReport,
	DeliverySettings,
	InletRequest,
} from '../../../lib/streaming/deliveryTypes';
import { acceptAll, destination, fakeWorld, messagesOf, settings, sourceOf, UUID } from './fakes';

/** What a hostile inlet may do with one request. */
type Behavior = (request: InletRequest) => HttpReply;

const statuses = fc.oneof(
	fc.constantFrom(
		...[
			199, 200, 200, 201, 204, 207, 207, 207, 302, 400, 400, 401, 403, 404, 407, 408, 413, 418, 422,
			429, 499, 500, 500, 501, 502, 503, 504, 505, 511, 520, 999,
		],
	),
	fc.integer({ min: 300, max: 599 }),
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
	fc.constant('<html>Blocked</html>'),
	fc.string(),
	fc.record({ responses: fc.array(entries, { maxLength: 12 }) }),
	fc.record({ status: fc.anything(), report: fc.anything() }),
);
const headers = fc.oneof(
	fc.constant({}),
	fc.record({ 'Retry-After': fc.oneof(fc.nat(200).map(String), fc.anything()) }),
	fc.constant({ 'content-type': 'text/html' }),
);
const behaviors: fc.Arbitrary<Behavior> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant<Behavior>(acceptAll) },
	fc.record({ status: statuses, body: bodies, headers }).map(
		(answer): Behavior =>
			() => ({ kind: 'reply', ...answer }),
	),
	fc.constant<Behavior>(() => ({ kind: 'network', code: 'ECONNRESET', message: 'gone' })),
	statuses.map(
		(status): Behavior =>
			() => ({ kind: 'oversized', status, maxBytes: 4_000_000 }),
	),
	fc
		.constantFrom(
			createProblem('credential.clientIdUnknown', {}),
			createProblem('credential.tokenRateLimited', {}, { status: 429 }),
			createProblem('request.blocked', { reason: 'this host is not allowed' }),
			createProblem('connection.failed', {
				host: 'a',
				reason: 'its name is not known',
				advice: '',
			}),
			createProblem('connection.notTrusted', { host: 'a', reason: 'it has expired', advice: '' }),
		)
		.map(
			(problem): Behavior =>
				() => ({ kind: 'blocked', problem }),
		),
	fc.anything().map(
		(thrown): Behavior =>
			() => {
				throw thrown;
			},
	),
	// How an inlet rejects raw records in batches.
	fc.constant<Behavior>((request) => {
		const message = "The 'header' field is mandatory.";
		const responses = messagesOf(request).map(() => ({ status: 400, message }));
		return { kind: 'reply', status: 207, headers: {}, body: { responses } };
	}),
	// As many entries as messages, in odd order or with odd contents.
	fc.array(entries, { minLength: 1, maxLength: 12 }).map(
		(list): Behavior =>
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

/** The parts of an answer that can be read as the one about this record, told apart from how delivery reads them. */
function partsAbout({ request, answer }: Exchange, index: number): unknown[] {
	if (answer?.kind !== 'reply') return [undefined];
	const { status, body } = answer;
	if (!request.url.includes('/batch/')) return [status === 200 ? body : undefined];
	const { responses } = (body ?? {}) as { responses?: unknown };
	if (![200, 207].includes(status) || !Array.isArray(responses)) return [undefined];
	const position = sentIndexes(request).indexOf(index);
	const named = responses.filter(
		(entry) => (entry as { xactionId?: string } | null)?.xactionId === `${UUID}-${position}`,
	);
	return [responses[position] as unknown, ...named];
}

/** The statuses in a part of an answer. */
const statusesIn = (part: unknown) => {
	const { status, statusCode } = (part ?? {}) as Record<string, unknown>;
	return [status, statusCode].filter((value) => value !== undefined).map(Number);
};

const isRejection = (status: number) => status >= 400;

/** After these, Adobe may have accepted the record all the same. */
const isAmbiguous = (status: number) =>
	status === 499 || (status >= 500 && ![501, 503, 511].includes(status));

const isWhole = ({ answer }: Exchange) =>
	answer?.kind === 'reply' && (answer.status < 200 || answer.status >= 300);

/** Returns true if the answer can be read as a yes to this record. */
const saysYes = (exchange: Exchange, index: number) =>
	!isWhole(exchange) &&
	partsAbout(exchange, index).some(
		(part) => typeof part === 'object' && part !== null && !statusesIn(part).some(isRejection),
	);

/** Returns true if the answer can be read as a no to this record. */
const saysNo = (exchange: Exchange, index: number) =>
	isWhole(exchange) ||
	partsAbout(exchange, index).some((part) => statusesIn(part).some(isRejection));

/** Returns true if the answer, however it is read, leaves open whether Adobe accepted this record. */
const isSilent = (exchange: Exchange, index: number) =>
	!saysYes(exchange, index) && !saysNo(exchange, index);

/** Returns false if a batch's answer has more or fewer results than messages, so that positions say nothing. */
function hasOneResultEach({ request, answer }: Exchange): boolean {
	if (answer?.kind !== 'reply' || !request.url.includes('/batch/')) return true;
	const { responses } = (answer.body ?? {}) as { responses?: unknown };
	return !Array.isArray(responses) || responses.length === messagesOf(request).length;
}

/** Returns true if the answer can be read as one that leaves open whether Adobe accepted this record. */
function leavesOpen(exchange: Exchange, index: number): boolean {
	const { answer } = exchange;
	if (answer?.kind !== 'reply') return true;
	if (isWhole(exchange)) return isAmbiguous(answer.status);
	if (!hasOneResultEach(exchange)) return true;
	return partsAbout(exchange, index).some((part) => {
		const [first] = statusesIn(part).filter(isRejection);
		return first === undefined || isAmbiguous(first);
	});
}

/** Returns true if the answer, however it is read, means that Adobe may have accepted this record. */
const mayHaveArrived = (exchange: Exchange, index: number) =>
	isSilent(exchange, index) ||
	(exchange.answer?.kind === 'reply' && isWhole(exchange) && isAmbiguous(exchange.answer.status));

/** Statuses of rejections that would be the same for every attempt to send a record. */
const ABOUT_A_RECORD = [400, 406, 411, 413, 422];

/** Returns true if the answer is about this record and no other. */
const isAboutIt = (exchange: Exchange) =>
	!isWhole(exchange) || messagesOf(exchange.request).length === 1;

/** Returns true if a page came instead of an answer; one with 413 can be of the inlet itself. */
function isPage({ answer }: Exchange): boolean {
	if (answer?.kind !== 'reply' || answer.status === 413 || answer.status < 300) return false;
	return typeof answer.body === 'string' && answer.body.trim().startsWith('<');
}

/** One request that was sent, and what came back; nothing if the sender threw. */
interface Exchange {
	request: InletRequest;
	answer?: HttpReply;
}

interface Delivered {
	count: number;
	change: Partial<DeliverySettings> & { maxBytes: number; maxMessages: number };
	report: DeliveryReport;
	exchanges: Exchange[];
	/** The exchanges that carried the record, without those that were blocked. */
	carrying: (index: number) => Exchange[];
}

/** Delivers any records to an inlet that behaves in any way, and looks at the report. */
async function always(look: (delivered: Delivered) => void): Promise<void> {
	await fc.assert(
		fc.asyncProperty(
			records,
			changes,
			fc.array(behaviors, { minLength: 1, maxLength: 12 }),
			fc.array(fc.nat(60), { minLength: 1, maxLength: 12 }),
			// Milliseconds that an answer takes: minutes for some, an hour for a machine that slept.
			fc.array(fc.constantFrom(0, 10, 10, 60_000, 3_600_000), { minLength: 1, maxLength: 6 }),
			async (values, change, script, turns, durations) => {
				const list = number(values);
				const exchanges: Exchange[] = [];
				const world = fakeWorld((request, count) => {
					const exchange: Exchange = { request };
					exchanges.push(exchange);
					world.clock += durations[count % durations.length];
					exchange.answer = script[(count - 1) % script.length](request);
					return exchange.answer;
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
				const sent = exchanges.filter(({ answer }) => answer?.kind !== 'blocked');
				const carrying = (index: number) =>
					sent.filter(({ request }) => sentIndexes(request).includes(index));
				look({ count: list.length, change, report, exchanges, carrying });
			},
		),
		{ numRuns: 500 },
	);
}

describe('delivery against a hostile inlet', () => {
	it('gives every record one outcome, never sends one again after it was accepted, and keeps to the limits', async () => {
		await always(({ count, change, report, exchanges, carrying }) => {
			expect(report.outcomes).toHaveLength(count);
			expect(Object.keys(report.outcomes)).toHaveLength(count);
			for (const { request } of exchanges) {
				expect(request.body.length).toBeLessThanOrEqual(change.maxBytes);
				expect(messagesOf(request).length).toBeLessThanOrEqual(change.maxMessages);
			}
			report.outcomes.forEach((outcome, index) => {
				const carried = carrying(index);
				expect(carried).toHaveLength(outcome.attempts);
				if (outcome.status !== 'accepted') return;
				expect(saysYes(carried[carried.length - 1], index)).toBe(true);
				expect(report.requests[outcome.request - 1].accepted).toBeGreaterThan(0);
			});
			const accepted = report.outcomes.filter(({ status }) => status === 'accepted').length;
			expect(report.requests.reduce((sum, request) => sum + request.accepted, 0)).toBe(accepted);
		});
	});

	it('calls no record accepted, rejected or not sent while an attempt may have been accepted', async () => {
		await always(({ report, carrying }) => {
			report.outcomes.forEach((outcome, index) => {
				if (outcome.status === 'accepted') return;
				const { status, problem } = outcome;
				const carried = carrying(index);
				const last = carried[carried.length - 1];
				if (status === 'unknown') {
					expect(carried.some((exchange) => leavesOpen(exchange, index))).toBe(true);
				}
				if (status === 'notSent') {
					expect(carried.filter((exchange) => mayHaveArrived(exchange, index))).toEqual([]);
				}
				if (status !== 'rejected') return;
				expect(saysNo(last, index)).toBe(true);
				expect(outcome.httpStatus).toBe(problem.status);
				expect(isAmbiguous(Number(problem.status))).toBe(false);
				expect([407, 511]).not.toContain(problem.status);
				expect(isPage(last)).toBe(false);
				if (!carried.some((exchange) => mayHaveArrived(exchange, index))) return;
				// Only an answer about the record settles what was uncertain.
				expect(isAboutIt(last)).toBe(true);
				expect(ABOUT_A_RECORD).toContain(problem.status);
			});
		});
	});

	it('accounts for every request and every message in it', async () => {
		await always(({ report, exchanges }) => {
			const sent = exchanges.filter(({ answer }) => answer?.kind !== 'blocked');
			expect(report.requests).toHaveLength(sent.length);
			for (const { messages, accepted, rejected, unknown } of report.requests) {
				expect(accepted + rejected + unknown).toBe(messages);
			}
			expect(report.requests.map(({ number: each }) => each)).toEqual(sent.map((_, at) => at + 1));
		});
	});

	it('gives every record that was not accepted a problem of the table, and an accepted one none', async () => {
		await always(({ report }) => {
			for (const outcome of report.outcomes) {
				if (outcome.status === 'accepted') {
					expect(outcome).not.toHaveProperty('problem');
					continue;
				}
				const { status, problem } = outcome;
				expect(PROBLEM_CODES).toHaveProperty([problem.code]);
				expect(problem.retry).toBe(PROBLEM_CODES[problem.code].retry);
				expect(problem.code === 'delivery.unknown').toBe(status === 'unknown');
				expect(problem.message).not.toBe('');
				expect(problem.advice).not.toBe('');
				// Nothing but the record itself keeps it from ever being sent.
				if (status === 'notSent' && problem.retry === 'never') {
					expect(UNSENDABLE).toContain(problem.code);
					expect(outcome.attempts).toBe(0);
				}
			}
			if (report.stoppedBy) expect(PROBLEM_CODES).toHaveProperty([report.stoppedBy.code]);
		});
	});
});

/** What is wrong with a record before it is sent. */
const UNSENDABLE: ProblemCode[] = [
	'record.notObject',
	'record.notJson',
	'record.forbiddenKey',
	'record.notAnEvent',
	'record.numberRounded',
	'record.tooLarge',
];
