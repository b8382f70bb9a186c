import { createProblem } from '../../../lib/problem/problem';
import { inletProblem, isAmbiguousStatus } from '../../../lib/streaming/inletProblem';
import {
	decideNextStep,
	isTransient,
	type AnswerContext,
	type RetryBudget,
} from '../../../lib/streaming/nextStep';
import { unknownOutcome, type NotAccepted } from '../../../lib/streaming/readAnswer';

const budget = { totalMs: 60_000, remainingMs: 60_000, maxAttempts: 5, random: 0.5 };

const rejected = (status: number, message = ''): NotAccepted => ({
	kind: 'notAccepted',
	problem: inletProblem({
		status,
		message,
		emptyBody: false,
		authenticated: true,
		sync: true,
	}),
	mayHaveArrived: isAmbiguousStatus(status),
});
const noAnswer: NotAccepted = {
	kind: 'notAccepted',
	problem: unknownOutcome('no answer came'),
	mayHaveArrived: true,
};

const aboutRequest: AnswerContext = {
	aboutRequest: true,
	blocked: false,
	messages: 3,
	sync: false,
	rawBatch: false,
	inletWorks: false,
	ownEnvelopes: false,
};
const aboutMessage: AnswerContext = { ...aboutRequest, aboutRequest: false };

interface Case extends Partial<AnswerContext> {
	failures?: number;
	budget?: Partial<RetryBudget>;
}

const decide = (
	answer: NotAccepted,
	{ failures = 1, budget: change = {}, ...context }: Case = {},
) =>
	decideNextStep(answer, { ...aboutRequest, ...context }, failures, {
		...budget,
		failuresInARow: failures,
		...change,
	});
const actionOf = (answer: NotAccepted, context: Case = {}) => decide(answer, context).action;

describe('what to do after an answer other than accepted', () => {
	it.each([408, 429, 500, 502, 503, 504, 505, 520])(
		'tries again later after a %d, about a request or a message',
		(status) => {
			expect(decide(rejected(status))).toEqual({ action: 'retry', waitMs: 250 });
			expect(decide(rejected(status), { ...aboutMessage, failures: 2 })).toEqual({
				action: 'retry',
				waitMs: 500,
			});
		},
	);

	it('tries again when no answer came', () => {
		expect(decide(noAnswer)).toEqual({ action: 'retry', waitMs: 250 });
	});

	it('waits as long as it is asked to', () => {
		expect(decide(rejected(503), { retryAfterMs: 7_000 })).toEqual({
			action: 'retry',
			waitMs: 7_250,
		});
	});

	it('never waits longer than the budget', () => {
		expect(
			decide(rejected(503), { failures: 5, budget: { maxAttempts: 9, remainingMs: 100 } }),
		).toEqual({ action: 'retry', waitMs: 100 });
	});

	it('gives up when the attempts are used up', () => {
		expect(decide(rejected(503), { failures: 4 })).toMatchObject({ action: 'retry' });
		expect(decide(rejected(503), { failures: 5 })).toEqual({ action: 'giveUp' });
		expect(decide(noAnswer, { failures: 5 })).toEqual({ action: 'giveUp' });
	});

	it.each([0, -50])('gives up with %d ms left', (remainingMs) => {
		expect(decide(rejected(503), { budget: { remainingMs } })).toEqual({ action: 'giveUp' });
		expect(decide(noAnswer, { budget: { remainingMs } })).toEqual({ action: 'giveUp' });
	});

	it('ends the run when a request is to wait longer than it may, and gives up a message', () => {
		const late: Case = { retryAfterMs: 7_000, budget: { remainingMs: 6_000 } };
		expect(decide(rejected(503), late)).toEqual({ action: 'stopRun' });
		expect(decide(rejected(503), { ...late, ...aboutMessage })).toEqual({ action: 'giveUp' });
	});

	it('stops the run when the inlet closes for longer than the run may wait', () => {
		expect(actionOf(rejected(429), { retryAfterMs: 3_600_000 })).toBe('stopRun');
		expect(actionOf(rejected(429), { ...aboutMessage, retryAfterMs: 61_000 })).toBe('giveUp');
	});

	it('splits a request that is too large, unless it has one message', () => {
		expect(actionOf(rejected(413))).toBe('split');
		expect(actionOf(rejected(413), { messages: 1 })).toBe('reject');
		expect(actionOf(rejected(413), aboutMessage)).toBe('reject');
	});

	it('goes on without synchronous validation where it is not offered', () => {
		expect(actionOf(rejected(501), { sync: true })).toBe('dropSyncValidation');
		expect(actionOf(rejected(501))).toBe('reject');
	});

	it('sends raw records singly where batches need a header', () => {
		const needsHeader = rejected(400, "The 'header' field is mandatory.");
		for (const context of [aboutRequest, aboutMessage]) {
			expect(actionOf(needsHeader, { ...context, rawBatch: true })).toBe('sendSingly');
			expect(actionOf(needsHeader, context)).toBe('reject');
		}
	});

	it.each([301, 302, 308, 401, 403, 404, 405, 410])(
		'stops the run at a %d about the request, and rejects the message at one about it',
		(status) => {
			expect(actionOf(rejected(status))).toBe('stopRun');
			expect(actionOf(rejected(status), aboutMessage)).toBe('reject');
		},
	);

	it.each([
		[401, 'inlet.wrongOrganization'],
		[403, 'inlet.wrongOrganization'],
		[404, 'inlet.unknown'],
	])('stops the run at a %d, whatever Adobe says', (status, code) => {
		const answer = rejected(status, 'absent or wrong ims org');
		expect(answer.problem.code).toBe(code);
		expect(actionOf(answer)).toBe('stopRun');
	});

	it.each([400, 409, 415, 422, 402, 501])('rejects a single message at a %d', (status) => {
		expect(decide(rejected(status), { messages: 1 })).toEqual({ action: 'reject' });
	});

	it.each([400, 406, 409, 411, 422])(
		'halves a batch at a %d: one record may be the cause',
		(status) => {
			expect(decide(rejected(status))).toEqual({ action: 'split', waitMs: 0 });
			expect(decide(rejected(status), aboutMessage)).toEqual({ action: 'reject' });
		},
	);

	it('does not halve a batch when nothing is left of the time, or at an answer for all alike', () => {
		const over = { totalMs: 60_000, remainingMs: 0 };
		expect(actionOf(rejected(400), { budget: over })).toBe('postpone');
		expect(actionOf(rejected(400), { budget: over, messages: 1 })).toBe('reject');
		expect(actionOf(rejected(400), { budget: { totalMs: 0, remainingMs: 0 } })).toBe('split');
		expect(actionOf(rejected(400), { budget: { totalMs: 0, remainingMs: -60_000 } })).toBe(
			'postpone',
		);
		expect(actionOf(rejected(400, 'Message has unknown xdm format'))).toBe('reject');
		expect(actionOf(rejected(400, 'absent or wrong ims org'), { ownEnvelopes: true })).toBe(
			'split',
		);
		expect(actionOf(rejected(415))).toBe('reject');
	});

	it.each([
		['a lost answer', noAnswer, 'split'],
		['a 500', rejected(500), 'split'],
		['a 502', rejected(502), 'split'],
		['a 408', rejected(408), 'split'],
		['a 499', rejected(499), 'split'],
		['a 503', rejected(503), 'retry'],
		['a 429', rejected(429), 'retry'],
		['a 421', rejected(421), 'retry'],
	])('after %s that comes again to the same batch: %s', (_, answer, action) => {
		expect(actionOf(answer, { failures: 1 })).toBe('retry');
		expect(actionOf(answer, { failures: 2 })).toBe(action);
		expect(actionOf(answer, { failures: 2, messages: 1 })).toBe('retry');
		expect(actionOf(answer, { failures: 2, ...aboutMessage })).toBe('retry');
		expect(actionOf(answer, { failures: 5 })).toBe('giveUp');
	});
});

describe('what to do when nothing was sent', () => {
	const blocked = (code: 'credential.clientIdUnknown' | 'credential.tokenRateLimited') => ({
		kind: 'notAccepted' as const,
		problem: createProblem(code, {}),
		mayHaveArrived: false,
	});

	it('stops the run if something has to be changed first', () => {
		expect(decide(blocked('credential.clientIdUnknown'), { blocked: true })).toEqual({
			action: 'stopRun',
		});
	});

	it('tries again if it can work later, as long as time and attempts last', () => {
		const busy = blocked('credential.tokenRateLimited');
		expect(decide(busy, { blocked: true })).toEqual({ action: 'retry', waitMs: 250 });
		expect(actionOf(busy, { blocked: true, failures: 5 })).toBe('giveUp');
		expect(actionOf(busy, { blocked: true, budget: { remainingMs: 0 } })).toBe('giveUp');
	});
});

it('an answer is transient if the same message can be accepted later', () => {
	expect(
		[noAnswer, rejected(429), rejected(520), rejected(400), rejected(501)].map(isTransient),
	).toEqual([true, true, true, false, false]);
});
