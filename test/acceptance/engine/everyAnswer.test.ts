import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { AxiosError } from 'axios';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { HttpReply } from '../../../lib/http/httpReply';
import { sendWithoutCredential } from '../../../lib/n8n/httpHelpers';
import { deliver } from '../../../lib/streaming/deliver';
import {
	CERTIFICATE_CODES,
	CONNECT_CODES,
	INLET_ROWS,
	LOOKUP_CODES,
	TLS_CODES,
	type AnswerRow,
} from '../../harness/answerTable.mts';
import {
	acceptAll,
	destination,
	events,
	fakeWorld,
	lost,
	settings,
	sourceOf,
} from '../../unit/streaming/fakes';

/** What n8n's helper does with a request. */
type Behavior = () => Promise<unknown>;

const withStatus =
	(status: number): Behavior =>
	async () => ({ statusCode: status, headers: {}, body: Readable.from(['{}']) });

/** Fails as axios does with an error of Node. */
const withCode =
	(code: string | undefined, syscall?: string): Behavior =>
	async () => {
		const cause = Object.assign(new Error('of Node'), { code, ...(syscall && { syscall }) });
		throw Object.assign(AxiosError.from(cause), { cause });
	};

/** Sends through this package's HTTP helper and a helper of n8n's that behaves so. */
async function replyOf(behavior: Behavior): Promise<HttpReply> {
	const context = { helpers: { httpRequest: behavior } } as unknown as IExecuteFunctions;
	return await sendWithoutCredential(context, {
		method: 'POST',
		url: `${destination.inletUrl}`,
		headers: {},
		body: '{}',
		timeoutMs: 1_000,
		maxResponseBytes: 1_000_000,
	});
}

type Send = (nth: number) => Promise<HttpReply>;

/** Delivers records one by one to an inlet that asks for a token. */
async function deliverTo(count: number, send: Send, retryBudgetMs: number) {
	const world = fakeWorld(acceptAll);
	let sent = 0;
	world.send = async () => await send((sent += 1));
	const report = await deliver(
		sourceOf(events(count)),
		{ ...destination, authenticated: true },
		{ ...settings, retryBudgetMs, batch: false, parallelRequests: 1 },
		world,
	);
	return { report, sent };
}

const accepted: HttpReply = { kind: 'reply', status: 200, headers: {}, body: { xactionId: '1:2' } };

/** The outcome of a record for each of these, as a row has it. */
async function behaviorOf(behavior: Behavior) {
	const answer = await replyOf(behavior);
	const alone = await deliverTo(2, async () => answer, 0);
	const [outcome] = alone.report.outcomes;
	if (outcome.status === 'accepted') throw new Error('This row is about other answers');
	const once = await deliverTo(1, async (nth) => (nth === 1 ? answer : accepted), 60_000);
	const after = await deliverTo(1, async (nth) => (nth === 1 ? lost : answer), 1_000);
	const isRepeated = once.report.outcomes[0].status === 'accepted';
	const isOver = alone.report.stoppedBy !== undefined;
	return {
		code: outcome.problem.code,
		next: isRepeated ? 'tries again' : isOver ? 'ends the run' : 'goes on',
		outcome: outcome.status,
		outcomeIfUncertain: after.report.outcomes[0].status,
	};
}

const expectationOf = ({ code, next, outcome, outcomeIfUncertain }: AnswerRow) => ({
	code,
	next,
	outcome,
	outcomeIfUncertain,
});

/** Codes that other libraries and n8n's own rules bring. */
const MORE_CODES = [
	'ECONNABORTED',
	'ERR_NETWORK',
	'ERR_CANCELED',
	'ERR_BAD_RESPONSE',
	'ERR_SOCKET_CONNECTION_TIMEOUT',
	'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
	'ERR_STREAM_PREMATURE_CLOSE',
	'HPE_INVALID_CONSTANT',
	'UND_ERR_SOCKET',
	'EOTHER',
];

/** Every code of Node's errors of the system, of look-ups and of certificates. */
const EVERY_CODE = [
	...new Set([
		...Object.keys(constants.errno),
		...LOOKUP_CODES,
		...CONNECT_CODES,
		...TLS_CODES,
		...CERTIFICATE_CODES,
		...MORE_CODES,
	]),
];

const rowOf = (find: (row: AnswerRow) => boolean | undefined) => INLET_ROWS.find(find)!;

describe('The inlet', () => {
	const statuses = Array.from({ length: 300 }, (_, index) => 300 + index);

	test.each(statuses)('answers %d', async (status) => {
		const row = rowOf((each) => each.statuses?.includes(status));
		expect(await behaviorOf(withStatus(status))).toEqual(expectationOf(row));
	});

	const ofAnyOther = INLET_ROWS.at(-1)!;

	test.each(EVERY_CODE)('fails with %s', async (code) => {
		const row = INLET_ROWS.find(({ codes }) => codes?.includes(code)) ?? ofAnyOther;
		expect(await behaviorOf(withCode(code))).toEqual(expectationOf(row));
	});

	const whileConnecting = rowOf((row) => row.whileConnecting);

	test.each(EVERY_CODE)('fails with %s while connecting', async (code) => {
		const row = INLET_ROWS.find(({ codes }) => codes?.includes(code)) ?? whileConnecting;
		for (const syscall of ['connect', 'getaddrinfo']) {
			expect(await behaviorOf(withCode(code, syscall))).toEqual(expectationOf(row));
		}
		const sent = INLET_ROWS.find(({ codes }) => codes?.includes(code)) ?? ofAnyOther;
		expect(await behaviorOf(withCode(code, 'read'))).toEqual(expectationOf(sent));
	});
});

test('Each status and each code is in one row of the table', () => {
	const named = INLET_ROWS.flatMap(({ statuses = [], codes = [] }) => [...statuses, ...codes]);
	expect(named).toHaveLength(new Set(named).size);
	expect(named.filter((each) => typeof each === 'number')).toHaveLength(300);
});
