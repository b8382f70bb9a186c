import type { IDataObject, INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { DeliveryReport, RequestSummary } from '../../lib/streaming/deliveryTypes';
import { toNodeError } from '../../lib/n8n/nodeError';
import { asSentence } from '../../lib/problem/problem';
import { describeReason, NAMED, reasonsIn } from './reasons';
import { inOneLine, plural } from './deliveryHints';

/**
 * Creates the single error of a run without error output: its text and details together report every item. n8n shows
 * the text without line breaks, so it uses sentences.
 */
export function stopWith(node: INode, report: DeliveryReport): NodeApiError | NodeOperationError {
	const reasons = reasonsIn(report);
	const [{ problem, items }] = reasons;
	const isOnlyReason = items.length === report.outcomes.length;
	const advice = [
		...(isOnlyReason
			? [asSentence(problem.advice)]
			: limitSentences(reasons.map(describeReason), 'reason')),
		...limitSentences(report.requests.map(describeRequest), 'request'),
	].join(' ');
	const message = isOnlyReason ? problem.message : inOneLine(report);
	const onlyItem = reasons.length === 1 && items.length === 1 ? items[0] : undefined;
	const error = toNodeError(node, { ...problem, message, advice }, onlyItem);
	error.context[DETAILS_FIELD] = {
		summary: inOneLine(report),
		notAccepted: reasons.map(({ status, problem: itemProblem, items: itemIndexes }) => ({
			status,
			problem: itemProblem as unknown as IDataObject,
			items: ranges(itemIndexes),
		})),
		requests: report.requests as unknown as IDataObject[],
		notices: report.notices,
	};
	return error;
}

const DETAILS_FIELD = 'delivery';

function describeRequest(request: RequestSummary): string {
	const { number, messages, httpStatus, code, transactionIds } = request;
	const answer = httpStatus === undefined ? `no answer (${code})` : `status ${httpStatus}`;
	const more = transactionIds.length - NAMED;
	const idList = transactionIds.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
	const ids = idList && `, transaction ${idList}`;
	return `Request ${number}: ${plural(messages, 'record')}, ${answer}${ids}.`;
}

function limitSentences(sentences: string[], noun: string): string[] {
	const omittedCount = sentences.length - NAMED;
	if (omittedCount <= 0) return sentences;
	return [...sentences.slice(0, NAMED), `${plural(omittedCount, `more ${noun}`)} in the details.`];
}

/** Formats numbers as ranges, e.g. `0-4, 9`. */
function ranges(numbers: number[]): string {
	const spans: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = spans.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else spans.push([number, number]);
	}
	return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
