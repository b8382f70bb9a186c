import { deadLinksIn, isThere, readPage } from '../../harness/docs.mts';

const page = readPage('SECURITY.md');
const manifest = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };

test('SECURITY.md has no link that leads nowhere', () => {
	expect(deadLinksIn('SECURITY.md')).toEqual([]);
});

test('every test and command that SECURITY.md names is there', () => {
	const tests = [...page.matchAll(/`(test\/[\w./]+)`/g)].map(([, path]) => path);
	expect(tests.length).toBeGreaterThan(8);
	expect(tests.filter((path) => !isThere(path))).toEqual([]);
	for (const [, script] of page.matchAll(/`npm run ([\w:]+)`/g))
		expect(manifest.scripts).toHaveProperty([script]);
});

test('SECURITY.md claims no guard without the test that holds it', () => {
	const section = page.split('## What is guarded, and by which test')[1].split('\n## ')[0];
	const rows = section.split('\n').filter((line) => /^\| (?!Guard|---)/.test(line));
	expect(rows.length).toBeGreaterThan(35);
	expect(rows.filter((row) => !/`(test\/[\w./]+|npm run [\w:]+)` +\|$/.test(row))).toEqual([]);
});
