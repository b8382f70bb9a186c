import autocannon from 'autocannon';
import { eventMaker } from './events.mts';
import type { Acknowledged, LoadJob, LoadResult } from './job.mts';

interface Sender {
	/** The event under way. */
	id: string;
	at: number;
	began: number;
}

/** Each sender has a connection of its own, which is kept. */
export async function closedLoop({ urls, seconds, senders = 1 }: LoadJob): Promise<LoadResult> {
	const nextEvent = eventMaker();
	const acknowledged: Acknowledged[] = [];
	let failed = 0;
	const startedAt = Date.now();
	const started = performance.now();
	await new Promise<void>((resolve, reject) => {
		const load = autocannon<Sender>(
			{
				url: urls,
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				connections: senders,
				duration: seconds,
				timeout: 120,
				sampleInt: 100,
				requests: [
					{
						setupRequest: (request, sender) => {
							const { id, body } = nextEvent();
							Object.assign(sender, { id, at: Date.now(), began: performance.now() });
							return { ...request, body };
						},
						onResponse: (status, _body, { id, at, began }) => {
							if (status >= 200 && status < 300)
								acknowledged.push({ id, at, took: performance.now() - began });
							else failed++;
						},
					},
				],
			},
			(error) => (error ? reject(error) : resolve()),
		);
		load.on('reqError', () => failed++);
	});
	const took = (performance.now() - started) / 1_000;
	return { acknowledged, failed, startedAt, seconds: took };
}
