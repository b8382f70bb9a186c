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
