import type { Row } from './reconcile.mts';
import type { Result } from './run.mts';

/** By its own settings n8n erases what a killed worker was working on: the only row where losses are just counted. */
const expectsLoss = ({ fault }: Result, { mode }: Row): boolean =>
	fault === 'worker-killed-by-default' && mode === 'immediately';

export const MODE_TITLES: Record<Row['mode'], string> = {
	immediately: 'Immediately',
	whenFinished: 'When finished',
};

/** What does not hold of the promise, as sentences; none if all holds. */
export function missedGoals(results: Result[]): string[] {
	return results.flatMap((result) =>
		result.rows.flatMap((row) => {
			const where = `${result.system}, ${result.title}, ${MODE_TITLES[row.mode]}`;
			const missed: string[] = [];
			if (row.lost > 0 && !expectsLoss(result, row))
				missed.push(`${where}: ${row.lost} acknowledged events were lost`);
			if (row.onItsWay > 0)
				missed.push(`${where}: ${row.onItsWay} events were still on their way at the end`);
			if (row.twoIds > 0) missed.push(`${where}: ${row.twoIds} events have two _ids in Adobe`);
			return missed;
		}),
	);
}
