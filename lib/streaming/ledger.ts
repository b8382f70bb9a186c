import { explainNotSent, type Explanation } from './advice';
import type { WrittenRecord } from './body';
import type { MessageReading } from './reply';
import type {
	AcceptedOutcome,
	DeliveryOutcome,
	DeliveryReport,
	OpenOutcome,
	RequestSummary,
} from './types';

/** A message on its way, with what has happened to it so far. */
export interface Message extends WrittenRecord {
	index: number;
	/** How often it was sent. */
	attempts: number;
	/** How often that ended with a passing answer or none. */
	passes: number;
	/** Time of the first of these. */
	firstPassAt?: number;
	/** Set once an attempt may have been taken by Adobe without saying so: why. */
	uncertain?: string;
	/** Number of the last request that carried it. */
	request?: number;
	httpStatus?: number;
}

export type Settlement =
	| Pick<AcceptedOutcome, 'status' | 'xactionId'>
	| Pick<OpenOutcome, 'status' | 'reason' | 'advice' | 'violations' | 'xactionId' | 'httpStatus'>;

/** The account of a run: one outcome per record, every request, and what a person should know. */
export interface Ledger {
	/** Sets aside a record that never became a message. */
	setAside(index: number, reason: string, advice: string): void;
	settle(message: Message, settlement: Settlement): void;
	/** Adds a request and gives its number. */
	addRequest(
		request: Omit<RequestSummary, 'number' | 'accepted' | 'refused' | 'unknown'>,
		readings: MessageReading[],
	): number;
	notice(text: string): void;
	/** Closes the account: what has no outcome yet was not sent. */
	close(stopped: Explanation | undefined): DeliveryReport;
}

/** Opens the account of a run over `count` records; `now` gives milliseconds since 1970. */
export function openLedger(count: number, now: () => number): Ledger {
	const outcomes = new Array<DeliveryOutcome | undefined>(count);
	const requests: RequestSummary[] = [];
	const notices = new Set<string>();
	// Records of one answer are settled in the same millisecond: they share one text.
	let moment = { time: NaN, text: '' };
	const at = () => {
		const time = now();
		if (time !== moment.time) moment = { time, text: new Date(time).toISOString() };
		return moment.text;
	};

	return {
		setAside(index, reason, advice) {
			outcomes[index] = { status: 'setAside', reason, advice, attempts: 0, at: at() };
		},
		settle({ index, attempts, request, httpStatus }, settlement) {
			const carried = request === undefined ? {} : { request };
			const answered = httpStatus === undefined ? {} : { httpStatus };
			// A person reads the status first.
			const { status, ...rest } = settlement;
			const outcome = { status, ...carried, attempts, at: at(), ...answered, ...rest };
			outcomes[index] = outcome as DeliveryOutcome;
		},
		addRequest(request, readings) {
			const tally = (kind: MessageReading['kind']) =>
				readings.filter((reading) => reading.kind === kind).length;
			const number = requests.length + 1;
			requests.push({
				number,
				...request,
				accepted: tally('accepted'),
				refused: tally('refused'),
				unknown: tally('unknown'),
			});
			return number;
		},
		notice(text) {
			notices.add(text);
		},
		close(stopped) {
			// Only a run that was stopped leaves records without an outcome.
			for (let index = 0; stopped && index < count; index += 1) {
				outcomes[index] ??= {
					status: 'notSent',
					...explainNotSent(stopped),
					attempts: 0,
					at: at(),
				};
			}
			return {
				outcomes: outcomes as DeliveryOutcome[],
				requests,
				notices: [...notices],
				...(stopped ? { stoppedBy: stopped.reason } : {}),
			};
		},
	};
}
