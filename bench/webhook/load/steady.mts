import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { eventMaker } from './events.mts';
import type { Acknowledged, LoadJob, LoadResult } from './job.mts';

/** Posts at fixed times, whether or not earlier requests have finished. */
export async function steady({ urls, seconds, perSecond = 1 }: LoadJob): Promise<LoadResult> {
	const nextEvent = eventMaker();
	const client = axios.create({
		headers: { 'content-type': 'application/json' },
		httpAgent: new Agent({ keepAlive: true }),
		proxy: false,
	});
	const acknowledged: Acknowledged[] = [];
	let failed = 0;
	const post = async (url: string) => {
		const { id, body } = nextEvent();
		const at = Date.now();
		const postedAt = performance.now();
		try {
			await client.post(url, body);
			acknowledged.push({ id, at, took: performance.now() - postedAt });
		} catch {
			failed++;
		}
	};
	const startedAt = Date.now();
	const started = performance.now();
	const requests: Array<Promise<void>> = [];
	for (let n = 0; n < seconds * perSecond; n++) {
		await sleep(Math.max(0, started + (n * 1_000) / perSecond - performance.now()));
		requests.push(post(urls[n % urls.length]));
	}
	await Promise.all(requests);
	const durationSeconds = (performance.now() - started) / 1_000;
	return { acknowledged, failed, startedAt, seconds: durationSeconds };
}
