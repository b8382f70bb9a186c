import fc from 'fast-check';
import { decideRetry, isPassing, mayHaveArrived } from '../../../lib/streaming/retry';
import type { DeliveryFailure } from '../../../lib/streaming/retry';
import {
	FIRST_DELAY_MS,
	LONGEST_DELAY_MS,
	readRetryAfter,
	retryDelayMs,
} from '../../../lib/streaming/retryDelay';

const budget = { totalMs: 60_000, remainingMs: 60_000, maxAttempts: 5, random: 0.5 };
const request = (status: number, more: Partial<DeliveryFailure> = {}): DeliveryFailure =>
	({ kind: 'request', status, messages: 3, sync: false, ...more }) as DeliveryFailure;
const message = (status: number): DeliveryFailure => ({ kind: 'message', status });

describe('what to do after an attempt', () => {
	it.each([408, 429, 500, 502, 503, 504])(
		'tries a %d again later, of a request or a message',
		(status) => {
			expect(decideRetry(request(status), 1, budget)).toMatchObject({
				action: 'later',
				waitMs: 250,
				reason: `status ${status}`,
			});
			expect(decideRetry(message(status), 2, budget)).toMatchObject({
				action: 'later',
				waitMs: 500,
			});
		},
	);

	it('tries again when no answer came', () => {
		expect(decideRetry({ kind: 'noAnswer' }, 1, budget)).toMatchObject({
			action: 'later',
			reason: 'no answer',
		});
	});

	it('waits as long as it is asked to', () => {
		const decision = decideRetry(request(503, { retryAfterMs: 7_000 }), 1, budget);
		expect(decision).toMatchObject({ action: 'later', waitMs: 7_250 });
	});

	it('never waits longer than the budget', () => {
		expect(
			decideRetry(request(503), 5, { ...budget, maxAttempts: 9, remainingMs: 100 }),
		).toMatchObject({
			waitMs: 100,
		});
	});

	it('gives up when the attempts or the time are used up', () => {
		expect(decideRetry(request(503), 5, budget)).toEqual({
			action: 'giveUp',
			reason: 'status 503, 5 attempts',
		});
		for (const remainingMs of [0, -50]) {
			expect(decideRetry(request(503), 1, { ...budget, remainingMs })).toEqual({
				action: 'giveUp',
				reason: 'status 503, no time left',
			});
		}
		const late = request(503, { retryAfterMs: 7_000 });
		expect(decideRetry(late, 1, { ...budget, remainingMs: 6_000 }).action).toBe('giveUp');
		expect(decideRetry({ kind: 'noAnswer' }, 1, { ...budget, remainingMs: 0 })).toEqual({
			action: 'giveUp',
			reason: 'no answer, no time left',
		});
	});

	it('ends the run when the inlet closes for longer than the run may wait', () => {
		const decision = decideRetry(request(429, { retryAfterMs: 3_600_000 }), 1, budget);
		expect(decision.action).toBe('stopRun');
		expect(decision.reason).toContain('3600 seconds');
		expect(
			decideRetry({ ...message(429), retryAfterMs: 61_000 } as DeliveryFailure, 1, budget),
		).toMatchObject({
			action: 'giveUp',
		});
	});

	it('halves a request that is too large, unless it has one message', () => {
		expect(decideRetry(request(413), 1, budget).action).toBe('split');
		expect(decideRetry(request(413, { messages: 1 }), 1, budget).action).toBe('reject');
		expect(decideRetry(message(413), 1, budget).action).toBe('reject');
	});

	it('leaves synchronous validation where it is not offered', () => {
		expect(decideRetry(request(501, { sync: true }), 1, budget).action).toBe('dropSyncValidation');
		expect(decideRetry(request(501), 1, budget).action).toBe('reject');
	});

	it('sends raw records singly where batches need a header', () => {
		expect(decideRetry(request(400, { rawBatchRefused: true }), 1, budget).action).toBe(
			'sendSingly',
		);
	});

	it.each([301, 302, 308, 401, 403, 404, 405, 410])(
		'ends the run at a %d of the request',
		(status) => {
			expect(decideRetry(request(status), 1, budget).action).toBe('stopRun');
			expect(decideRetry(message(status), 1, budget).action).toBe('reject');
		},
	);

	it.each([400, 409, 415, 422, 505])('takes a %d as final', (status) => {
		expect(decideRetry(request(status), 1, budget)).toEqual({
			action: 'reject',
			reason: `status ${status} will not change by sending again`,
		});
	});

	it('knows after which answers the message may have been taken', () => {
		const arrived = [408, 413, 429, 500, 502, 503, 504].filter((status) =>
			mayHaveArrived(request(status)),
		);
		expect(arrived).toEqual([500, 502, 504]);
		expect(mayHaveArrived({ kind: 'noAnswer' })).toBe(true);
		expect([
			isPassing({ kind: 'noAnswer' }),
			isPassing(message(429)),
			isPassing(message(400)),
		]).toEqual([true, true, false]);
	});
});

describe('the waiting time', () => {
	it('is a random part of a step that doubles up to its limit', () => {
		expect([1, 2, 3, 20].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
			FIRST_DELAY_MS,
			2 * FIRST_DELAY_MS,
			4 * FIRST_DELAY_MS,
			LONGEST_DELAY_MS,
		]);
		expect(retryDelayMs(9, 0)).toBe(0);
	});

	it('is never shorter than what was asked for', () => {
		fc.assert(
			fc.property(
				fc.nat(20),
				fc.double({ min: 0, max: 0.99, noNaN: true }),
				fc.nat(1e6),
				(n, random, asked) => {
					expect(retryDelayMs(n + 1, random, asked)).toBeGreaterThanOrEqual(asked);
				},
			),
		);
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2026-01-31T12:00:00Z');

	it.each([
		[{ 'retry-after': '2' }, 2_000],
		[{ 'Retry-After': 1.5 }, 1_500],
		[{ 'RETRY-AFTER': ['3', '9'] }, 3_000],
		[{ 'retry-after': 'Sat, 31 Jan 2026 12:00:05 GMT' }, 5_000],
		[{ 'retry-after': 'Saturday, 31-Jan-26 12:00:05 GMT' }, 5_000],
		[{ 'retry-after': 'Sat, 31 Jan 2026 11:00:00 GMT' }, 0],
		[{ 'retry-after': '-5' }, undefined],
		[{ 'retry-after': 'Soon, perhaps' }, undefined],
		[{ 'retry-after': null }, undefined],
		[{}, undefined],
	])('%j means %p ms', (headers, ms) => {
		expect(readRetryAfter(headers, now)).toBe(ms);
	});
});
