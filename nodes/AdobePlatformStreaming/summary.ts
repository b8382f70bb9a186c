import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type JsonObject,
	type NodeExecutionHint,
} from 'n8n-workflow';
import type {
	DeliveryOutcome,
	DeliveryReport,
	OpenOutcome,
	RequestSummary,
} from '../../lib/streaming/types';
import type { Obstacle } from './obstacle';

type Status = DeliveryOutcome['status'];

/** In the order a person wants to read them. */
const WORDS: Array<[Status, string]> = [
	['accepted', 'accepted'],
	['rejected', 'refused'],
	['unknown', 'unknown'],
	['setAside', 'set aside'],
	['notSent', 'not sent'],
];

/** How many refused items and requests the text of an error names; the rest is in its details. */
const NAMED = 10;

const plural = (count: number, noun: string) =>
	`${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** A report in which nothing was sent, for one reason. */
export function undelivered(
	count: number,
	status: 'setAside' | 'notSent',
	{ reason, advice, status: httpStatus }: Obstacle,
): DeliveryReport {
	const at = new Date().toISOString();
	const outcome = { status, reason, advice, attempts: 0, at, ...(httpStatus && { httpStatus }) };
	return {
		outcomes: Array.from({ length: count }, () => outcome),
		requests: [],
		notices: [],
		...(status === 'notSent' && { stoppedBy: reason }),
	};
}

/** Puts the reports of several groups together: outcomes by input item, requests numbered through. */
export function mergeReports(
	count: number,
	reports: Array<{ items: number[]; report: DeliveryReport }>,
): DeliveryReport {
	const outcomes = new Array<DeliveryOutcome>(count);
	const requests: RequestSummary[] = [];
	for (const { items, report } of reports) {
		const before = requests.length;
		report.outcomes.forEach((outcome, index) => {
			const { request } = outcome;
			outcomes[items[index]] =
				request === undefined ? outcome : { ...outcome, request: request + before };
		});
		requests.push(
			...report.requests.map((request) => ({ ...request, number: request.number + before })),
		);
	}
	return {
		outcomes,
		requests,
		notices: [...new Set(reports.flatMap(({ report }) => report.notices))],
		stoppedBy: reports.find(({ report }) => report.stoppedBy)?.report.stoppedBy,
	};
}

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
	const whole = report.outcomes.every(({ status }) => status === 'accepted');
	const summary: NodeExecutionHint = {
		message: inOneLine(report),
		type: whole ? 'info' : 'warning',
		location: 'outputPane',
	};
	const notices = report.notices.map(
		(message): NodeExecutionHint => ({ message, type: 'warning', location: 'outputPane' }),
	);
	return [summary, ...notices];
}

const isOpen = (entry: {
	outcome: DeliveryOutcome;
}): entry is { outcome: OpenOutcome; item: number } => entry.outcome.status !== 'accepted';

/** The one error of a run without error output: nothing is unaccounted for in its text and its details. */
export function stopWith(node: INode, report: DeliveryReport): NodeApiError | NodeOperationError {
	const open = report.outcomes.map((outcome, item) => ({ outcome, item })).filter(isOpen);
	const first = open[0].outcome;
	const alike = open.every(({ outcome }) => outcome.reason === first.reason);
	const nothing = open.length === report.outcomes.length && alike;
	const message = nothing ? first.reason : inOneLine(report);
	const description = [
		...(nothing ? [first.advice] : describeItems(open)),
		...describeRequests(report.requests),
	].join('\n');
	const itemIndex = open[0].item;
	const error =
		first.httpStatus === undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, { message } as JsonObject, {
					message,
					description,
					httpCode: String(first.httpStatus),
					itemIndex,
				});
	error.context[DETAILS] = {
		summary: inOneLine(report),
		notAccepted: byReason(open),
		requests: report.requests as unknown as IDataObject[],
		notices: report.notices,
	};
	return error;
}

const DETAILS = 'delivery';

function describeItems(open: Array<{ outcome: OpenOutcome; item: number }>): string[] {
	const lines = open
		.slice(0, NAMED)
		.map(({ outcome: { reason, advice }, item }) => `Item ${item}: ${sentence(reason)} ${advice}`);
	return andMore(lines, open.length, 'item');
}

function describeRequests(requests: RequestSummary[]): string[] {
	const lines = requests
		.slice(0, NAMED)
		.map(({ number, messages, httpStatus, code, transactionIds }) => {
			const answer = httpStatus === undefined ? `no answer (${code})` : `status ${httpStatus}`;
			const ids = transactionIds.length ? `, transaction ${transactionIds.join(', ')}` : '';
			return `Request ${number}: ${plural(messages, 'record')}, ${answer}${ids}`;
		});
	return andMore(lines, requests.length, 'request');
}

function andMore(lines: string[], count: number, noun: string): string[] {
	const rest = count - lines.length;
	return rest > 0 ? [...lines, `and ${plural(rest, `more ${noun}`)}, in the details`] : lines;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Item numbers as ranges, `0-4, 9`, under each reason. */
function byReason(open: Array<{ outcome: OpenOutcome; item: number }>): IDataObject[] {
	const groups = new Map<string, { status: Status; reason: string; items: number[] }>();
	for (const { outcome, item } of open) {
		const { status, reason } = outcome;
		const key = `${status} ${reason}`;
		const group = groups.get(key) ?? { status, reason, items: [] };
		group.items.push(item);
		groups.set(key, group);
	}
	return [...groups.values()].map((group) => ({ ...group, items: ranges(group.items) }));
}

export function ranges(numbers: number[]): string {
	const spans: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = spans.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else spans.push([number, number]);
	}
	return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
