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

/** Settles a message that Adobe said no to, with its violations if it named any. */
export function refuse(run: Run, attempt: Attempt, message: Message, reading: NotAccepted): void {
	if (reading.kind === 'unknown') return leaveOpen(run, attempt, message, reading);
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

/**
 * Settles a message that is not tried any more: refused, unless this or an earlier attempt may have
 * been taken. The last answer (a busy inlet, a stale token) says nothing about that one.
 */
export function leaveOpen(
	run: Run,
	attempt: Attempt,
	message: Message,
	reading: NotAccepted,
): void {
	const why = message.uncertain;
	if (why === undefined) return refuse(run, attempt, message, reading);
	run.ledger.settle(message, { status: 'unknown', ...explainUnknown(why) });
}

/** Settles messages whose turn does not come: not sent, unless an earlier attempt may have been taken. */
export function leaveUnsent(run: Run, messages: Message[], explanation: Explanation): void {
	for (const message of messages) {
		run.ledger.settle(
			message,
			message.uncertain === undefined
				? { status: 'notSent', ...explanation }
				: { status: 'unknown', ...explainUnknown(message.uncertain) },
		);
	}
}
