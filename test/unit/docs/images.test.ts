import { imagesIn, imageFiles, isThere, pages, sourceOf } from '../../harness/docs.mts';

const shown = pages.flatMap((page) => imagesIn(page));
const files = imageFiles();

/** Drawn by the benchmark. */
const DRAWN = 'docs/images/performance.svg';

/** What the tests in a browser take; `npm run pictures` writes them into docs/images. */
const taken = [
	...sourceOf('test/acceptance/n8n').matchAll(/\bpicture\(\s*(['"`])(.+?)\1/g),
].flatMap(([, , name]) => [`docs/images/${name}.png`, `docs/images/${name}.dark.png`]);

test('every image that a page shows is there, and is described', () => {
	expect(shown.filter(({ file }) => !isThere(file))).toEqual([]);
	expect(shown.filter(({ alt }) => alt.length < 10)).toEqual([]);
	expect(shown.length).toBeGreaterThan(5);
});

test('every image is shown on a page', () => {
	const seen = new Set(shown.map(({ file }) => file));
	expect(files.filter((file) => !seen.has(file))).toEqual([]);
});

test('every picture is taken by a test in a browser, and each that is taken is kept', () => {
	expect([...new Set(taken)].sort()).toEqual(files.filter((file) => file !== DRAWN));
});
