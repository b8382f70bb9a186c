import type { NodeExecutionHint } from 'n8n-workflow';
import type { DeliveryOutcome, DeliveryReport } from '../../lib/streaming/deliveryTypes';
import { panelText } from '../../lib/n8n/panelText';
import { describeReason, reasonsIn } from './reasons';

/** Number of reasons shown above the output; each item has its own reason in its report. */
const REASONS_SHOWN = 3;

/** In reading order. */
export const WORDS: Array<[DeliveryOutcome['status'], string]> = [
	['accepted', 'accepted'],
	['rejected', 'rejected'],
	['unknown', 'unknown'],
	['notSent', 'not sent'],
];

export const plural = (count: number, noun: string) =>
	`${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** Summarizes a report, e.g. `963 accepted, 37 rejected in 1 request`. */
export function inOneLine({ outcomes, requests }: DeliveryReport): string {
	const counts = WORDS.map(([status, word]) => ({
		count: outcomes.filter((outcome) => outcome.status === status).length,
		word,
	})).filter(({ count }) => count > 0);
	const countTexts = counts.map(({ count, word }) => `${count.toLocaleString('en-US')} ${word}`);
	return `${countTexts.join(', ')} in ${plural(requests.length, 'request')}`;
}

/** Creates the hints that are shown above the output. */
export function deliveryHints(report: DeliveryReport): NodeExecutionHint[] {
	if (report.outcomes.length === 0) return [];
	const reasons = reasonsIn(report).slice(0, REASONS_SHOWN).map(describeReason);
	const summary: NodeExecutionHint = {
		message: inOneLine(report),
		type: reasons.length === 0 ? 'info' : 'warning',
		location: 'outputPane',
	};
	const more = [...reasons, ...report.notices].map(
		(message): NodeExecutionHint => ({
			message: panelText(message),
			type: 'warning',
			location: 'outputPane',
		}),
	);
	return [summary, ...more];
}
