import { barChart, describeBars, type Column } from './charts.mts';
import { countOf, escapeHtml, formatNumber, type Clock } from './formats.mts';
import { codeText, empty, section, table } from './html.mts';
import { HOUR_MS, shorten, type ReportData } from './reportData.mts';

/** Most records that one run compares; the Data Table node has the same limit. */
const MOST_COMPARED = 5_000;

/** Most codes that the page lists: each is a row. */
const MOST_ROWS = 20;

const NEXT: Record<string, string> = {
	later: 'Sent again automatically',
	afterChange: 'Somebody has to act, then sent again',
};

/** Shows the dead letters by problem code. */
export function undeliveredSection(
	{ undelivered, moreUndelivered }: ReportData,
	clock: Clock,
): string {
	const heading = 'Not delivered, at the moment';
	if (undelivered.length === 0)
		return section(heading, empty('Nothing. No event is waiting, and none needs a person.'));
	const shown = undelivered.slice(0, MOST_ROWS);
	const rows = shown.map(({ code, needsPerson, retry, events, oldest }) => [
		codeText(code),
		formatNumber(events),
		clock.when(oldest),
		needsPerson ? '<strong>Somebody has to act</strong>' : (NEXT[retry] ?? NEXT.later),
	]);
	const left = undelivered.length - shown.length;
	const notes = [
		...(left > 0 ? [`${countOf(left, 'further code')} with fewer events.`] : []),
		...(moreUndelivered ? ['There are more rows than the 1,000 of a kind that are read.'] : []),
	];
	return section(
		heading,
		`<p>Rows of the data table <i>Chatlio dead letters</i>. Its columns <i>message</i> and <i>advice</i> say what happened and what to do.</p>
${table(['Code', 'Events', 'Oldest', 'What happens next'], rows, 'Undelivered events by problem code')}
${notes.length > 0 ? `<p class="note">${notes.join(' ')}</p>` : ''}`,
	);
}

/** Shows what Adobe read and rejected, by dataflow run. */
export function runsSection({ runs, start }: ReportData, clock: Clock): string {
	const heading = 'Adobe’s dataflow runs';
	if (!runs)
		return section(
			heading,
			empty('Adobe was not asked yet. This workflow asks every quarter of an hour.'),
		);
	if (!runs.value)
		return section(
			heading,
			empty(
				`Adobe could not be asked (${clock.when(runs.at)}): ${codeText(runs.code ?? 'unknown')}`,
			),
		);
	const recent = runs.value
		.filter(({ startedAt }) => Date.parse(startedAt ?? '') >= start)
		.sort((a, b) => Date.parse(a.startedAt!) - Date.parse(b.startedAt!))
		.slice(-48);
	const asked = `Last asked ${clock.when(runs.at)}.`;
	if (recent.length === 0)
		return section(
			heading,
			empty(
				`There is no run in this time. A dataflow has one run an hour, which appears when it is over. ${asked}`,
			),
		);
	const columns = recent.map(
		({ startedAt, recordsIn, recordsFailed }): Column => ({
			at: Date.parse(startedAt!),
			parts: [Math.max(0, recordsIn - recordsFailed), recordsFailed],
		}),
	);
	const failed = recent.filter(
		({ recordsFailed, status }) => recordsFailed > 0 || status === 'failed',
	);
	const rows = failed.map(({ startedAt, recordsIn, recordsFailed, status }) => [
		clock.when(Date.parse(startedAt!)),
		formatNumber(recordsIn),
		formatNumber(recordsFailed),
		escapeHtml(shorten(status)),
	]);
	return section(
		heading,
		`<p>Records that Adobe read per run, by the start of the run. <span class="swatch stored"></span>Not rejected <span class="swatch failed"></span>Rejected. ${asked}</p>
<figure>${barChart(columns, {
			unit: 'records',
			classes: ['stored', 'failed'],
			names: ['Not rejected', 'Rejected'],
			label: `Bar chart of records per dataflow run. ${describeBars(columns, 'record', clock)}`,
			clock,
		})}</figure>
${rows.length > 0 ? table(['Run', 'Records read', 'Rejected', 'Adobe’s status'], rows, 'Runs that failed or rejected records') : empty('No run failed or rejected a record.')}`,
	);
}

/** Returns the end of the 24 hours that are compared at a time: what is younger than two hours can still fail. */
const comparedUntil = (at: number) => Math.floor(at / HOUR_MS - 2) * HOUR_MS;

/** Shows what became of the accepted records, as far as Adobe tells. */
export function reconciliationSection({ reconciliation }: ReportData, clock: Clock): string {
	const heading = 'Accepted compared with arrived';
	const { value, at = 0, code } = reconciliation ?? {};
	if (code && !value)
		return section(
			heading,
			empty(`The records could not be compared (${clock.when(at)}): ${codeText(code)}`),
		);
	if (!value)
		return section(
			heading,
			empty(
				'Not compared yet. Once a day, this workflow compares the accepted records with what Adobe shows.',
			),
		);
	const { noObjection, tooEarly, failed, missing, notCompared } = value;
	const rows: Array<[string, number, string]> = [
		[
			'Nothing speaks against',
			noObjection,
			'Adobe shows no failure. It offers no list of what it stored',
		],
		['Too early to tell', tooEarly, 'Accepted less than 90 minutes before'],
		['Failed later', failed, 'Accepted, and not stored'],
		['Missing, at least', missing, 'Accepted, and not among the records that the dataflow read'],
		['Not compared', notCompared, 'Adobe could not be asked'],
	];
	const compared = noObjection + tooEarly + failed;
	const note =
		compared + notCompared >= MOST_COMPARED
			? `<p class="note">No more than ${formatNumber(MOST_COMPARED)} records are compared a day.</p>`
			: '';
	return section(
		heading,
		compared + notCompared === 0
			? empty(
					`There was nothing to compare in the 24 hours up to ${clock.when(comparedUntil(at))}.`,
				)
			: `<p>${countOf(compared, 'record')} that Adobe accepted in the 24 hours up to ${clock.when(comparedUntil(at))}, compared with its failed batches and its dataflow runs.</p>
${table(
	['Outcome', 'Records', 'Meaning'],
	rows
		.filter(([, records], index) => records > 0 || index < 4)
		.map(([name, records, meaning]) => [name, formatNumber(records), meaning]),
	'Accepted records by outcome',
)}${note}`,
	);
}
