import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { N8nApi } from '../../playground/n8n-api.mts';
import type { Pass } from '../figure.mts';
import type { LoadJob, LoadResult } from './load/job.mts';
import { send } from './load/send.mts';
import type { Target } from './target.mts';

/** Longer than the longest queue of events takes. */
const DRAIN_MS = 180_000;
const POLL_MS = 100;

/** Number of equal results in a row after which n8n is idle. */
const IDLE_POLLS = 3;
/**
 * Number of results in a row after which an acknowledged event that has not arrived is lost: enough not to count late
 * ones.
 */
const LOST_POLLS = 150;

/** Values that each pass reports besides the events per second. */
export type PassDetails = {
	answeredPerSecond: number;
	p50: number;
	p95: number;
	p99: number;
	/** Responses other than 2xx, and missing ones. */
	failed: number;
	/** HTTP requests that the stub received, one per execution. */
	requests: number;
	executionsPerEvent: number;
	/** Milliseconds that n8n kept working after the load had ended. */
	drainMs: number;
};

/** Posts events and counts those that arrive: events per second, until the last one reached the inlet. */
export async function deliveringPass({ n8n, stub }: Target, job: LoadJob): Promise<Pass> {
	await stub.reset();
	const load = await send(job);
	const drainMs = await drain(
		n8n,
		async () => (await stub.counts()).records,
		async () => countMissing(load, await stub.arrivals()),
	);
	const { distinct, doubled, requests, lastAt } = await stub.counts();
	if (distinct === 0) throw new Error('No event arrived');
	const arrivals = await stub.arrivals();
	return {
		value: (distinct * 1_000) / (lastAt - load.startedAt),
		lost: countMissing(load, arrivals),
		doubled,
		details: {
			...detailsOf(load, { requests, records: distinct, drainMs }),
			// From the sender to the inlet; the other percentiles are until the response.
			arrivalP95: percentile(travelTimes(load, arrivals), 0.95),
		},
	};
}

/** Posts events that start nothing: responses per second. */
export async function answeringPass({ stub }: Target, job: LoadJob): Promise<Pass> {
	await stub.reset();
	const load = await send(job);
	const { distinct } = await stub.counts();
	if (distinct > 0) throw new Error(`${distinct} events arrived that were to start nothing`);
	const details = detailsOf(load, { requests: 0, records: 0, drainMs: 0 });
	return { value: details.answeredPerSecond, lost: 0, doubled: 0, details };
}

/** Measures the slowest responses of a delivering pass: p95 in ms. */
export async function latencyPass(target: Target, job: LoadJob): Promise<Pass> {
	const pass = await deliveringPass(target, job);
	return { ...pass, value: pass.details!.p95 };
}

/**
 * Waits until no execution runs and nothing is missing, or until what is missing counts as lost.
 * @returns the duration in ms
 */
async function drain(
	n8n: N8nApi,
	arrived: () => Promise<number>,
	notArrived: () => Promise<number>,
): Promise<number> {
	const started = Date.now();
	let last = -1;
	for (let idle = 0; idle < LOST_POLLS && Date.now() - started < DRAIN_MS; ) {
		const now = await arrived();
		idle = now === last && (await countRunning(n8n)) === 0 ? idle + 1 : 0;
		last = now;
		if (idle >= IDLE_POLLS && (await notArrived()) === 0) break;
		await sleep(POLL_MS);
	}
	return Date.now() - started;
}

async function countRunning(n8n: N8nApi): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ status: ['new', 'running'] }));
	// Under load, n8n may report for a moment that its database is not ready.
	const { results } = await pRetry(
		() => n8n.get<{ results: unknown[] }>(`/executions?filter=${filter}&limit=1`),
		{ retries: 40, factor: 1, minTimeout: 250 },
	);
	return results.length;
}

function detailsOf(
	{ acknowledged, failed, seconds }: LoadResult,
	{ requests, records, drainMs }: { requests: number; records: number; drainMs: number },
): PassDetails {
	const latencies = acknowledged.map(({ took }) => took);
	return {
		answeredPerSecond: acknowledged.length / seconds,
		p50: percentile(latencies, 0.5),
		p95: percentile(latencies, 0.95),
		p99: percentile(latencies, 0.99),
		failed,
		requests,
		executionsPerEvent: records ? requests / records : 0,
		drainMs,
	};
}

/** Counts the events that were acknowledged but have not arrived. */
const countMissing = ({ acknowledged }: LoadResult, arrivals: Map<string, number>) =>
	acknowledged.filter(({ id }) => !arrivals.has(id)).length;

/** Returns the time that each event took from its sender to the inlet, in ms. */
const travelTimes = ({ acknowledged }: LoadResult, arrivals: Map<string, number>) =>
	acknowledged.flatMap(({ id, at }) => (arrivals.has(id) ? [arrivals.get(id)! - at] : []));

function percentile(values: number[], part: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
