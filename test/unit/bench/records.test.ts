import { exponentOf } from '../../../bench/delivery/growth.mts';
import { makeRecords, mixedBytes } from '../../../bench/delivery/records.mts';

test('records have the bytes that were asked for, and ids of their own', () => {
	const records = makeRecords('p', 200, mixedBytes);
	const bytes = records.map((record) => Buffer.byteLength(JSON.stringify(record)));
	expect(bytes).toEqual(records.map((_, index) => mixedBytes(index)));
	expect(Math.min(...bytes)).toBeGreaterThanOrEqual(300);
	expect(Math.max(...bytes)).toBeLessThanOrEqual(30_000);
	expect(new Set(records.map(({ _id }) => _id)).size).toBe(200);
});

test('the exponent of growth is one for linear and two for quadratic', () => {
	const points = (power: number) => [10, 100, 1_000].map((x) => [x, 3 * x ** power] as const);
	expect(exponentOf(points(1))).toBeCloseTo(1);
	expect(exponentOf(points(2))).toBeCloseTo(2);
});
