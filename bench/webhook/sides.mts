import type { Pass, Scale } from '../figure.mts';
import { answeringPass, deliveringPass, latencyPass } from './pass.mts';
import type { Target, Urls } from './target.mts';

export type Side = () => Promise<Pass>;

const SECONDS = 5;
/** Long enough for each sender to be answered a few times, and for a few events one at a time. */
const QUICK_SECONDS = 0.5;
/** Each posts at least once, and by n8n's defaults a post is a third of a second of work. */
const QUICK_SENDERS = 5;
const WARM_UP_SECONDS = 3;
const WARM_UP_SENDERS = 10;

/** Of the figures about one event at a time. */
export const EVENTS_PER_SECOND = 5;

/** The sides that the figures of one n8n are made of. */
export function sidesOf(target: Target, { quick }: Scale) {
	const seconds = quick ? QUICK_SECONDS : SECONDS;
	const { urls } = target;
	const fewer = (senders: number) => (quick ? Math.min(senders, QUICK_SENDERS) : senders);
	return {
		delivers: (to: keyof Urls, senders: number): Side => {
			return () => deliveringPass(target, { urls: urls[to], seconds, senders: fewer(senders) });
		},
		answers: (senders: number): Side => {
			return () => answeringPass(target, { urls: urls.limit, seconds, senders: fewer(senders) });
		},
		latency: (to: keyof Urls): Side => {
			const job = { urls: urls[to], seconds, perSecond: EVENTS_PER_SECOND };
			return () => latencyPass(target, job);
		},
	};
}

/** Lets n8n compile what it is going to run; what it measures is thrown away. Not when quick. */
export async function warmUp(target: Target, { quick }: Scale): Promise<void> {
	if (quick) return;
	for (const name of ['ours', 'never', 'builtIn', 'limit'] as const) {
		const job = { urls: target.urls[name], seconds: WARM_UP_SECONDS, senders: WARM_UP_SENDERS };
		await (name === 'limit' ? answeringPass : deliveringPass)(target, job);
	}
}
