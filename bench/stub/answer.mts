import { randomUUID } from 'node:crypto';
import { RateLimits } from '../../emulator/inlet/rateLimits.mts';
import type { Ledger } from './ledger.mts';

/** Adobe's limits of streaming ingestion for one organization. Source: Adobe, "Streaming ingestion overview". */
const REQUESTS_PER_SECOND = 1_000;
const MESSAGES_PER_SECOND = 10_000;

export interface InletOptions {
	/** True if Adobe's limits apply: requests above them get a 429. */
	limits?: boolean;
	/** Rejects every nth message of a batch; default: none. */
	rejectEvery?: number;
}

export interface InletAnswer {
	status: number;
	headers?: Record<string, string>;
	body: object;
}

const REJECTION = { status: 400, message: 'The record was rejected on purpose' };
const NOT_JSON = { status: 400, title: 'Bad Request', detail: 'The body is no JSON' };
const TOO_MANY: InletAnswer = {
	status: 429,
	headers: { 'retry-after': '1' },
	body: { status: 429, title: 'Too Many Requests', detail: 'Too many requests' },
};

/** Creates the function that responds like an inlet: to one message or a batch, in Adobe's forms. */
export function inlet(
	ledger: Ledger,
	{ limits, rejectEvery }: InletOptions,
): (isBatch: boolean, body: string) => InletAnswer {
	const rates = new RateLimits();
	const isWithinLimits = (messages: number) => {
		if (!limits) return true;
		const now = Date.now();
		return (
			rates.takeRequest(REQUESTS_PER_SECOND, now) &&
			rates.takeMessages(messages, MESSAGES_PER_SECOND, now)
		);
	};
	return (isBatch, body) => {
		const parsed = parse(body);
		if (parsed === undefined) return { status: 400, body: NOT_JSON };
		const list = isBatch ? (parsed as { messages?: unknown }).messages : [parsed];
		const messages: unknown[] = Array.isArray(list) ? list : [];
		if (!isWithinLimits(messages.length)) {
			ledger.rateLimit();
			return TOO_MANY;
		}
		ledger.request();
		const id = randomUUID();
		const receivedTimeMs = Date.now();
		if (!isBatch) {
			ledger.take(parsed);
			return { status: 200, body: { inletId: INLET_ID, xactionId: id, receivedTimeMs } };
		}
		const responses = messages.map((message, index) => {
			const xactionId = `${id}-${index}`;
			if (rejectEvery && (index + 1) % rejectEvery === 0) {
				ledger.reject();
				return { xactionId, ...REJECTION };
			}
			ledger.take(message);
			return { xactionId };
		});
		return {
			status: 207,
			body: { inletId: INLET_ID, batchId: id, receivedTimeMs, responses },
		};
	};
}

/** ID of the only inlet. */
export const INLET_ID = 'bench';

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
