import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../playground/paths.mts';
import type { Results } from './results.mts';
import { goalText, metText, short } from './table.mts';

/** Matches the alternatives to this package: see `against` of the figures. */
const ALTERNATIVES = /^n8n’s /;

const CHART = '![Each figure’s ratio beside its goal](../images/performance.svg)';

const machine = ({ machine, versions, date, seconds }: Results) =>
	`Measured on ${date.slice(0, 10)} in ${Math.round(seconds / 60)} minutes: ${machine.count} cores (${machine.cpus}), ` +
	`${machine.memoryGb} GB, Node ${versions.node}, n8n ${versions.n8n}, version ${versions.package} of this package. ` +
	'Load generator and receiver run on the same cores.';

const sidesOf = ({ medians, unit }: Results['figures'][number]) =>
	['ours' as const, 'theirs' as const].map((side) =>
		medians ? `${short(medians[side])} ${unit}` : '',
	);

const ratioOf = ({ ratio }: Results['figures'][number]) =>
	ratio === null ? '' : `**${short(ratio)}**`;

const comparison = ({ figures }: Results) =>
	tableOf(
		['Figure', 'Compared with', 'This package', 'n8n’s nodes', 'Ratio'],
		figures
			.filter(({ against }) => ALTERNATIVES.test(against))
			.map((figure) => [figure.title, figure.against, ...sidesOf(figure), ratioOf(figure)]),
	);

const figures = ({ figures }: Results) =>
	`${CHART}\n\n${tableOf(
		['Figure', 'Against', 'Goal', 'Ratio', 'Spread', 'Met', 'Ours', 'Theirs', 'Lost, doubled'],
		figures.map((figure) => {
			const { title, against, goal, spread, lost, doubled } = figure;
			return [
				...[title, against, goalText(goal), ratioOf(figure)],
				spread ? spread.map(short).join(' to ') : '',
				metText(figure),
				...sidesOf(figure),
				`${lost.ours}, ${doubled.ours}${lost.theirs + doubled.theirs > 0 ? ` (theirs ${lost.theirs}, ${doubled.theirs})` : ''}`,
			];
		}),
	)}`;

const costs = ({ model }: Results) =>
	tableOf(
		['Engine', 'A call', 'An execution', 'An item', 'Most, an execution each', 'Most, collected'],
		(model ?? []).map(({ engine, costsMs: { call, execution, item }, most }) => [
			engine,
			...[call, execution, item].map((ms) => `${short(ms)} ms`),
			...[most.oneExecutionEach, most.collected].map((rate) => `${short(rate)} events/s`),
		]),
	);

const predictions = ({ model }: Results) =>
	tableOf(
		['Engine', 'Set-up', 'Events per execution', 'Predicted', 'Measured', 'Error'],
		(model ?? []).flatMap(({ engine, predictions }) =>
			predictions.map(({ setUp, executionsPerEvent, predicted, measured, errorPercent }) => [
				engine,
				setUp,
				executionsPerEvent ? short(1 / executionsPerEvent) : 'none',
				...[predicted, measured].map((rate) => `${short(rate)}/s`),
				`${errorPercent.toFixed(0)} %`,
			]),
		),
	);

/** Parts of each page that a run writes, each between its two markers. */
const PAGES: Record<string, Record<string, (results: Results) => string>> = {
	'docs/performance.md': { machine, costs, comparison },
	'docs/contributing/benchmark.md': { machine, figures, predictions },
};

/** Pages that a run writes, by their path from the root. */
export const measuredPages = Object.keys(PAGES);

/**
 * Returns the text of a page with the results of a run.
 * @throws Error if a marker is missing in the page
 */
export async function pageWith(page: string, text: string, results: Results): Promise<string> {
	let updated = text;
	for (const [name, write] of Object.entries(PAGES[page])) {
		const [from, to] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`];
		const [start, end] = [updated.indexOf(from), updated.indexOf(to)];
		if (start === -1 || end < start) throw new Error(`${page} has no ${from} … ${to}`);
		updated = `${updated.slice(0, start + from.length)}\n\n${write(results)}\n\n${updated.slice(end)}`;
	}
	return await format(updated, {
		...(await resolveConfig(join(root, page))),
		parser: 'markdown',
	});
}

/** Writes the results of a run to the pages. */
export async function writePages(results: Results): Promise<void> {
	for (const page of measuredPages) {
		const file = join(root, page);
		writeFileSync(file, await pageWith(page, readFileSync(file, 'utf8'), results));
	}
}

function tableOf(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
