import { AxiosError } from 'axios';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { HttpReply } from '../../../lib/http/httpReply';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import {
	sendWithCredential,
	sendWithoutCredential,
	type HttpCall,
} from '../../../lib/n8n/httpHelpers';
import { DataflowCache } from '../../../lib/platform/services/dataflowCache';
import { platformClient } from '../../../lib/platform/transport/platformClient';
import { problemIn } from '../../../lib/problem/serviceError';
import { reportNotSent } from '../../../nodes/AdobePlatformStreaming/mergeReports';
import { adobeRow } from '../../harness/adobe';
import { deliver } from '../../../lib/streaming/deliver';
import {
	CERTIFICATE_CODES,
	CONNECT_CODES,
	INLET_ROWS,
	LOOKUP_CODES,
	LOOKUP_ROWS,
	TLS_CODES,
	TOKEN_ROWS,
	type AnswerRow,
} from '../../harness/answerTable.mts';
import { bodyOf, SYSTEM_CODES } from '../../harness/systemErrors.mts';
import {
	acceptAll,
	destination,
	events,
	fakeWorld,
	lost,
	settings,
	sourceOf,
} from '../../unit/streaming/fakes';

/** Stands in for n8n's HTTP helper. */
type Behavior = () => Promise<unknown>;

const withStatus =
	(status: number): Behavior =>
	async () => ({ statusCode: status, headers: {}, body: bodyOf('{}') });

/** Fails as axios does with an error of Node. */
const withCode =
	(code: string | undefined, syscall?: string): Behavior =>
	async () => {
		const cause = Object.assign(new Error('of Node'), { code, ...(syscall && { syscall }) });
		throw Object.assign(AxiosError.from(cause), { cause });
	};

/** Sends through this package's HTTP helper and a helper of n8n's that behaves so. */
async function replyOf(behavior: Behavior, url = CALL.url): Promise<HttpReply> {
	const context = { helpers: { httpRequest: behavior } } as unknown as IExecuteFunctions;
	return await sendWithoutCredential(context, { ...CALL, url });
}

const CALL: HttpCall = {
	method: 'POST',
	url: destination.inletUrl,
	headers: {},
	body: '{}',
	timeoutMs: 1_000,
	maxResponseBytes: 1_000_000,
};

type Send = (nth: number) => Promise<HttpReply>;

/** Delivers records one by one to an inlet that asks for a token. */
async function deliverTo(count: number, send: Send, retryBudgetMs: number, batch = false) {
	const world = fakeWorld(acceptAll);
	let sent = 0;
	world.send = async () => await send((sent += 1));
	const report = await deliver(
		sourceOf(events(count)),
		{ ...destination, authenticated: true },
		{ ...settings, retryBudgetMs, batch, parallelRequests: 1 },
		world,
	);
	return { report, sent };
}

const accepted: HttpReply = { kind: 'reply', status: 200, headers: {}, body: { xactionId: '1:2' } };

/** The behavior of a run after this reply, as a row has it. */
async function behaviorOf(replyAgain: () => Promise<HttpReply>) {
	const answer = await replyAgain();
	const alone = await deliverTo(2, async () => answer, 0);
	const [outcome] = alone.report.outcomes;
	if (outcome.status === 'accepted') throw new Error('This row is about other answers');
	const once = await deliverTo(1, async (nth) => (nth === 1 ? answer : accepted), 60_000);
	const after = await deliverTo(1, async (nth) => (nth === 1 ? lost : answer), 1_000);
	const isRepeated = once.report.outcomes[0].status === 'accepted';
	const isOver = alone.report.stoppedBy !== undefined;
	const together = await deliverTo(2, async () => answer, 60_000, true);
	const rest = together.sent === 3 ? 'halves' : 'goes on';
	return {
		code: outcome.problem.code,
		next: isRepeated ? 'tries again' : isOver ? 'ends the run' : rest,
		outcome: outcome.status,
		outcomeIfUncertain: after.report.outcomes[0].status,
	};
}

const ofInlet = async (behavior: Behavior) => await behaviorOf(async () => await replyOf(behavior));

const credentialType = new AdobeExperiencePlatformApi();
let clients = 0;

/** A request that waits for a token, of a token service that behaves so. */
const ofTokens = async (behavior: Behavior) =>
	await behaviorOf(async () => {
		const credential = {
			...adobeRow('https://dcs.adobedc.net', { clientId: `client-${(clients += 1)}` }),
			tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
			platformUrl: 'https://platform.adobe.io',
		};
		const httpRequestWithAuthentication = async () => {
			const helpers = { httpRequest: behavior };
			// As n8n does, which wraps what is thrown.
			return await credentialType.preAuthentication
				.call({ helpers } as never, credential)
				.catch((cause: unknown) => {
					throw Object.assign(new Error('wrapped'), { cause });
				});
		};
		const context = { helpers: { httpRequestWithAuthentication } };
		return await sendWithCredential(context as unknown as IExecuteFunctions, CALL);
	});

const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const FLOW = {
	items: [{ id: FLOW_ID, state: 'enabled', options: { inletUrl: destination.inletUrl } }],
};
const withFlow: Behavior = async () => ({
	statusCode: 200,
	headers: {},
	body: bodyOf(JSON.stringify(FLOW)),
});

/** Looks up a dataflow, of a Flow Service that behaves in this way at each request. */
async function lookUp(behaviorAt: (nth: number) => Behavior, budgetMs: number) {
	const world = fakeWorld(acceptAll);
	const outages = new Map();
	let requests = 0;
	const connect = (ms: number) =>
		platformClient(
			async () => await replyOf(behaviorAt((requests += 1)), 'https://platform.adobe.io/data'),
			'https://platform.adobe.io',
			'prod',
			{ budgetMs: ms, clock: world, outages },
		);
	const connection = { call: connect(budgetMs), callOnce: connect(0) };
	return await new DataflowCache(world.now).find('account', FLOW_ID, connection);
}

async function ofLookup(behavior: Behavior) {
	const error: unknown = await lookUp(() => behavior, 0).catch((thrown: unknown) => thrown);
	const once = lookUp((nth) => (nth === 1 ? behavior : withFlow), 60_000);
	const isRepeated = await once.then(
		({ dataflow }) => dataflow.state === 'enabled',
		() => false,
	);
	const problem = problemIn(error)!;
	return {
		code: problem.code,
		next: isRepeated ? 'tries again' : 'ends the run',
		outcome: reportNotSent(1, problem).outcomes[0].status,
	};
}

const expectationOf = ({ code, next, outcome, outcomeIfUncertain }: AnswerRow) => ({
	code,
	next,
	outcome,
	...(outcomeIfUncertain && { outcomeIfUncertain }),
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
		...SYSTEM_CODES,
		...LOOKUP_CODES,
		...CONNECT_CODES,
		...TLS_CODES,
		...CERTIFICATE_CODES,
		...MORE_CODES,
	]),
];

const STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index);

describe.each<[string, AnswerRow[], (behavior: Behavior) => Promise<object>]>([
	['The inlet', INLET_ROWS, ofInlet],
	['The token service', TOKEN_ROWS, ofTokens],
	['Flow Service', LOOKUP_ROWS, ofLookup],
])('%s', (_, rows, look) => {
	const ofAnyOther = rows.at(-1)!;
	const whileConnecting = rows.find((row) => row.whileConnecting)!;
	const ofCode = (code: string, otherwise: AnswerRow) =>
		rows.find(({ codes }) => codes?.includes(code)) ?? otherwise;

	test.each(STATUSES)('answers %d', async (status) => {
		const row = rows.find(({ statuses }) => statuses?.includes(status))!;
		expect(await look(withStatus(status))).toEqual(expectationOf(row));
	});

	test.each(EVERY_CODE)('fails with %s', async (code) => {
		expect(await look(withCode(code))).toEqual(expectationOf(ofCode(code, ofAnyOther)));
	});

	test.each(EVERY_CODE)('fails with %s while connecting, or while reading', async (code) => {
		for (const syscall of ['connect', 'getaddrinfo']) {
			const row = ofCode(code, whileConnecting);
			expect(await look(withCode(code, syscall))).toEqual(expectationOf(row));
		}
		expect(await look(withCode(code, 'read'))).toEqual(expectationOf(ofCode(code, ofAnyOther)));
	});

	test('has each status and each code in one row of the table', () => {
		const named = rows.flatMap(({ statuses = [], codes = [] }) => [...statuses, ...codes]);
		expect(named).toHaveLength(new Set(named).size);
		expect(named.filter((each) => typeof each === 'number')).toHaveLength(300);
	});
});
