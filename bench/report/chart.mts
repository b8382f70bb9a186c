import * as echarts from 'echarts';
import type { Judged } from '../judge.mts';
import { goalText, short } from './table.mts';

const ROW_HEIGHT = 34;
const WIDTH = 1_120;
const COLORS = { ratio: '#3666b0', missed: '#b5562e', text: '#222222' };

/** Draws each figure's ratio as a bar next to its goal as a line, on a logarithmic axis, as one SVG. */
export function chartOf(figures: Judged[]): string {
	const chartFigures = figures.filter(({ ratio }) => ratio !== null && ratio > 0);
	const chart = echarts.init(null, null, {
		renderer: 'svg',
		ssr: true,
		width: WIDTH,
		height: 110 + chartFigures.length * ROW_HEIGHT,
	});
	const axis = {
		type: 'category' as const,
		inverse: true,
		axisTick: { show: false },
		axisLabel: { color: COLORS.text, fontSize: 12 },
	};
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		title: { text: 'Measured ratios and their goals (red: missed)', left: 'center', top: 8 },
		grid: { left: 570, right: 130, top: 66, bottom: 40 },
		xAxis: { type: 'log', logBase: 10 },
		yAxis: [
			{ ...axis, data: chartFigures.map(nameOf) },
			// The value of each bar has its own column, so that no goal covers it.
			{ ...axis, position: 'right', axisLine: { show: false }, data: chartFigures.map(labelOf) },
		],
		legend: { data: ['Ratio', 'Goal'], selectedMode: false, top: 36 },
		series: [
			{
				name: 'Ratio',
				type: 'bar',
				barWidth: '55%',
				itemStyle: { color: COLORS.ratio },
				data: chartFigures.map(({ ratio, met }) => ({
					value: ratio,
					...(met === false && { itemStyle: { color: COLORS.missed } }),
				})),
			},
			{
				name: 'Goal',
				type: 'scatter',
				symbol: 'rect',
				symbolSize: [4, 26],
				itemStyle: { color: COLORS.text, opacity: 1 },
				data: chartFigures.map(({ goal }, index) => [goal.atLeast ?? goal.atMost ?? '-', index]),
			},
		],
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}

const nameOf = ({ title, against }: Judged) => `${title}\nagainst ${against}`;

const labelOf = ({ ratio, goal }: Judged) =>
	`${short(ratio ?? 0)}${goalText(goal) === 'stated' ? '' : ` (${goalText(goal)})`}`;
