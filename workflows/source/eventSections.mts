import { barChart, describeBars, waitChart, type Column } from './charts.mts';
import type { KindCount } from './countEvents.mts';
import { durationOr, KINDS, nameOf, OTHERS, percentile, totalOf, totals } from './eventTotals.mts';
import { formatNumber, type Clock } from './formats.mts';
import { empty, section, table } from './html.mts';
import { addCount, type ReportData } from './reportData.mts';

/** Shows what Adobe accepted, by hour and kind. */
export function eventsSection(data: ReportData, clock: Clock): string {
	const sums = totals(data);
	const names = [...KINDS.map(([, name]) => name), OTHERS].filter((name) => sums.has(name));
	if (names.length === 0)
		return section(
			'Events per hour',
			empty(
				'Adobe accepted no events in this time. If you expect some, check that the workflow that keeps dead letters is published, and that its URLs are in Chatlio.',
			),
		);
	const classOf = (name: string) =>
		`kind-${[...KINDS.map(([, each]) => each), OTHERS].indexOf(name) + 1}`;
	const columns = data.hours.map(({ from, kinds }): Column => {
		const sumsOfHour = new Map<string, KindCount>();
		for (const [kind, count] of kinds) addCount(sumsOfHour, nameOf(kind), count);
		return { at: from, parts: names.map((name) => sumsOfHour.get(name)?.events ?? 0) };
	});
	const rows = names.map((name) => {
		const count = sums.get(name)!;
		return [
			`<span class="swatch ${classOf(name)}"></span>${name}`,
			formatNumber(count.events),
			durationOr(percentile(count, 0.5)),
			durationOr(percentile(count, 0.95)),
		];
	});
	return section(
		'Events per hour',
		`<p>Events that Adobe accepted, in the colors of the table. The last bar is the current hour, up to ${clock.time(data.until)}.</p>
<figure>${barChart(columns, {
			unit: 'events',
			classes: names.map(classOf),
			names,
			label: `Bar chart of events per hour. ${describeBars(columns, 'event', clock)}`,
			clock,
		})}</figure>
${table(['Kind', 'Events', 'Median time', '95 of 100 within'], rows, 'Events by kind, with the time from webhook to accepted')}`,
	);
}

/** Shows the time from webhook to accepted, by hour. */
export function waitsSection(data: ReportData, clock: Clock): string {
	const heading = 'Time from webhook to accepted';
	const columns = data.hours.map(({ from, kinds }) => {
		const count = totalOf(kinds.values());
		return { at: from, median: percentile(count, 0.5), p95: percentile(count, 0.95) };
	});
	if (columns.every(({ median }) => median === undefined))
		return section(heading, empty('No event has both times.'));
	const all = totalOf([...totals(data).values()]);
	const label = `Chart of the time from webhook to accepted, by hour. Over all hours, the median is ${durationOr(percentile(all, 0.5))}, and 95 of 100 events are accepted within ${durationOr(percentile(all, 0.95))}.`;
	return section(
		heading,
		`<p><span class="dot median"></span>Half of the events of an hour were faster than this (median). <span class="dot p95"></span>95 of 100 were faster than this. The axis is logarithmic.</p>
<figure>${waitChart(columns, label, clock)}</figure>`,
	);
}
