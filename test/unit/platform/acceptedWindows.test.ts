import { windowAt, windowsOf } from '../../../lib/platform/acceptedWindows';
import { summarizeRun, type RunSummary } from '../../../lib/platform/services/flowRuns';

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

	it.each([
		[5, 5],
		[10, 0],
		[0, 10],
	])('are one period for two runs with the same start that read %d and %d', (first, second) => {
		const ledger = acceptedAt(...Array<number>(10).fill(MIDDLE));
		expect(windowsOf(ledger, [run(0, first), run(0, second)], LATER)).toMatchObject([
			{ from: START, accepted: 10, arrived: 10, missing: 0 },
		]);
	});

	it('are too early while one of two runs with the same start may still read', () => {
		const runs = [run(0, 0), run(0, 0, 'processing')];
		expect(windowsOf(acceptedAt(MIDDLE), runs, LATER)).toMatchObject([
			{ missing: 0, tooEarly: true },
		]);
	});

	it.each([['its start', START] as const, ['0', 0] as const, ['null', null] as const])(
		'last an hour, or until the next run, if the end of a run is %s',
		(_, completedAtUTC) => {
			const durationSummary = { startedAtUTC: START, completedAtUTC: completedAtUTC as number };
			const metrics = { durationSummary, recordSummary: { inputRecordCount: 59 } };
			const unknownEnd = { ...summarizeRun({ id: 'a', metrics }), status: 'success' };
			const ledger = acceptedAt(...Array.from({ length: 59 }, (__, minute) => minute * 60_000));
			expect(windowsOf(ledger, [unknownEnd], LATER)).toMatchObject([
				{ from: START, to: START + HOUR_MS, accepted: 59, missing: 0 },
			]);
			const runs = [unknownEnd, run(0.5, 0)];
			expect(windowsOf(ledger, runs, LATER)[0]).toMatchObject({ to: START + MIDDLE });
		},
	);

	it('are found without a look at all others', () => {
		const hours = Array.from({ length: 20_000 }, (_, hour) => hour);
		let reads = 0;
		const ledger = hours.map((hour) => ({
			row: hour,
			recordId: String(hour),
			get acceptedAt() {
				reads += 1;
				return START + hour * HOUR_MS;
			},
		}));
		const runs = hours.filter((hour) => hour % 2).map((hour) => run(hour, 1));
		const windows = windowsOf(ledger, runs, START + 30_000 * HOUR_MS);
		expect(windows).toHaveLength(20_000);
		expect(reads).toBeLessThan(20 * hours.length);
		expect(windowAt(windows, START + 7 * HOUR_MS + 1)).toBe(windows[7]);
		expect(windowAt(windows, START - 1)).toBeUndefined();
		expect(windowAt(windows, START + 20_000 * HOUR_MS)).toBeUndefined();
	});
});
