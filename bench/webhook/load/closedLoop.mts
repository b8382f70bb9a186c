import autocannon from 'autocannon';
import { eventMaker } from './events.mts';
import type { LoadJob, LoadResult } from './job.mts';

interface Sender {
	/** The event under way. */
	id: string;
}

/** Each sender has a connection of its own, which is kept. */
export async function closedLoop({ urls, seconds, senders = 1 }: LoadJob): Promise<LoadResult> {
	const nextEvent = eventMaker();
	const acknowledged: string[] = [];
	const latencies: number[] = [];
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
							sender.id = id;
							return { ...request, body };
						},
						onResponse: (status, _body, { id }) => {
							if (isGood(status)) acknowledged.push(id);
							else failed++;
						},
					},
				],
			},
			(error) => (error ? reject(error) : resolve()),
		);
		load.on('response', (_client, status: number, _bytes, ms: number) => {
			if (isGood(status)) latencies.push(ms);
		});
		load.on('reqError', () => failed++);
	});
	const took = (performance.now() - started) / 1_000;
	return { acknowledged, failed, startedAt, seconds: took, latencies };
}

const isGood = (status: number) => status >= 200 && status < 300;
