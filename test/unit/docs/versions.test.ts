import { readPage } from '../../harness/docs.mts';
import { resultTable } from '../../versions/versionResults.mts';
import { PAGE, versionsPage, writeIfAsked } from './versionsPage.mts';

test('docs/versions.md prints the last results of npm run test:versions', async () => {
	const page = await versionsPage();
	// To write the page after a run: WRITE_PAGES=1 npm test -- test/unit/docs/versions.test.ts
	writeIfAsked(page);
	expect(readPage(PAGE)).toBe(page);
});

test('the table of results says what ran, what failed, and what did not run', () => {
	const table = resultTable(undefined, {
		'2.20.12': { Demo: { passed: 1, failed: 0 }, Trigger: { passed: 7, failed: 1 } },
		'2.41.1': { Demo: { passed: 0, failed: 1 } },
	});
	const rows = table.split('\n');
	expect(rows[0]).toBe('| Tests | 2.20.12 | 2.41.1 |');
	expect(rows).toContain('| Demo | 1 | 0, 1 failed |');
	expect(rows).toContain('| Trigger | 7, 1 failed | not run |');
});
