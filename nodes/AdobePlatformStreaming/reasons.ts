import type { DeliveryReport, OpenOutcome } from '../../lib/streaming/types';

/** How many items, reasons and requests a text names; the rest is in the details. */
export const NAMED = 10;

export interface Reason extends Pick<OpenOutcome, 'status' | 'reason' | 'advice' | 'httpStatus'> {
	items: number[];
}

/** What was not accepted, by reason; the most frequent first. */
export function reasonsIn({ outcomes }: DeliveryReport): Reason[] {
	const reasons = new Map<string, Reason>();
	outcomes.forEach((outcome, item) => {
		if (outcome.status === 'accepted') return;
		const { status, reason, advice, httpStatus } = outcome;
		const key = `${status} ${reason}`;
		const entry = reasons.get(key) ?? { status, reason, advice, httpStatus, items: [] };
		entry.items.push(item);
		reasons.set(key, entry);
	});
	return [...reasons.values()].sort((a, b) => b.items.length - a.items.length);
}

/** Items are counted from 0, as n8n does. */
export function describeReason({ items, reason, advice }: Reason): string {
	const rest = items.length - NAMED;
	const numbers = items.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
	return `Item${items.length === 1 ? '' : 's'} ${numbers}: ${sentence(reason)} ${sentence(advice)}`;
}

export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
