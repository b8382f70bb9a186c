import type {
	DeliveryOutcome,
	DeliveryReport,
	RequestSummary,
} from '../../lib/streaming/deliveryTypes';
import type { Problem } from '../../lib/problem/problem';

/** Creates the report of records that were not sent, all for the same reason. */
export function reportNotSent(count: number, problem: Problem): DeliveryReport {
	const at = new Date().toISOString();
	const outcome = {
		status: 'notSent' as const,
		attempts: 0,
		at,
		problem,
	};
	return {
		outcomes: Array.from({ length: count }, () => ({ ...outcome })),
		requests: [],
		notices: [],
		stoppedBy: problem,
	};
}

/** Creates the report of records that cannot be sent, each for a reason of its own; others can. */
export function reportEachNotSent(problems: Problem[]): DeliveryReport {
	const at = new Date().toISOString();
	const outcomes = problems.map((problem) => {
		return { status: 'notSent' as const, attempts: 0, at, problem };
	});
	return { outcomes, requests: [], notices: [] };
}

/** Merges the reports of several groups: outcomes by input item, requests in one numbering. */
export function mergeReports(
	count: number,
	reports: Array<{ items: number[]; report: DeliveryReport }>,
): DeliveryReport {
	if (reports.length === 1) return reports[0].report;
	const outcomes = new Array<DeliveryOutcome>(count);
	const requests: RequestSummary[] = [];
	for (const { items, report } of reports) {
		const requestsBefore = requests.length;
		report.outcomes.forEach((outcome, index) => {
			const { request } = outcome;
			outcomes[items[index]] =
				request === undefined ? outcome : { ...outcome, request: request + requestsBefore };
		});
		for (const request of report.requests) {
			requests.push({ ...request, number: request.number + requestsBefore });
		}
	}
	return {
		outcomes,
		requests,
		notices: [...new Set(reports.flatMap(({ report }) => report.notices))],
		stoppedBy: reports.find(({ report }) => report.stoppedBy)?.report.stoppedBy,
	};
}
