import { KEEPING_MORE } from '../../playground/cluster/cluster.mts';
import { TOGETHER } from './load.mts';
import type { Options } from './options.mts';

/** What the figures of a run depend on. */
export function footnotes({ events, rate, scale, start }: Options): string[] {
	const seconds = (ms: number) => `${ms / 1_000} s`;
	const keepingMore = Object.entries({ ...KEEPING_MORE, ...start.env })
		.map(([name, value]) => `${name} is ${value}`)
		.join(', ');
	const shipped =
		scale.retrySeconds === undefined ? '' : `, but trying for ${scale.retrySeconds} s only`;
	return [
		`At least ${events} events a fault, ${rate} a second: posted ${TOGETHER} at a time, all five kinds in turn, to both sets of URLs in turn. Chatlio Trigger collects events, as it does by default.`,
		`The workflows are the examples "Chatlio to Adobe Experience Platform, Keeping Dead Letters" and "Replay Dead Letters" as they are shipped${shipped}; a replay is run by its button after each fault.`,
		`Adobe is out of order for ${seconds(scale.outageMs)} at a time, rejects tokens for ${seconds(scale.rejectedMs)}, and when it hangs answers after 25 s. When something is killed or stopped, it is dropping every request after 1.5 s, so that executions are in the middle of delivering.`,
		`Processes are started again by a supervisor; calls go only to those that say they are ready. On the cluster ${keepingMore}; everything else that decides what is kept has n8n's own value.`,
		`No answer in time: not within ${seconds(scale.patienceMs)}, and not before n8n had nothing under way.`,
		`n8n worker killed: what it held is retried ${seconds(scale.noticedMs)} after the restart.`,
	];
}
