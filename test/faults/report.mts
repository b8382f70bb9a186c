import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Table from 'cli-table3';
import { root } from '../../playground/paths.mts';
import { causesOf, COLUMNS, LEGEND } from './columns.mts';
import { missedGoals } from './goals.mts';
import type { Result } from './run.mts';

export interface Report {
	results: Result[];
	/** Sentences that say what in the set-up the figures depend on. */
	footnotes: string[];
	/** Events over all rows. */
	events: number;
	lost: number;
	missedGoals: string[];
	/** Why the run ended early. */
	obstacle: string | null;
	minutes: number;
}

/** In a folder that no linter reads. */
export const resultsFolder = join(root, 'node_modules', '.cache', 'faults');

export function makeReport(
	results: Result[],
	footnotes: string[],
	milliseconds: number,
	obstacle: string | null,
): Report {
	const rows = results.flatMap((result) => result.rows);
	const sum = (name: 'sent' | 'lost') => rows.reduce((total, row) => total + row[name], 0);
	return {
		results,
		footnotes,
		events: sum('sent'),
		lost: sum('lost'),
		missedGoals: missedGoals(results),
		obstacle,
		minutes: Math.round(milliseconds / 6_000) / 10,
	};
}

const TITLES = { single: 'Single instance', cluster: 'Cluster' };

const systemsOf = ({ results }: Report) => [...new Set(results.map(({ system }) => system))];

const linesOf = ({ results }: Report, system: Result['system']) =>
	results
		.filter((result) => result.system === system)
		.flatMap((result) =>
			result.rows.map((row) => COLUMNS.map(({ of }) => String(of(row, result)))),
		);

const causesIn = ({ results }: Report, system: Result['system']) =>
	results
		.filter((result) => result.system === system)
		.flatMap((result) => result.rows.map((row) => causesOf(row, result)))
		.filter((line) => line !== undefined);

export function printReport(report: Report): void {
	for (const system of systemsOf(report)) {
		const table = new Table({
			head: COLUMNS.map(({ title }) => title),
			style: { head: [], border: [] },
			colWidths: [28, 15, 6, 7, 10, 7, 8, 6, 7, 6, 8, 11, 6, 8],
			wordWrap: true,
		});
		table.push(...linesOf(report, system));
		console.log(`\n${TITLES[system]}\n${table.toString()}`);
		console.log(['Never acknowledged, by cause:', ...causesIn(report, system)].join('\n  '));
	}
	console.log(`\n${[...LEGEND, ...report.footnotes].join('\n')}`);
	console.log(
		`\n${report.events} events, ${report.lost} lost of the acknowledged, in ${report.minutes} minutes`,
	);
	for (const missed of report.missedGoals) console.log(`NOT KEPT  ${missed}`);
}

/** The same as a page, and as JSON beside it. */
export function writeReport(report: Report, jsonFile: string): void {
	mkdirSync(dirname(jsonFile), { recursive: true });
	mkdirSync(resultsFolder, { recursive: true });
	writeFileSync(jsonFile, JSON.stringify(report, null, '\t'));
	const markdown = systemsOf(report).flatMap((system) => [
		`## ${TITLES[system]}`,
		'',
		markdownRow(COLUMNS.map(({ title }) => title)),
		markdownRow(COLUMNS.map(() => '---')),
		...linesOf(report, system).map(markdownRow),
		'',
		'Never acknowledged, by cause:',
		'',
		...causesIn(report, system).map((line) => `- ${line}`),
		'',
	]);
	markdown.push(...[...LEGEND, ...report.footnotes].map((line) => `- ${line}`), '');
	writeFileSync(join(resultsFolder, 'table.md'), markdown.join('\n'));
}

const markdownRow = (cells: string[]) => `| ${cells.join(' | ')} |`;
