import { sourceFiles } from './sourceFiles.mts';
import { spreadArgumentsIn } from './spreadArguments.mts';

it('no list of unknown length becomes the arguments of a call', () => {
	const sources = sourceFiles();
	expect(sources.length).toBeGreaterThan(100);
	const found = sources.flatMap(({ path, text }) => spreadArgumentsIn(path, text));
	expect(found).toEqual([]);
});

it.each<[string, number]>([
	['found.push(...list)', 1],
	['Math.max(...list.map(size))', 1],
	['new Set(...lists)', 1],
	['found.push.apply(found, list)', 1],
	['found.push(...list.slice(0, NAMED))', 0],
	['found.push(...list.slice(0, count))', 1],
	['found = [...found, ...list]', 0],
	['push({ ...one })', 0],
])('%s has %d of them', (text, count) => {
	expect(spreadArgumentsIn('example.ts', text)).toHaveLength(count);
});
