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
	const [, section] = page.split('## What is guarded, and by which test');
	const rows = section
		.split('\n## ')[0]
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.slice(2);
	expect(rows.length).toBeGreaterThan(25);
	expect(rows.filter((row) => !/`(test\/[\w./]+|npm run [\w:]+)` +\|$/.test(row))).toEqual([]);
});
