import { durationOr, percentile, totalOf, totals } from './eventTotals.mts';
import { eventsSection, waitsSection } from './eventSections.mts';
import { clockOf, escapeHtml, formatNumber, type Clock } from './formats.mts';
import { reconciliationSection, runsSection, undeliveredSection } from './outcomeSections.mts';
import { readReport, type ReportData, type ReportInput } from './reportData.mts';
import { STYLE } from './style.mts';
import { acceptedIn, isBehind, verdictOf, type Verdict } from './verdict.mts';

/** Builds the page, and the verdict for people who do not open it. */
export function deliveryReport(input: ReportInput): { html: string; verdict: Verdict } {
	const data = readReport(input);
	const clock = clockOf(data.zone, data.now);
	const verdict = verdictOf(data, clock);
	const sections = [
		header(data, verdict, clock),
		figures(data),
		eventsSection(data, clock),
		waitsSection(data, clock),
		undeliveredSection(data, clock),
		runsSection(data, clock),
		reconciliationSection(data, clock),
		footer(data, clock),
	];
	const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${TITLES[verdict.level]}: Chatlio to Adobe</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
	return { html, verdict };
}

const TITLES = { good: 'OK', empty: 'No events', waiting: 'Waiting', bad: 'Act' };
const MARKS = { good: '✓', empty: '–', waiting: '…', bad: '!' };

function header(data: ReportData, { level, sentence, toDo }: Verdict, clock: Clock) {
	const list = toDo.map((item) => `<li>${escapeHtml(item)}</li>`).join('');
	const counted = isBehind(data)
		? ` Counted up to ${clock.when(data.until)}: the next runs of this workflow count the rest.`
		: '';
	return `<header class="${level}">
<p class="title">Chatlio to Adobe Experience Platform</p>
<h1><span class="mark" aria-hidden="true">${MARKS[level]}</span> ${escapeHtml(sentence)}</h1>
${list && `<ul>${list}</ul>`}
<p class="note">${clock.day(data.now)}, ${clock.time(data.now)}. All times are in ${escapeHtml(clock.zone)}.${counted}</p>
</header>`;
}

const figure = (name: string, value: string, note = '') =>
	`<div><dt>${name}</dt><dd>${value}</dd>${note && `<dd class="note">${note}</dd>`}</div>`;

function figures(data: ReportData): string {
	const all = totalOf([...totals(data).values()]);
	const eventsIn = (needsPerson: boolean) =>
		data.undelivered
			.filter((group) => group.needsPerson === needsPerson)
			.reduce((events, group) => events + group.events, 0);
	const more = data.moreUndelivered ? ' or more' : '';
	return `<dl class="figures">
${figure('Accepted', formatNumber(acceptedIn(data)), 'events, by Adobe')}
${figure('Waiting', formatNumber(eventsIn(false)) + more, 'not delivered yet')}
${figure('Need a person', formatNumber(eventsIn(true)) + more, 'not delivered')}
${figure('Half within', durationOr(percentile(all, 0.5)), 'median, webhook to accepted')}
${figure('95 of 100 within', durationOr(percentile(all, 0.95)), 'webhook to accepted')}
</dl>`;
}

function footer({ start, until }: ReportData, clock: Clock): string {
	return `<footer>
<p>Events count in the hour in which n8n noted that Adobe accepted them, from ${clock.when(start)} to ${clock.when(until)}. Times from webhook to accepted are within 3 percent. <i>Waiting</i> and <i>Need a person</i> show the present, whenever the events arrived.</p>
<p>This page contains numbers and codes only: no names, addresses, or messages of visitors. It loads nothing from anywhere.</p>
</footer>`;
}
