import { explainRefusal, explainUnknown, type Explanation } from './advice';
import type { Attempt } from './attempt';
import type { Message } from './ledger';
import type { MessageReading } from './reply';
import type { Run } from './run';

type NotAccepted = Exclude<MessageReading, { kind: 'accepted' }>;

const MORE_VIOLATIONS = 'Adobe names at most five violations at a time: there may be more.';

export function accept(run: Run, message: Message, xactionId: string | undefined): void {
	run.ledger.settle(message, {
		status: 'accepted',
		...(xactionId === undefined ? {} : { xactionId }),
	});
}

/**
 * Settles a message that is not tried any more. Refused if Adobe said no; unknown if nobody knows,
 * also when the last answer was no but is not about the record (a busy inlet, a stale token) and
 * an earlier attempt may have been taken.
 * @param final whether the answer is about the record, so that it holds for every attempt
 */
export function settleOpen(
	run: Run,
	attempt: Attempt,
	message: Message,
	reading: NotAccepted,
	final: boolean,
): void {
	if (reading.kind === 'unknown') return leaveUnknown(run, message, reading.reason);
	if (!final && message.uncertain !== undefined) {
		return leaveUnknown(run, message, message.uncertain);
	}
	const { list, mayBeMore } = attempt.violations;
	const { reason, advice } = explainRefusal({
		status: reading.status,
		message: reading.message,
		emptyBody: attempt.emptyBody,
		authenticated: run.destination.authenticated,
	});
	run.ledger.settle(message, {
		status: 'rejected',
		httpStatus: reading.status,
		reason,
		advice: mayBeMore ? `${advice} ${MORE_VIOLATIONS}` : advice,
		...(list.length > 0 ? { violations: list } : {}),
		...(reading.xactionId === undefined ? {} : { xactionId: reading.xactionId }),
	});
}

/** Settles messages whose turn does not come: not sent, unless an earlier attempt may have been taken. */
export function leaveUnsent(run: Run, messages: Message[], explanation: Explanation): void {
	for (const message of messages) {
		if (message.uncertain !== undefined) leaveUnknown(run, message, message.uncertain);
		else run.ledger.settle(message, { status: 'notSent', ...explanation });
	}
}

function leaveUnknown(run: Run, message: Message, why: string): void {
	run.ledger.settle(message, { status: 'unknown', ...explainUnknown(why) });
}
