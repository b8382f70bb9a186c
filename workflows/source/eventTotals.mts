import type { KindCount } from './countEvents.mts';
import { formatDuration } from './formats.mts';
import { addCount, type ReportData } from './reportData.mts';

/** The kinds of events, in the order of their colors. Others count together: their names come from data. */
export const KINDS: Array<[eventType: string, name: string]> = [
	['chatlio.newConversation', 'New conversation'],
	['chatlio.chatTranscript', 'Chat transcript'],
	['chatlio.offlineMessage', 'Offline message'],
	['chatlio.unansweredMessage', 'Unanswered message'],
	['chatlio.visitorFeedback', 'Visitor feedback'],
];
export const OTHERS = 'Other events';

/** Shows a time in ms, or that there is none. */
export const durationOr = (ms?: number) => (ms === undefined ? '–' : formatDuration(ms));

/** Returns the time in ms that a part of the events did not exceed, within 3 percent; undefined without events. */
export function percentile({ waits }: KindCount, part: number): number | undefined {
	const buckets = Object.entries(waits)
		.map(([bucket, events]) => [Number(bucket), events])
		.sort(([a], [b]) => a - b);
	let left = part * buckets.reduce((sum, [, events]) => sum + events, 0);
	for (const [bucket, events] of buckets) {
		left -= events;
		if (left <= 0) return 1.05 ** bucket;
	}
	return undefined;
}

/** Adds up the hours, by the names of the kinds. */
export function totals({ hours }: ReportData): Map<string, KindCount> {
	const sums = new Map<string, KindCount>();
	for (const { kinds } of hours)
		for (const [kind, count] of kinds) addCount(sums, nameOf(kind), count);
	return sums;
}

/** Returns the name of a kind of events. */
export const nameOf = (kind: string) =>
	KINDS.find(([eventType]) => eventType === kind)?.[1] ?? OTHERS;

/** Adds up counts of several kinds or hours. */
export function totalOf(counts: Iterable<KindCount>): KindCount {
	const sums = new Map<string, KindCount>();
	for (const count of counts) addCount(sums, '', count);
	return sums.get('') ?? { events: 0, waits: {} };
}
