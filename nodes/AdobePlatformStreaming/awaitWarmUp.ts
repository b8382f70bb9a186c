import type { NodeHint } from 'n8n-workflow';
import type { ExecutionClock } from '../../lib/n8n/executionClock';
import { timeOfDay } from '../../lib/n8n/timeOfDay';
import { durationInWords } from '../../lib/problem/durationInWords';
import { createProblem, type Problem } from '../../lib/problem/problem';
import type { ResolvedDestination } from './resolveDestination';
import type { NewDataflow } from './streamingSettings';

export interface WarmUp {
	notices: string[];
	/** Set if nothing must be sent. */
	problem?: Problem;
}

/** Shown until the node has run, which includes the wait: n8n shows nothing that a running node says. */
export const waitHint: NodeHint = {
	message:
		'If the dataflow is less than five minutes old, this node waits for the rest of that time before it sends, and the execution keeps running. Until then, Adobe may lose what it accepts.',
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition:
		'={{ $parameter["sendTo"] !== "endpoint" && ($parameter["options"]["newDataflow"] ?? "wait") === "wait" }}',
};

/** Milliseconds between progress lines. */
const PROGRESS_MS = 30_000;

const REASON = 'was created or changed less than five minutes ago';

/**
 * Handles the first five minutes of a dataflow as the user chose. Source: "Create a streaming connection using the HTTP
 * API": wait five minutes, otherwise data can be lost.
 * @param zone IANA name, for the time until which it waits
 */
export async function awaitWarmUp(
	{ warmUpMs, dataflowName = '' }: Pick<ResolvedDestination, 'warmUpMs' | 'dataflowName'>,
	choice: NewDataflow,
	clock: ExecutionClock,
	zone: string,
): Promise<WarmUp> {
	if (warmUpMs <= 0) return { notices: [] };
	const dataflow = `dataflow "${dataflowName}"`;
	if (choice === 'send') {
		return {
			notices: [
				`Sent although the ${dataflow} ${REASON}: Adobe may have lost some records. Compare the dataset with what was sent`,
			],
		};
	}
	// Also for a value that this version does not know, such as one of 0.1.0: nothing is lost that is not sent.
	if (choice !== 'wait') {
		return {
			notices: [],
			problem: createProblem('dataflow.warmingUp', { time: durationInWords(warmUpMs) }),
		};
	}
	const startedAt = clock.now();
	const end = startedAt + warmUpMs;
	for (let left = warmUpMs; left > 0 && !clock.stopped(); left = end - clock.now()) {
		clock.progress(
			`Waiting ${durationInWords(left)}, until ${timeOfDay(Date.now() + left, zone)}, before sending: the ${dataflow} ${REASON}, and Adobe may lose what it accepts until then`,
		);
		await clock.sleep(Math.min(left, PROGRESS_MS));
	}
	if (clock.stopped()) return { notices: [], problem: createProblem('delivery.stopped', {}) };
	const waited = minutesAndSeconds(clock.now() - startedAt);
	return {
		notices: [
			`Waited ${waited} for the new ${dataflow}: in the first five minutes after it is created or changed, Adobe may lose what it accepts`,
		],
	};
}

/** Formats a duration, e.g. `2 min 10 s`. */
function minutesAndSeconds(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	const minutes = Math.floor(seconds / 60);
	return [...(minutes > 0 ? [`${minutes} min`] : []), `${seconds % 60} s`].join(' ');
}
