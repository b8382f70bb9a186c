import type { Clock } from './clock';
import type { Obstacle } from './obstacle';
import type { NewDataflow } from './settings';

export interface WarmUp {
	notices: string[];
	/** Set when nothing is to be sent. */
	held?: { status: 'setAside' | 'notSent'; obstacle: Obstacle };
}

/** How often to say how long it still takes. */
const PROGRESS_MS = 30_000;

const WHY = 'the dataflow was created or changed less than five minutes ago';
const LOSS = 'and until then Adobe may lose what it accepts';

/**
 * Lets the first five minutes of a dataflow pass, as the user chose.
 * Source: "Create a streaming connection using the HTTP API": wait five minutes, otherwise data can be lost.
 * @param ms what is left of them
 */
export async function awaitWarmUp(ms: number, choice: NewDataflow, clock: Clock): Promise<WarmUp> {
	if (ms <= 0) return { notices: [] };
	const left = inWords(ms);
	if (choice === 'send') {
		return {
			notices: [`Sent although ${WHY}: Adobe may have lost some of it. Compare the dataset`],
		};
	}
	if (choice === 'setAside') {
		const reason = `Nothing was sent: ${WHY}, ${LOSS}`;
		const obstacle = { reason, advice: `Send it in ${left}` };
		return { notices: [], held: { status: 'setAside', obstacle } };
	}
	const end = clock.now() + ms;
	for (let rest = ms; rest > 0 && !clock.stopped(); rest = end - clock.now()) {
		clock.progress(`Waiting ${inWords(rest)} before sending: ${WHY}`);
		await clock.sleep(Math.min(rest, PROGRESS_MS));
	}
	if (!clock.stopped()) return { notices: [`Waited ${left} before sending: ${WHY}`] };
	const reason = `Nothing was sent: the execution was stopped while waiting, as ${WHY}`;
	return {
		notices: [],
		held: { status: 'notSent', obstacle: { reason, advice: 'Send it again' } },
	};
}

/** Whole seconds below two minutes, else whole minutes, rounded up. */
export function inWords(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
