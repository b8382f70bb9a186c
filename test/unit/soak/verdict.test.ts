import { changeOf, median, windowsOf, type Sample } from '../../soak/verdict.mts';

const MINUTE = 60_000;
const windows = windowsOf(30 * MINUTE);
/** A sample every ten seconds of half an hour. */
const samples = (figure: (minute: number) => number): Sample[] =>
	Array.from({ length: 180 }, (_, n) => {
		const value = figure((n + 1) / 6);
		return { at: (n + 1) * 10_000, memory: value, files: value };
	});

test('of half an hour ten minutes warm up, the next five are compared with the last five', () => {
	expect(windows).toEqual({
		warm: [10 * MINUTE, 15 * MINUTE],
		end: [25 * MINUTE, 30 * MINUTE],
	});
});

test('the median of an even number of samples lies between the two in the middle', () => {
	expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

test('what grows while it warms up and then stays holds', () => {
	const change = changeOf(
		samples((minute) => Math.min(minute, 10) * 50),
		'memory',
		windows,
	);
	expect(change).toEqual({ before: 500, after: 500, ratio: 1, held: true });
});

test('memory that V8 gives back and takes again while it warms up is no growth', () => {
	// A worker of a real run, in MB at the end of each minute.
	const first = [589, 605, 607, 385, 416, 473, 379, 407, 461, 462];
	const change = changeOf(
		samples((minute) => first[Math.ceil(minute) - 1] ?? 462 + minute / 5),
		'memory',
		windows,
	);
	expect(change?.held).toBe(true);
	expect(change?.ratio).toBeLessThan(1.01);
});

test('what grows steadily by 3 MB a minute does not hold', () => {
	const change = changeOf(
		samples((minute) => 500 + minute * 3),
		'memory',
		windows,
	);
	expect(change?.held).toBe(false);
	expect(change?.ratio).toBeGreaterThan(1.08);
});

test('one peak in the last minutes is no growth', () => {
	const change = changeOf(
		samples((minute) => (minute > 29.8 ? 5_000 : 500)),
		'memory',
		windows,
	);
	expect(change).toMatchObject({ before: 500, after: 500, held: true });
});

test('of the heap counts what a collection leaves', () => {
	const swinging = samples(() => 0).map((sample, n) => ({ ...sample, heap: 200 + (n % 7) * 50 }));
	const leaking = swinging.map((sample, n) => ({ ...sample, heap: sample.heap + n }));
	expect(changeOf(swinging, 'heap', windows)).toMatchObject({ before: 200, held: true });
	expect(changeOf(leaking, 'heap', windows)?.held).toBe(false);
});

test('a few files more always pass, memory has no such allowance', () => {
	const grown = samples((minute) => (minute < 20 ? 20 : 25));
	expect(changeOf(grown, 'files', windows)?.held).toBe(true);
	expect(changeOf(grown, 'memory', windows)?.held).toBe(false);
});

test('a figure that a process does not tell has no change', () => {
	expect(
		changeOf(
			samples(() => 1),
			'heap',
			windows,
		),
	).toBeUndefined();
});
