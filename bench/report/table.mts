import Table from 'cli-table3';
import type { Goal } from '../figure.mts';
import type { Judged } from '../judge.mts';

/** Returns the whole table, followed by the reasons for missing figures. */
export function tableOf(figures: Judged[]): string {
	const table = new Table({
		head: [
			...['Figure', 'Against', 'Goal', 'Ratio', 'Spread', 'Met'],
			...['Ours', 'Theirs', 'Lost', 'Doubled', 'Id'],
		],
		colWidths: [34, 24],
		wordWrap: true,
		style: { head: [], border: [] },
	});
	for (const figure of figures) {
		const { id, title, against, goal, ratio, spread, medians, unit, lost, doubled } = figure;
		table.push([
			...[title, against, goalText(goal)],
			ratio === null ? '' : short(ratio),
			spread ? `${short(spread[0])} to ${short(spread[1])}` : '',
			metText(figure),
			medians ? `${short(medians.ours)} ${unit}` : '',
			medians ? `${short(medians.theirs)} ${unit}` : '',
			...[lost, doubled].map(({ ours, theirs }) => `${ours} / ${theirs}`),
			id,
		]);
	}
	const missing = figures.filter(({ why }) => why).map(({ id, why }) => `${id}: ${why}`);
	return [table.toString(), ...missing].join('\n');
}

/** Formats a goal, e.g. "≥ 20". */
export function goalText({ atLeast, atMost }: Goal): string {
	const parts = [
		atLeast === undefined ? '' : `≥ ${atLeast}`,
		atMost === undefined ? '' : `≤ ${atMost}`,
	];
	return parts.filter(Boolean).join(' and ') || 'stated';
}

/** Returns one word that says if the goal is reached. */
export function metText({ met, why }: Judged): string {
	if (why) return 'not measured';
	return met === null ? 'stated' : met ? 'yes' : 'NO';
}

/** Formats a number with three significant digits. */
export function short(value: number): string {
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
	return String(Number(value.toPrecision(3)));
}
