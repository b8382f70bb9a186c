import { sleep, type INodeExecutionData, type IWebhookResponseData } from 'n8n-workflow';

import { answerTo, isWaiting, type CallerResponse } from './caller';
import { nextGroup } from './nextGroup';

/** An event that was taken in, and who waits for the answer. */
export interface Call {
	item: INodeExecutionData;
	/** Size of the posted body. */
	bytes: number;
	response: CallerResponse;
}

/** Calls that may share an execution: those to one node that are answered in the same way. */
export interface Lane {
	key: string;
	/** Answered when the workflow has finished, not as soon as the event is stored. */
	whenFinished: boolean;
	/** Resolves when a hand-over no longer holds back the next one, though its workflow still runs. Default: after 250 ms. */
	patience?: () => Promise<void>;
}

interface WaitingCall extends Call {
	settle: (answer: IWebhookResponseData) => void;
}

interface LaneState {
	waiting: WaitingCall[];
	/** Hand-overs that hold back the next one. */
	holding: number;
}

/** Only what is waiting in this process: nothing here has to survive it or be shared. */
const lanes = new Map<string, LaneState>();

/**
 * A workflow that takes longer does not hold back the events behind it; those that wait for it go on waiting. Less would
 * split the groups of a busy n8n, whose executions take longer than they would alone, and make more executions of them.
 */
const PATIENCE_MS = 250;
const defaultPatience = async () => await sleep(PATIENCE_MS);

/**
 * Hands the event over to n8n, alone or with others: the first goes at once; those that arrive while a hand-over is
 * under way wait for it and go together into the next execution, one item each, in the order they came.
 *
 * n8n answers one call per execution, the leader's, after it has stored it or run it to its end. All others of the
 * group get the same answer, after it. Always settles: n8n holds memory for a call that does not.
 *
 * @returns what `webhook()` returns for this call
 */
export async function collect(lane: Lane, call: Call): Promise<IWebhookResponseData> {
	return await new Promise((settle) => {
		const state = lanes.get(lane.key) ?? { waiting: [], holding: 0 };
		lanes.set(lane.key, state);
		state.waiting.push({ ...call, settle });
		handOverNext(lane, state);
	});
}

function handOverNext(lane: Lane, state: LaneState): void {
	if (state.holding > 0) return;
	if (state.waiting.length > 0) void handOver(lane, state, nextGroup(state.waiting));
	else lanes.delete(lane.key);
}

async function handOver(lane: Lane, state: LaneState, group: WaitingCall[]): Promise<void> {
	state.holding++;
	let holds = true;
	const release = () => {
		if (!holds) return;
		holds = false;
		state.holding--;
		handOverNext(lane, state);
	};
	const { whenFinished, patience = defaultPatience } = lane;
	if (whenFinished) void patience().then(release);

	// The newest of those still there: it runs into its own time limit last. An event whose caller left is carried too.
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

/** What n8n itself says to the leader. */
const ACCEPTED = { message: 'Workflow was started' };

const NOT_ACCEPTED =
	'The event was not taken in, or nobody can tell whether it was. Send it again: sent twice, it counts once';

function sameAnswer(
	{ whenFinished }: Lane,
	{ response }: Call,
	status: number | undefined,
): IWebhookResponseData {
	// As `noData` answers the leader: with nothing.
	if (status && status < 400) return { webhookResponse: whenFinished ? '' : ACCEPTED };
	if (isWaiting(response)) response.status(status ?? 503).json({ message: NOT_ACCEPTED });
	return { noWebhookResponse: true };
}
