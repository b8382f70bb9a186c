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
	{ title: 'Set aside', of: ({ setAside }) => setAside },
	{ title: 'LOST', of: ({ lost }) => lost },
	{ title: 'Never acknowledged', of: neverAcknowledged },
	{ title: 'Two _ids', of: ({ twoIds }) => twoIds },
	{ title: 'Sent twice, one _id', of: ({ oneIdTwice }) => oneIdTwice },
];

function neverAcknowledged(row: Row): string {
	const { neverAcknowledged: count, causes, deliveredUnacknowledged } = row;
	if (count === 0) return '0';
	const list = Object.entries(causes).map(([cause, events]) => `${events} × ${cause}`);
	return `${count}: ${list.join(', ')}; ${deliveredUnacknowledged} delivered all the same`;
}

/** What the columns mean, below every table. */
export const LEGEND = [
	'Every event was posted once and never again. Acknowledged: its sender got 200.',
	'Accepted at once, By Retry, By replay, On its way, Set aside: where each event is, acknowledged or not; every event in at most one of them.',
	'By Retry: n8n kept the execution as crashed or failed, and its button Retry delivered the event. By replay: it was a dead letter first.',
	'LOST: acknowledged, and nowhere.',
	'Sent twice, one _id: harmless, since Profile keeps one record of an _id.',
];
