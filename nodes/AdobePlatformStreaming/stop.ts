import type { IDataObject, INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { DeliveryReport, RequestSummary } from '../../lib/streaming/types';
import { nodeError } from './nodeError';
import { describeReason, NAMED, reasonsIn, sentence } from './reasons';
import { inOneLine, plural } from './summary';

/**
 * The one error of a run without error output: nothing is unaccounted for in its text and its details.
 * n8n shows the text without line breaks, hence sentences.
 */
export function stopWith(node: INode, report: DeliveryReport): NodeApiError | NodeOperationError {
	const reasons = reasonsIn(report);
	const [{ reason, advice, httpStatus, items }] = reasons;
	const nothing = items.length === report.outcomes.length;
	const error = nodeError(node, {
		message: nothing ? reason : inOneLine(report),
		description: [
			...(nothing ? [sentence(advice)] : named(reasons.map(describeReason), 'reason')),
			...named(report.requests.map(describeRequest), 'request'),
		].join(' '),
		httpStatus,
		itemIndex: reasons.length === 1 && items.length === 1 ? items[0] : undefined,
	});
	error.context[DETAILS] = {
		summary: inOneLine(report),
		notAccepted: reasons.map((entry) => ({ ...entry, items: ranges(entry.items) })),
		requests: report.requests as unknown as IDataObject[],
		notices: report.notices,
	};
	return error;
}

const DETAILS = 'delivery';

function describeRequest(request: RequestSummary): string {
	const { number, messages, httpStatus, code, transactionIds } = request;
	const answer = httpStatus === undefined ? `no answer (${code})` : `status ${httpStatus}`;
	const more = transactionIds.length - NAMED;
	const shown = transactionIds.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
	const ids = shown && `, transaction ${shown}`;
	return `Request ${number}: ${plural(messages, 'record')}, ${answer}${ids}.`;
}

function named(sentences: string[], noun: string): string[] {
	const rest = sentences.length - NAMED;
	if (rest <= 0) return sentences;
	return [...sentences.slice(0, NAMED), `${plural(rest, `more ${noun}`)} in the details.`];
}

/** `0-4, 9` */
function ranges(numbers: number[]): string {
	const spans: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = spans.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else spans.push([number, number]);
	}
	return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
