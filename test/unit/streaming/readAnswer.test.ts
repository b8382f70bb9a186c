import fc from 'fast-check';
import type { HttpReply } from '../../../lib/http/httpReply';
import { createProblem } from '../../../lib/problem/problem';
import { PROBLEM_CODES } from '../../../lib/problem/problemCodes';
import {
	readAnswer,
	readMessage,
	type MessageAnswer,
	type SentRequest,
} from '../../../lib/streaming/readAnswer';
import { lost, reply, UUID } from './fakes';

const request: SentRequest = {
	count: 1,
	batched: false,
	authenticated: true,
	sync: false,
	host: 'dcs.adobedc.net',
	now: 0,
};
const readSingle = (status: number, body: unknown) =>
	readAnswer({ kind: 'reply', status, headers: {}, body }, request);
const readBatch = (status: number, body: unknown, count: number) =>
	readAnswer({ kind: 'reply', status, headers: {}, body }, { ...request, batched: true, count });

const accepted = (xactionId?: string) => ({
	kind: 'accepted',
	...(xactionId ? { xactionId } : {}),
});
const rejected = (status: number, code: string) => ({
	kind: 'notAccepted',
	problem: { code, status },
	mayHaveArrived: false,
});
const unknown = (reason: string) => ({
	kind: 'notAccepted',
	problem: {
		code: 'delivery.unknown',
		message: `It is not known whether Adobe accepted the record: ${reason}`,
		retry: 'later',
	},
	mayHaveArrived: true,
});

/** What an answer says of one message, in a word. */
const kindOf = (message: MessageAnswer) => {
	if (message.kind === 'accepted') return 'accepted';
	return message.problem.code === 'delivery.unknown' ? 'unknown' : 'rejected';
};

describe('the answer to one message', () => {
	it('accepts a 200 with the transaction ID', () => {
		const body = {
			inletId: '667b41cf',
			xactionId: '1584479347507:2153:240',
			receivedTimeMs: 1584479347507,
			syncValidation: { status: 'pass' },
		};
		expect(readSingle(200, body)).toEqual({
			aboutRequest: false,
			blocked: false,
			status: 200,
			messages: [accepted('1584479347507:2153:240')],
			transactionIds: ['1584479347507:2153:240'],
			retryAfterMs: undefined,
		});
	});

	it('accepts a 200 whose object has no field it knows', () => {
		expect(readSingle(200, { status: 'ok' })).toMatchObject({
			aboutRequest: false,
			messages: [accepted()],
		});
	});

	it('names a page that came with a success', () => {
		const reason =
			'an HTML page came back instead of a response from Adobe (status 200): Welcome to the WiFi';
		for (const batched of [false, true]) {
			const page = {
				kind: 'reply',
				status: 200,
				headers: {},
				body: '<h1>Welcome to the WiFi</h1>',
			};
			expect(readAnswer(page as HttpReply, { ...request, batched })).toMatchObject({
				messages: [unknown(reason)],
			});
		}
	});

	it('reads a rejection inside a 200', () => {
		const answer = readSingle(200, { status: '400', message: 'no' });
		expect(answer).toMatchObject({
			aboutRequest: false,
			status: 200,
			messages: [rejected(400, 'record.rejected')],
		});
		expect(answer.messages).toMatchObject([
			{ problem: { message: expect.stringMatching(/Adobe says: no$/) } },
		]);
	});

	it.each([
		[200, ''],
		[200, []],
		[204, ''],
		[207, { responses: [] }],
	])('does not know what %d with %j means', (status, body) => {
		expect(readSingle(status, body)).toMatchObject({
			aboutRequest: true,
			status,
			messages: [unknown(`the answer was ${status} with a body that Adobe does not document`)],
		});
	});

	it('reads Adobe’s words out of a rejection', () => {
		const body = {
			status: '401',
			title: 'Authorization',
			report: { message: '[id] token is empty' },
		};
		expect(readSingle(401, body)).toMatchObject({
			aboutRequest: true,
			status: 401,
			messages: [
				{
					...rejected(401, 'inlet.tokenRejected'),
					problem: {
						code: 'inlet.tokenRejected',
						message:
							'Adobe answered 401: the inlet did not accept the token. Adobe says: [id] token is empty',
					},
				},
			],
		});
	});

	it('recognizes a rejection without a body', () => {
		for (const empty of ['', null, undefined]) {
			expect(readSingle(403, empty).messages).toMatchObject([rejected(403, 'inlet.ipNotAllowed')]);
		}
		expect(readSingle(403, {}).messages).toMatchObject([rejected(403, 'inlet.noAccess')]);
	});

	it('knows whether the request carried a token', () => {
		const answer = readAnswer(reply(401), { ...request, authenticated: false });
		expect(answer.messages).toMatchObject([rejected(401, 'inlet.tokenRequired')]);
	});

	it('has the violations of a rejection, and says that there may be more', () => {
		const violation = { pointerToViolation: '#/a', keyword: 'type', message: 'wrong' };
		const bodyWith = (list: unknown[]) => ({
			report: { message: 'Invalid', cause: { _streamingValidation: list } },
		});
		const [one] = readSingle(400, bodyWith([violation])).messages;
		expect(one).toMatchObject({
			problem: { code: 'record.rejected', violations: [{ field: 'a', rule: 'wrong' }] },
		});
		const [five] = readSingle(400, bodyWith(Array(5).fill(violation))).messages;
		expect(five).toMatchObject({
			problem: {
				violations: { length: 5 },
				advice: expect.stringMatching(/again\. Adobe names at most five .* may be more\.$/),
			},
		});
		expect(JSON.stringify(one)).not.toContain('may be more');
	});
});

describe('the answer to a batch', () => {
	it('reads the recorded form: index in the transaction ID, status on what is rejected', () => {
		const body = {
			responses: [
				{ xactionId: `${UUID}-1` },
				{ xactionId: `${UUID}-0`, status: 400, message: "The 'header' field is mandatory." },
			],
		};
		expect(readBatch(207, body, 2)).toMatchObject({
			aboutRequest: false,
			messages: [
				{ ...rejected(400, 'inlet.headerRequired'), xactionId: `${UUID}-0` },
				accepted(`${UUID}-1`),
			],
		});
	});

	it('reads the documented form by position: statusCode, and no ID on what is rejected', () => {
		const body = {
			responses: [
				{ xactionId: '1565650704337:2124:92:3' },
				{ statusCode: 400, message: 'Message has unknown xdm format' },
			],
		};
		const { messages } = readBatch(207, body, 2);
		expect(messages).toMatchObject([
			accepted('1565650704337:2124:92:3'),
			rejected(400, 'inlet.schemaUnknown'),
		]);
		expect(messages[1]).not.toHaveProperty('xactionId');
	});

	it('covers only what a short answer with indexes names', () => {
		const body = { responses: [{ xactionId: `${UUID}-2` }, { xactionId: `${UUID}-0` }] };
		expect(readBatch(207, body, 3)).toMatchObject({
			aboutRequest: false,
			messages: [
				accepted(`${UUID}-0`),
				unknown('the answer does not mention this record'),
				accepted(`${UUID}-2`),
			],
		});
	});

	it.each([
		['a short one without indexes', [{ xactionId: '1:2:3:0' }], 2],
		['a long one', [{ status: 200 }, { status: 200 }], 1],
		['one index too many', [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-5` }], 3],
		['the same index twice', [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-0` }], 3],
		['one entry without index', [{ xactionId: `${UUID}-0` }, { status: 400 }], 3],
	])('knows nothing from %s', (_, responses, count) => {
		const reason = `the answer was 207 with ${responses.length} results for ${count} records`;
		expect(readBatch(207, { responses }, count)).toMatchObject({
			aboutRequest: true,
			messages: Array.from({ length: count }, () => unknown(reason)),
		});
	});

	it('reads a list of results with 200 as with 207, and says what another status brought', () => {
		const body = { responses: [{ xactionId: `${UUID}-0` }, { status: 400 }] };
		expect(readBatch(200, body, 2).messages.map(kindOf)).toEqual(['accepted', 'rejected']);
		expect(readBatch(202, body, 2)).toMatchObject({
			aboutRequest: true,
			messages: Array.from({ length: 2 }, () =>
				unknown('the answer was 202 with a list of results, which Adobe documents for 207 only'),
			),
		});
	});

	it('falls back to position when indexes repeat and the counts are equal', () => {
		const responses = [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-0`, status: 400 }];
		expect(readBatch(207, { responses }, 2).messages.map(kindOf)).toEqual(['accepted', 'rejected']);
	});

	it.each([
		[200, {}],
		[207, {}],
		[207, 'text'],
		[207, { responses: { 0: {} } }],
	])('knows nothing from %d with %j', (status, body) => {
		expect(readBatch(status, body, 1)).toMatchObject({
			aboutRequest: true,
			messages: [unknown(`the answer was ${status} with no list of results`)],
		});
	});

	it.each([
		[{ status: '503' }, 'rejected'],
		[{ status: 200, statusCode: 400 }, 'rejected'],
		[{ status: 200 }, 'accepted'],
		[{ status: 302 }, 'unknown'],
		[{ status: 'well' }, 'unknown'],
		[{ status: null }, 'unknown'],
		[{ message: 'neither status nor ID' }, 'unknown'],
		[null, 'unknown'],
		['text', 'unknown'],
	])('reads the result %j as %s', (entry, kind) => {
		const { messages } = readBatch(207, { responses: [entry] }, 1);
		expect(messages.map(kindOf)).toEqual([kind]);
	});

	it.each([
		[400, false],
		[429, false],
		[503, false],
		[500, true],
		[504, true],
		[520, true],
	])(
		'says of a result with status %d whether it may have arrived: %p',
		(status, mayHaveArrived) => {
			expect(readBatch(207, { responses: [{ status }] }, 1).messages).toMatchObject([
				{ problem: { status }, mayHaveArrived },
			]);
		},
	);

	it('takes a rejection of the whole request as one', () => {
		expect(readBatch(413, '', 2)).toMatchObject({
			aboutRequest: true,
			status: 413,
			messages: [rejected(413, 'inlet.tooLarge'), rejected(413, 'inlet.tooLarge')],
		});
	});

	it('says something about each message, whatever comes', () => {
		fc.assert(
			fc.property(
				fc.nat(12),
				fc.constantFrom(200, 207, 400, 503),
				fc.oneof(fc.anything(), fc.record({ responses: fc.array(fc.anything()) })),
				(count, status, body) => {
					const { messages } = readBatch(status, body, count);
					expect(Object.keys(messages)).toHaveLength(count);
					for (const message of messages) {
						if (message.kind === 'notAccepted') {
							expect(PROBLEM_CODES).toHaveProperty([message.problem.code]);
						}
					}
				},
			),
		);
	});
});

describe('a request without a readable answer', () => {
	it('leaves every message unknown when no answer came, and has the code', () => {
		expect(readAnswer(lost, { ...request, count: 2 })).toMatchObject({
			aboutRequest: true,
			blocked: false,
			code: 'ECONNRESET',
			messages: [
				unknown('the connection was closed before the answer'),
				unknown('the connection was closed before the answer'),
			],
			transactionIds: [],
		});
		expect(readAnswer(lost, request)).not.toHaveProperty('status');
	});

	it('leaves every message unknown when the answer is too large to read', () => {
		const answer = { kind: 'oversized', status: 207, maxBytes: 4_000_000 } as const;
		expect(readAnswer(answer, { ...request, batched: true, count: 2 })).toMatchObject({
			aboutRequest: true,
			status: 207,
			messages: [
				unknown('the answer was 207 with more than 4 MB'),
				unknown('the answer was 207 with more than 4 MB'),
			],
		});
	});

	it('keeps the problem when nothing was sent: no message can have arrived', () => {
		const problem = createProblem('credential.tokenRateLimited', {}, { status: 429 });
		const answer = readAnswer({ kind: 'blocked', problem }, { ...request, count: 2 });
		const one = { kind: 'notAccepted', problem, mayHaveArrived: false };
		expect(answer).toEqual({
			aboutRequest: true,
			blocked: true,
			messages: [one, one],
			transactionIds: [],
		});
	});
});

it('an answer has what Retry-After asks for', () => {
	const answer = reply(503, '', { 'Retry-After': 'Thu, 01 Jan 1970 00:00:09 GMT' });
	expect(readAnswer(answer, { ...request, now: 2_000 })).toMatchObject({ retryAfterMs: 7_000 });
});

describe('the words of an answer', () => {
	it.each([
		[{ report: { message: 'a' }, message: 'b' }, 'a'],
		[{ report: 'x', message: 'b' }, 'b'],
		[{ detail: 'c', title: 'd' }, 'c'],
		[{ title: 'd' }, 'd'],
		[{}, ''],
		[' plain ', 'plain'],
		['<html>', ''],
		[[], ''],
		['x'.repeat(900), `${'x'.repeat(500)}…`],
	])('of %j are %j', (body, words) => {
		expect(readMessage(body)).toBe(words);
	});
});

describe('the transaction IDs of an answer', () => {
	const idsIn = (body: unknown) => readBatch(207, body, 4).transactionIds;

	it('are distinct and without the index of the message', () => {
		const responses = [
			{ xactionId: `${UUID}-0` },
			{ xactionId: `${UUID}-1` },
			{ xactionId: 'a:b' },
			1,
		];
		expect(idsIn({ batchId: 'batch', xactionId: '', responses })).toEqual(['batch', UUID, 'a:b']);
		expect(idsIn('text')).toEqual([]);
		expect(idsIn({ xactionId: 'one' })).toEqual(['one']);
	});
});
