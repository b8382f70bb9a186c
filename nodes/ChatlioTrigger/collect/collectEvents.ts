import { sleep, type INodeExecutionData, type IWebhookResponseData } from 'n8n-workflow';

import { createProblem, problemText } from '../../../lib/problem/problem';
import { answerTo, isWaiting, type CallerResponse } from './callerResponse';
import { nextGroup } from './nextGroup';

/** An accepted event, with the response of the caller that waits. */
export interface Call {
	item: INodeExecutionData;
	/** Bytes of the posted body. */
	bytes: number;
	response: CallerResponse;
}

/** A queue of calls that may share an execution: calls to one node that get the same kind of response. */
export interface Lane {
	key: string;
	/** True if the response is sent when the workflow has finished, not as soon as the event is stored. */
	whenFinished: boolean;
	/** Resolves when the next execution may start although this one still runs. Default: after 250 ms. */
	patience?: () => Promise<void>;
}

interface WaitingCall extends Call {
	settle: (answer: IWebhookResponseData) => void;
}

interface LaneState {
	waiting: WaitingCall[];
	/** Number of executions that block the next one. */
	blocking: number;
}

/** State of this process only: it need not be kept or shared. */
const lanes = new Map<string, LaneState>();

/**
 * A workflow that takes longer does not block the events after it; callers that wait for it keep waiting. A shorter
 * time would split the groups of a busy n8n, whose executions take longer than they would alone, into more executions.
 */
const PATIENCE_MS = 250;
const defaultPatience = async () => await sleep(PATIENCE_MS);

/**
 * Passes an event to n8n, alone or with others: the first starts an execution at once; events that arrive in the
 * meantime wait and start the next execution together, one item each, in order. n8n responds to one call per execution,
 * the leader's, after it has stored the execution or run it to its end. All others of the group get the same response
 * after it. The promise always settles: n8n keeps memory for a call that does not.
 * @returns the result of `webhook()` for this call
 */
export async function collectEvents(lane: Lane, call: Call): Promise<IWebhookResponseData> {
	return await new Promise((settle) => {
		const state = lanes.get(lane.key) ?? { waiting: [], blocking: 0 };
		lanes.set(lane.key, state);
		state.waiting.push({ ...call, settle });
		startNext(lane, state);
	});
}

function startNext(lane: Lane, state: LaneState): void {
	if (state.blocking > 0) return;
	if (state.waiting.length > 0) void startExecution(lane, state, nextGroup(state.waiting));
	else lanes.delete(lane.key);
}

async function startExecution(lane: Lane, state: LaneState, group: WaitingCall[]): Promise<void> {
	state.blocking++;
	let isBlocking = true;
	const release = () => {
		if (!isBlocking) return;
		isBlocking = false;
		state.blocking--;
		startNext(lane, state);
	};
	const { whenFinished, patience: untilReleased = defaultPatience } = lane;
	if (whenFinished) void untilReleased().then(release);

	// The newest call whose caller still waits: it reaches its own timeout last. Events of callers
	// that have left are included.
	const leader = group.findLast(({ response }) => isWaiting(response)) ?? group[0];
	const others = group.filter((call) => call !== leader);
	const answer = answerTo(leader.response, () =>
		others.some(({ response }) => isWaiting(response)),
	);
	leader.settle({ workflowData: [group.map(({ item }) => item)] });
	const status = await answer;
	for (const call of others) call.settle(sameAnswer(lane, call, status));
	release();
}

/** n8n's own response to the leader. */
const ACCEPTED = { message: 'Workflow was started' };

const NOT_ACCEPTED = createProblem('webhook.outcomeUnknown', {});
const NOT_ACCEPTED_BODY = { code: NOT_ACCEPTED.code, message: problemText(NOT_ACCEPTED) };

function sameAnswer(
	{ whenFinished }: Lane,
	{ response }: Call,
	status: number | undefined,
): IWebhookResponseData {
	// Empty, like the response that `noData` gives the leader.
	if (status && status < 400) return { webhookResponse: whenFinished ? '' : ACCEPTED };
	if (isWaiting(response)) response.status(status ?? 503).json(NOT_ACCEPTED_BODY);
	return { noWebhookResponse: true };
}
