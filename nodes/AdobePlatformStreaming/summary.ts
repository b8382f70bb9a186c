import type { NodeExecutionHint } from 'n8n-workflow';
import type { DeliveryOutcome, DeliveryReport } from '../../lib/streaming/types';
import { panelText } from '../../lib/panelText';
import { describeReason, reasonsIn } from './reasons';

/** The account of each item says why; above the output stand the reasons that matter most. */
const REASONS_SHOWN = 3;

/** In the order a person wants to read them. */
export const WORDS: Array<[DeliveryOutcome['status'], string]> = [
	['accepted', 'accepted'],
	['rejected', 'refused'],
	['unknown', 'unknown'],
	['setAside', 'set aside'],
	['notSent', 'not sent'],
];

export const plural = (count: number, noun: string) =>
	`${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** `963 accepted, 37 refused in 1 request` */
export function inOneLine({ outcomes, requests }: DeliveryReport): string {
	const counts = WORDS.map(([status, word]) => ({
		count: outcomes.filter((outcome) => outcome.status === status).length,
		word,
	})).filter(({ count }) => count > 0);
	const account = counts.map(({ count, word }) => `${count.toLocaleString('en-US')} ${word}`);
	return `${account.join(', ')} in ${plural(requests.length, 'request')}`;
}

/** What a person should see above the output. */
export function hintsFor(report: DeliveryReport): NodeExecutionHint[] {
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
