import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { isAxiosError } from 'axios';
import { readReply, type Outcome, type Reply } from './answers.mts';
import type { LoadEvent } from './events.mts';

/** An event and what its sender knows of it. */
export interface SentEvent extends LoadEvent {
	at: number;
	outcome: Outcome;
}

export interface Load {
	/** How many were posted up to now. */
	posted: () => number;
	/** How many of them are known not to have been acknowledged. */
	rejected: () => number;
	/** Ends once so many were posted as are wanted at least. */
	end: () => void;
	/** Lets no sender wait for its answer any longer. */
	giveUp: () => void;
	/** Every event, once each was answered or given up. */
	done: Promise<SentEvent[]>;
}

export const TOGETHER = 10;

/** A sender that would wait forever would never learn that a process died: how long Chatlio waits is not documented. */
export const PATIENCE_MS = 60_000;

/**
 * Posts events at a steady rate, whatever becomes of the earlier ones, until it is told to end. Each is posted once:
 * Chatlio's retries are not documented.
 * @param atLeast so many events, also when the end comes before
 * @param rate events per second; they are posted `TOGETHER` at a time, so that some meet others in n8n
 */
export function sendSteadily(
	makeEvent: (index: number) => LoadEvent,
	atLeast: number,
	rate: number,
	urlOf: (path: string) => string,
	patienceMs = PATIENCE_MS,
): Load {
	// A connection of its own for each: a kept one that was closed meanwhile would look like a fault of n8n.
	const httpAgent = new Agent({ keepAlive: false });
	const sent: Array<Promise<SentEvent>> = [];
	const started = Date.now();
	const patience = new AbortController();
	let rejected = 0;
	let ending = false;
	const note = (event: SentEvent) => {
		if (!event.outcome.acknowledged) rejected++;
		return event;
	};
	const all = async () => {
		while (!ending || sent.length < atLeast) {
			const before = Math.floor(sent.length / TOGETHER) * TOGETHER;
			const wait = started + (before * 1_000) / rate - Date.now();
			if (wait > 0) await sleep(wait);
			const event = makeEvent(sent.length);
			const url = urlOf(event.path);
			sent.push(post(event, url, httpAgent, patienceMs, patience.signal).then(note));
		}
		return await Promise.all(sent);
	};
	return {
		posted: () => sent.length,
		rejected: () => rejected,
		end: () => (ending = true),
		giveUp: () => patience.abort(),
		done: all(),
	};
}

async function post(
	event: LoadEvent,
	url: string,
	httpAgent: Agent,
	timeout: number,
	signal: AbortSignal,
): Promise<SentEvent> {
	const at = Date.now();
	const reply = await replyTo(event, url, httpAgent, timeout, signal);
	return { ...event, at, outcome: readReply(reply) };
}

async function replyTo(
	{ body }: LoadEvent,
	url: string,
	httpAgent: Agent,
	timeout: number,
	signal: AbortSignal,
): Promise<Reply> {
	try {
		const { status, data } = await axios.post<string>(url, body, {
			headers: { 'content-type': 'application/json' },
			httpAgent,
			proxy: false,
			timeout,
			signal,
			validateStatus: () => true,
			transformResponse: (text: string) => text,
		});
		return { status, body: data };
	} catch (error) {
		if (isAxiosError(error)) return { code: error.code ?? error.message };
		throw error;
	}
}
