import type { DeliveryOutcome, DeliveryReport, RequestSummary } from '../../lib/streaming/types';
import type { Obstacle } from './obstacle';

/** A report in which nothing was sent, for one reason. */
export function undelivered(
	count: number,
	status: 'setAside' | 'notSent',
	{ reason, advice, status: httpStatus }: Obstacle,
): DeliveryReport {
	const at = new Date().toISOString();
	const outcome = { status, reason, advice, attempts: 0, at, ...(httpStatus && { httpStatus }) };
	return {
		outcomes: Array.from({ length: count }, () => ({ ...outcome })),
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
	if (reports.length === 1) return reports[0].report;
	const outcomes = new Array<DeliveryOutcome>(count);
	const requests: RequestSummary[] = [];
	for (const { items, report } of reports) {
		const before = requests.length;
		report.outcomes.forEach((outcome, index) => {
			const { request } = outcome;
			outcomes[items[index]] =
				request === undefined ? outcome : { ...outcome, request: request + before };
		});
		for (const request of report.requests) {
			requests.push({ ...request, number: request.number + before });
		}
	}
	return {
		outcomes,
		requests,
		notices: [...new Set(reports.flatMap(({ report }) => report.notices))],
		stoppedBy: reports.find(({ report }) => report.stoppedBy)?.report.stoppedBy,
	};
}
