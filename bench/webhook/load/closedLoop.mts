import autocannon, { type Client } from 'autocannon';
import { eventMaker } from './events.mts';
import type { Acknowledged, LoadJob, LoadResult } from './job.mts';

/** Longest time for a response, in seconds. */
const RESPONSE_TIMEOUT = 120;

interface Sender {
	/** Its current event. */
	id: string;
	at: number;
	began: number;
}

/**
 * Posts events over one kept connection per sender; each sender also waits for its last response, so that every posted
 * event gets one.
 */
export async function closedLoop({ urls, seconds, senders = 1 }: LoadJob): Promise<LoadResult> {
	const nextEvent = eventMaker();
	const acknowledged: Acknowledged[] = [];
	const clients: Client[] = [];
	let failed = 0;
	const startedAt = Date.now();
	const started = performance.now();
	let endedAt = started;
	await new Promise<void>((resolve, reject) => {
		const load = autocannon<Sender>(
			{
				url: urls,
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				connections: senders,
				duration: seconds + RESPONSE_TIMEOUT,
				timeout: RESPONSE_TIMEOUT,
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
							endedAt = performance.now();
							if (status >= 200 && status < 300)
								acknowledged.push({ id, at, took: endedAt - began });
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
	return { acknowledged, failed, startedAt, seconds: (endedAt - started) / 1_000 };
}
