import type {
	DeliveryOutcome,
	DeliveryReport,
	RequestSummary,
} from '../../../lib/streaming/deliveryTypes';
import { mergeReports } from '../../../nodes/AdobePlatformStreaming/mergeReports';

const at = '2026-01-31T12:00:00.000Z';

/** A group that was sent one record per request. */
function sent(count: number): DeliveryReport {
	const outcomes = Array.from({ length: count }, (_, index): DeliveryOutcome => {
		return { status: 'accepted', request: index + 1, attempts: 1, at, httpStatus: 200 };
	});
	const requests = Array.from({ length: count }, (_, index): RequestSummary => {
		const counts = { messages: 1, accepted: 1, rejected: 0, unknown: 0 };
		const facts = { bytes: 1, startedAt: at, durationMs: 1, transactionIds: [] };
		return { number: index + 1, ...counts, ...facts };
	});
	return { outcomes, requests, notices: [] };
}

it('accounts for every record of groups with any number of requests', () => {
	const LARGE = 200_000;
	const items = Array.from({ length: LARGE }, (_, index) => index + 1);
	const { outcomes, requests } = mergeReports(LARGE + 1, [
		{ items: [0], report: sent(1) },
		{ items, report: sent(LARGE) },
	]);
	expect(outcomes).toHaveLength(LARGE + 1);
	expect(requests).toHaveLength(LARGE + 1);
	expect(outcomes.at(-1)?.request).toBe(LARGE + 1);
	expect(requests.at(-1)?.number).toBe(LARGE + 1);
});
