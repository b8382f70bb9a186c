import { quickBenchmark } from './quickBenchmark.mts';

test('npm run bench -- --quick measures both sides of every figure, loses and duplicates nothing, and prints the table', async () => {
	const { output, results } = await quickBenchmark();
	expect(results.figures.length).toBeGreaterThan(0);
	for (const { id, ours, theirs, lost, doubled } of results.figures) {
		expect(output).toContain(id);
		const passes = [ours.flat(), theirs.flat()];
		const values = passes.flat().map(({ value }) => value);
		expect({ id, passes: passes.map(({ length }) => length) }).toEqual({ id, passes: [1, 1] });
		// So few records take less memory than what is collected meanwhile gives back.
		const measured = id === 'memory' ? values.every(Number.isFinite) : Math.min(...values) > 0;
		expect({ id, measured }).toEqual({ id, measured: true });
		expect({ id, lost: lost.ours, doubled: doubled.ours }).toEqual({ id, lost: 0, doubled: 0 });
	}
	expect(results.model).not.toBeNull();
}, 1_800_000);
