import { countOf, escapeHtml, formatDuration, formatNumber, type Clock } from './formats.mts';

/** A column of a bar chart. */
export interface Column {
	/** In ms since 1970. */
	at: number;
	/** Heights of its parts, from the bottom. */
	parts: number[];
}

/** A column of a chart of times, in ms; without events, both are undefined. */
export interface WaitColumn {
	at: number;
	median?: number;
	p95?: number;
}

interface Frame {
	width: number;
	height: number;
	columns: number;
}

const LEFT = 52;
const RIGHT = 8;
const TOP = 26;
const BOTTOM = 40;

/** A chart is drawn twice, because text in it must not shrink with the window. CSS shows one of them. */
const SIZES = [
	{ name: 'wide', width: 860, height: 264, everyHours: 3 },
	{ name: 'narrow', width: 350, height: 244, everyHours: 6 },
];

const round = (value: number) => Math.round(value * 10) / 10;

/** Returns the horizontal place of a column: its left edge and its width. */
function placeOf({ width, columns }: Frame, index: number) {
	const step = (width - LEFT - RIGHT) / Math.max(1, columns);
	return { x: LEFT + index * step, step };
}

/** Returns round steps from 0 up to the next one that is not below the highest value, in whole events. */
export function ticksUpTo(highest: number): number[] {
	const rough = Math.max(1, highest) / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(1, [1, 2, 5, 10].find((each) => each * power >= rough)! * power);
	const ticks = [0];
	while (ticks.at(-1)! < highest || ticks.length < 2) ticks.push(ticks.at(-1)! + step);
	return ticks;
}

/** Times on the axis of a chart of times, in ms. */
const WAIT_TICKS = [100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000];

const gridLine = (frame: Frame, y: number, label: string) =>
	`<line class="grid" x1="${LEFT}" x2="${frame.width - RIGHT}" y1="${round(y)}" y2="${round(y)}"/>` +
	`<text x="${LEFT - 6}" y="${round(y + 4)}" text-anchor="end">${label}</text>`;

const unitText = (unit: string) => `<text x="0" y="12">${unit}</text>`;

/** Draws the times of the day below a chart, and the day where it begins. */
function timeAxis(frame: Frame, times: number[], everyHours: number, clock: Clock): string {
	const bottom = frame.height - BOTTOM;
	return times
		.map((at, index) => {
			const { x } = placeOf(frame, index);
			const isDay = index === 0 || clock.day(at) !== clock.day(times[index - 1]);
			const isHour = Number(clock.time(at).slice(0, 2)) % everyHours === 0;
			const day = isDay ? `<text x="${round(x)}" y="${bottom + 34}">${clock.day(at)}</text>` : '';
			const hour = isHour
				? `<line class="tick" x1="${round(x)}" x2="${round(x)}" y1="${bottom}" y2="${bottom + 5}"/><text x="${round(x)}" y="${bottom + 18}" text-anchor="middle">${clock.time(at)}</text>`
				: '';
			return hour + day;
		})
		.join('');
}

const svg = (name: string, { width, height }: Frame, label: string, content: string) =>
	`<svg class="${name}" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

/**
 * Draws a bar for each column, its parts one on top of the other.
 * @param unit of the vertical axis
 * @param classes of the parts, for their colors
 * @param label says what the chart shows, for readers who do not see it
 * @param names of the parts
 */
export function barChart(
	columns: Column[],
	{
		unit,
		classes,
		names,
		label,
		clock,
	}: { unit: string; classes: string[]; names: string[]; label: string; clock: Clock },
): string {
	const heights = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
	const ticks = ticksUpTo(Math.max(0, ...heights));
	const top = ticks.at(-1)!;
	return SIZES.map(({ name, everyHours, ...size }) => {
		const frame = { ...size, columns: columns.length };
		const bottom = frame.height - BOTTOM;
		const scale = (bottom - TOP) / top;
		const lines = ticks.map((tick) => gridLine(frame, bottom - tick * scale, formatNumber(tick)));
		const bars = columns.map(({ at, parts }, index) => {
			const { x, step } = placeOf(frame, index);
			const gap = Math.min(3, step / 5);
			let y = bottom;
			const rects = parts.map((part, number) => {
				y -= part * scale;
				return part > 0
					? `<rect class="${classes[number]}" x="${round(x + gap / 2)}" y="${round(y)}" width="${round(step - gap)}" height="${round(Math.max(part * scale, 0.5))}"/>`
					: '';
			});
			const values = parts.flatMap((part, number) =>
				part > 0 ? [`${names[number]}: ${formatNumber(part)}`] : [],
			);
			const title = `<title>${escapeHtml(`${clock.day(at)}, ${clock.time(at)}\n${values.join('\n')}`)}</title>`;
			return values.length > 0 ? `<g>${title}${rects.join('')}</g>` : '';
		});
		const axis = timeAxis(
			frame,
			columns.map(({ at }) => at),
			everyHours,
			clock,
		);
		return svg(name, frame, label, unitText(unit) + lines.join('') + bars.join('') + axis);
	}).join('');
}

/** Draws a line from the median to the 95th percentile for each column, on a logarithmic scale. */
export function waitChart(columns: WaitColumn[], label: string, clock: Clock): string {
	const values = columns.flatMap(({ median, p95 }) => [median ?? [], p95 ?? []].flat());
	const lowest = WAIT_TICKS.findLast((tick) => tick <= Math.min(...values)) ?? 10;
	const highest =
		WAIT_TICKS.find((tick) => tick >= Math.max(lowest * 10, ...values)) ?? Math.max(...values);
	const ticks = [lowest, ...WAIT_TICKS.filter((tick) => tick > lowest && tick <= highest)];
	return SIZES.map(({ name, everyHours, ...size }) => {
		const frame = { ...size, columns: columns.length };
		const bottom = frame.height - BOTTOM;
		const scale = (bottom - TOP) / Math.log(highest / lowest);
		const yOf = (ms: number) => round(bottom - Math.log(Math.max(lowest, ms) / lowest) * scale);
		const lines = ticks.map((tick) => gridLine(frame, yOf(tick), formatDuration(tick)));
		const bars = columns.map(({ at, median, p95 }, index) => {
			if (median === undefined || p95 === undefined) return '';
			const { x, step } = placeOf(frame, index);
			const middle = round(x + step / 2);
			const title = `${clock.day(at)}, ${clock.time(at)}\nMedian ${formatDuration(median)}, 95 percent within ${formatDuration(p95)}`;
			return `<g><title>${escapeHtml(title)}</title><line class="range" x1="${middle}" x2="${middle}" y1="${yOf(median)}" y2="${yOf(p95)}"/><circle class="p95" cx="${middle}" cy="${yOf(p95)}" r="3"/><circle class="median" cx="${middle}" cy="${yOf(median)}" r="4"/></g>`;
		});
		const axis = timeAxis(
			frame,
			columns.map(({ at }) => at),
			everyHours,
			clock,
		);
		return svg(name, frame, label, unitText('time') + lines.join('') + bars.join('') + axis);
	}).join('');
}

/** Says in words what a chart of bars shows. */
export function describeBars(columns: Column[], noun: string, clock: Clock): string {
	const heights = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
	const most = Math.max(0, ...heights);
	const at = columns[heights.indexOf(most)]?.at;
	const total = heights.reduce((sum, height) => sum + height, 0);
	return at === undefined || total === 0
		? `No ${noun}s`
		: `${countOf(total, noun)}; most in the hour from ${clock.when(at)}: ${formatNumber(most)}`;
}
