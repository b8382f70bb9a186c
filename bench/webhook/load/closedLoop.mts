import autocannon, { type Client } from 'autocannon';
import { eventMaker } from './events.mts';
import type { Acknowledged, LoadJob, LoadResult } from './job.mts';

/** So long an answer may take, in seconds. */
const PATIENCE = 120;

interface Sender {
	/** The event under way. */
	id: string;
	at: number;
	began: number;
}

/**
 * Each sender has a connection of its own, which is kept, and waits for its last answer too: what was posted is
 * answered.
 */
export async function closedLoop({ urls, seconds, senders = 1 }: LoadJob): Promise<LoadResult> {
	const nextEvent = eventMaker();
	const acknowledged: Acknowledged[] = [];
	const clients: Client[] = [];
	let failed = 0;
	const startedAt = Date.now();
	const started = performance.now();
	let ended = started;
	await new Promise<void>((resolve, reject) => {
		const load = autocannon<Sender>(
			{
				url: urls,
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				connections: senders,
				duration: seconds + PATIENCE,
				timeout: PATIENCE,
				sampleInt: 100,
				setupClient: (client) => clients.push(client),
				requests: [
					{
						setupRequest: (request, sender) => {
							const { id, body } = nextEvent();
							Object.assign(sender, { id, at: Date.now(), began: performance.now() });
							return { ...request, body };
						},
						onResponse: (status, _body, { id, at, began }) => {
							ended = performance.now();
							if (status >= 200 && status < 300) acknowledged.push({ id, at, took: ended - began });
							else failed++;
						},
					},
				],
			},
			(error) => (error ? reject(error) : resolve()),
		);
		load.on('reqError', () => failed++);
		setTimeout(() => {
			for (const client of clients) client.responseMax = client.reqsMade;
		}, seconds * 1_000);
	});
	return { acknowledged, failed, startedAt, seconds: (ended - started) / 1_000 };
}
