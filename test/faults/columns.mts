import { MODE_TITLES } from './goals.mts';
import type { Row } from './reconcile.mts';
import type { Result } from './run.mts';

interface Column {
	title: string;
	of: (row: Row, result: Result) => string | number;
}

/** The table of the fault run, from left to right. */
export const COLUMNS: Column[] = [
	{ title: 'Fault', of: (_, { title }) => title },
	{ title: 'Respond', of: ({ mode }) => MODE_TITLES[mode] },
	{ title: 'Sent', of: ({ sent }) => sent },
	{ title: 'Acked', of: ({ acknowledged }) => acknowledged },
	{ title: 'Accepted at once', of: ({ atOnce }) => atOnce },
	{ title: 'By Retry', of: ({ byRetry }) => byRetry },
	{ title: 'By replay', of: ({ byReplay }) => byReplay },
	{ title: 'On its way', of: ({ onItsWay }) => onItsWay },
	{ title: 'Kept', of: ({ kept }) => kept },
	{ title: 'LOST', of: ({ lost }) => lost },
	{ title: 'Never acked', of: ({ neverAcknowledged }) => neverAcknowledged },
	{ title: 'of them delivered', of: ({ deliveredUnacknowledged }) => deliveredUnacknowledged },
	{ title: 'Two _ids', of: ({ twoIds }) => twoIds },
	{ title: 'Sent twice, one _id', of: ({ oneIdTwice }) => oneIdTwice },
];

/** Why senders of a row were not told that their event had arrived; undefined where all were. */
export function causesOf({ mode, causes, falselyAcknowledged }: Row, { title }: Result) {
	const list = Object.entries(causes).map(([cause, events]) => `${events} × ${cause}`);
	if (falselyAcknowledged > 0)
		list.push(`${falselyAcknowledged} × 200 from an n8n that was starting`);
	return list.length === 0 ? undefined : `${title}, ${MODE_TITLES[mode]}: ${list.join(', ')}`;
}

/** What the columns mean, below every table. */
export const LEGEND = [
	'Every event was posted once and never again. Acked: acknowledged, its sender got 200.',
	'Accepted at once, By Retry, By replay, On its way, Kept: where each event is, acknowledged or not; every event in at most one of them.',
	'By Retry: n8n kept the execution as crashed or failed, or as queued or running for good (it was stopped then), and retrying it delivered the event. By replay: it was a dead letter first.',
	'LOST: acknowledged, and nowhere.',
	'Sent twice, one _id: harmless, since Profile keeps one record of an _id.',
];
