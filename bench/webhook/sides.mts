import type { Pass, Scale } from '../figure.mts';
import { answeringPass, deliveringPass, latencyPass } from './pass.mts';
import type { Target, Urls } from './target.mts';

export type Side = () => Promise<Pass>;

const SECONDS = 5;
/** Long enough for a few responses per sender, and for a few single events. */
const QUICK_SECONDS = 0.5;
/** Each posts at least once, and with n8n's defaults a post takes a third of a second of CPU time. */
const QUICK_SENDERS = 5;
const WARM_UP_SECONDS = 3;
const WARM_UP_SENDERS = 10;

/** Rate for the figures about single events. */
export const EVENTS_PER_SECOND = 5;

/** Returns the sides for the figures of one n8n. */
export function sidesOf(target: Target, { quick }: Scale) {
	const seconds = quick ? QUICK_SECONDS : SECONDS;
	const { urls } = target;
	const limitSenders = (senders: number) => (quick ? Math.min(senders, QUICK_SENDERS) : senders);
	return {
		delivers: (to: keyof Urls, senders: number): Side => {
			return () =>
				deliveringPass(target, { urls: urls[to], seconds, senders: limitSenders(senders) });
		},
		answers: (senders: number): Side => {
			return () =>
				answeringPass(target, { urls: urls.limit, seconds, senders: limitSenders(senders) });
		},
		latency: (to: keyof Urls): Side => {
			const job = { urls: urls[to], seconds, perSecond: EVENTS_PER_SECOND };
			return () => latencyPass(target, job);
		},
	};
}

/** Lets n8n compile the code it will run; the measurements are discarded. Skipped in a quick run. */
export async function warmUp(target: Target, { quick }: Scale): Promise<void> {
	if (quick) return;
	for (const name of ['ours', 'never', 'builtIn', 'limit'] as const) {
		const job = { urls: target.urls[name], seconds: WARM_UP_SECONDS, senders: WARM_UP_SENDERS };
		await (name === 'limit' ? answeringPass : deliveringPass)(target, job);
	}
}
