import { asSentence, type Problem } from '../../lib/problem/problem';
import type { DeliveryReport, NotAcceptedOutcome } from '../../lib/streaming/deliveryTypes';

/** Number of items, reasons and requests that a text names; the details have the rest. */
export const NAMED = 10;

/** Records that share a status and a problem. */
export interface Reason {
	status: NotAcceptedOutcome['status'];
	problem: Problem;
	/** Indexes of the input items. */
	items: number[];
}

/** Groups the records that were not accepted by reason; the most frequent reason comes first. */
export function reasonsIn({ outcomes }: DeliveryReport): Reason[] {
	const reasons = new Map<string, Reason>();
	outcomes.forEach((outcome, item) => {
		if (outcome.status === 'accepted') return;
		const { status, problem } = outcome;
		const key = `${status} ${problem.message}`;
		const entry = reasons.get(key) ?? { status, problem, items: [] };
		entry.items.push(item);
		reasons.set(key, entry);
	});
	return [...reasons.values()].sort((a, b) => b.items.length - a.items.length);
}

/** Describes a reason in two sentences. Items are counted from 0, as in n8n. */
export function describeReason({ items, problem: { message, advice } }: Reason): string {
	const unnamedCount = items.length - NAMED;
	const numbers =
		items.slice(0, NAMED).join(', ') + (unnamedCount > 0 ? ` and ${unnamedCount} more` : '');
	return `Item${items.length === 1 ? '' : 's'} ${numbers}: ${asSentence(message)} ${asSentence(advice)}`;
}
