import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../playground/paths.mts';
import type { Results } from './results.mts';
import { goalText, metText, short } from './table.mts';

export const PAGE_FILE = join(root, 'docs', 'performance.md');

const CHART = '![Each figure’s ratio beside its goal](images/performance.svg)';

/** The parts of the page that a run writes, each between its two marks. */
const BLOCKS: Record<string, (results: Results) => string> = {
	machine: ({ machine, versions, date, seconds }) =>
		`Measured on ${date.slice(0, 10)} in ${Math.round(seconds / 60)} minutes: ${machine.count} cores (${machine.cpus}), ` +
		`${machine.memoryGb} GB, Node ${versions.node}, n8n ${versions.n8n}, version ${versions.package} of this package. ` +
		'Load generator and receiver run on the same cores.',
	figures: ({ figures }) =>
		`${CHART}\n\n${tableOf(
			['Figure', 'Against', 'Goal', 'Ratio', 'Spread', 'Met', 'Ours', 'Theirs', 'Lost, doubled'],
			figures.map((figure) => {
				const { title, against, goal, ratio, spread, medians, unit, lost, doubled } = figure;
				return [
					...[title, against, goalText(goal)],
					ratio === null ? '' : `**${short(ratio)}**`,
					spread ? spread.map(short).join(' to ') : '',
					metText(figure),
					medians ? `${short(medians.ours)} ${unit}` : '',
					medians ? `${short(medians.theirs)} ${unit}` : '',
					`${lost.ours}, ${doubled.ours}${lost.theirs + doubled.theirs > 0 ? ` (theirs ${lost.theirs}, ${doubled.theirs})` : ''}`,
				];
			}),
		)}`,
	costs: ({ model }) =>
		tableOf(
			['Engine', 'A call', 'An execution', 'An item', 'Most, an execution each', 'Most, collected'],
			(model ?? []).map(({ engine, costsMs: { call, execution, item }, most }) => [
				engine,
				...[call, execution, item].map((ms) => `${short(ms)} ms`),
				...[most.oneExecutionEach, most.collected].map((rate) => `${short(rate)} events/s`),
			]),
		),
	predictions: ({ model }) =>
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
		),
};

/** The page with what a run measured. @throws Error when the page lacks a mark */
export async function pageWith(page: string, results: Results): Promise<string> {
	let text = page;
	for (const [name, write] of Object.entries(BLOCKS)) {
		const [from, to] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`];
		const [start, end] = [text.indexOf(from), text.indexOf(to)];
		if (start === -1 || end < start) throw new Error(`The page has no ${from} … ${to}`);
		text = `${text.slice(0, start + from.length)}\n\n${write(results)}\n\n${text.slice(end)}`;
	}
	return await format(text, { ...(await resolveConfig(PAGE_FILE)), parser: 'markdown' });
}

/** Writes what a run measured into docs/performance.md. */
export async function writePage(results: Results): Promise<void> {
	writeFileSync(PAGE_FILE, await pageWith(readFileSync(PAGE_FILE, 'utf8'), results));
}

function tableOf(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
