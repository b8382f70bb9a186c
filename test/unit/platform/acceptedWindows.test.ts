import { windowsOf } from '../../../lib/platform/acceptedWindows';
import type { RunSummary } from '../../../lib/platform/services/flowRuns';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-01-31T10:00:00Z');
const LATER = START + 10 * HOUR_MS;

const acceptedAt = (...times: number[]) =>
	times.map((ms, row) => ({ row, recordId: `r${row}`, acceptedAt: START + ms }));

/** The run of an hour, counted from the first. */
const run = (hour: number, recordsIn: number, status = 'success'): RunSummary => ({
	id: String(hour),
	status,
	startedAt: new Date(START + hour * HOUR_MS).toISOString(),
	completedAt: new Date(START + (hour + 1) * HOUR_MS).toISOString(),
	recordsIn,
	recordsOut: recordsIn,
	recordsFailed: 0,
	errors: [],
	batchIds: [],
});

const missing = (...parameters: Parameters<typeof windowsOf>) =>
	windowsOf(...parameters).map((window) => window.missing);

const MIDDLE = HOUR_MS / 2;

describe('the periods of accepted records', () => {
	it('are those of the runs', () => {
		expect(windowsOf(acceptedAt(MIDDLE, MIDDLE), [run(0, 1)], LATER)).toEqual([
			{ from: START, to: START + HOUR_MS, accepted: 2, arrived: 1, missing: 1, tooEarly: false },
		]);
	});

	it('are hours of the clock where there is no run', () => {
		expect(missing(acceptedAt(MIDDLE, HOUR_MS + MIDDLE), [run(1, 1)], LATER)).toEqual([1, 0]);
	});

	it('have nothing missing if more arrived than was accepted', () => {
		expect(missing(acceptedAt(MIDDLE), [run(0, 4)], LATER)).toEqual([0]);
	});

	it.each([
		['the run may still read', LATER, 'processing'],
		['it is too early', START + 2 * HOUR_MS, 'success'],
	])('have nothing missing while %s', (_, now, status) => {
		const [window] = windowsOf(acceptedAt(MIDDLE), [run(0, 0, status)], now);
		expect(window).toMatchObject({ missing: 0, tooEarly: true });
	});

	it('count a record at the edge where it arrived', () => {
		const edge = acceptedAt(MIDDLE, HOUR_MS + 10, HOUR_MS + MIDDLE);
		expect(missing(edge, [run(0, 2), run(1, 1)], LATER)).toEqual([0, 0]);
		const before = acceptedAt(MIDDLE, HOUR_MS - 10, HOUR_MS + MIDDLE);
		expect(missing(before, [run(0, 1), run(1, 2)], LATER)).toEqual([0, 0]);
	});

	it('do not excuse what is far from the edge', () => {
		const middle = acceptedAt(MIDDLE, HOUR_MS + MIDDLE, HOUR_MS + MIDDLE);
		expect(missing(middle, [run(0, 2), run(1, 1)], LATER)).toEqual([0, 1]);
	});
});
