import type { ExecutionClock } from '../../lib/n8n/executionClock';
import { durationInWords } from '../../lib/problem/durationInWords';
import { createProblem, type Problem } from '../../lib/problem/problem';
import type { NewDataflow } from './streamingSettings';

export interface WarmUp {
	notices: string[];
	/** Set if nothing must be sent. */
	problem?: Problem;
}

/** Milliseconds between progress lines. */
const PROGRESS_MS = 30_000;

const REASON = 'the dataflow was created or changed less than five minutes ago';

/**
 * Handles the first five minutes of a dataflow as the user chose. Source: "Create a streaming connection using the HTTP
 * API": wait five minutes, otherwise data can be lost.
 * @param ms remaining part of the five minutes
 */
export async function awaitWarmUp(
	ms: number,
	choice: NewDataflow,
	clock: ExecutionClock,
): Promise<WarmUp> {
	if (ms <= 0) return { notices: [] };
	const time = durationInWords(ms);
	if (choice === 'send') {
		return {
			notices: [
				`Sent although ${REASON}: Adobe may have lost some records. Compare the dataset with what was sent`,
			],
		};
	}
	// Also for a value that this version does not know, such as one of 0.1.0: nothing is lost that is not sent.
	if (choice !== 'wait') {
		return { notices: [], problem: createProblem('dataflow.warmingUp', { time }) };
	}
	const end = clock.now() + ms;
	for (let remainingMs = ms; remainingMs > 0 && !clock.stopped(); remainingMs = end - clock.now()) {
		clock.progress(`Waiting ${durationInWords(remainingMs)} before sending: ${REASON}`);
		await clock.sleep(Math.min(remainingMs, PROGRESS_MS));
	}
	if (!clock.stopped()) return { notices: [`Waited ${time} before sending: ${REASON}`] };
	return { notices: [], problem: createProblem('delivery.stopped', {}) };
}
