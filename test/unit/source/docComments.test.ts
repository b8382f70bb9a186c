import { questionOpenings } from './docComments.mts';
import { sourceFiles } from './sourceFiles.mts';

it('no doc comment opens with What, Whether, Where, Those, Why, How or Who', () => {
	const sources = sourceFiles();
	expect(sources.length).toBeGreaterThan(100);
	expect(sources.flatMap(({ path, text }) => questionOpenings(path, text))).toEqual([]);
});

it.each<[comment: string, count: number]>([
	['/** Where the records go. */', 1],
	['/**\n\t * Whether it is enabled.\n\t */', 1],
	['/** Returns true if it is enabled. */', 0],
	['/** Whole records only. */', 0],
	['// What a line comment says is not checked', 0],
])('%s has %d such opening', (comment, count) => {
	expect(questionOpenings('example.ts', comment)).toHaveLength(count);
});
