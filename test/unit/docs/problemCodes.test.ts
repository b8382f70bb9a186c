import { PROBLEM_CODES } from '../../../lib/problem/problemCodes';
import { readPage, rowsIn } from '../../harness/docs.mts';
import { PAGE, problemCodesPage, writeIfAsked } from './problemCodesPage.mts';

test('docs/problem-codes.md has every code', async () => {
	const page = await problemCodesPage();
	// To write the page after a change: WRITE_PAGES=1 npm test -- test/unit/docs/problemCodes.test.ts
	writeIfAsked(page);
	expect(readPage(PAGE)).toBe(page);

	const rows = rowsIn(page).filter((row) => row.length === 5 && row[0] !== 'Code');
	const codes = rows.map(([code]) => code.replaceAll('`', ''));
	expect([...codes].sort()).toEqual(Object.keys(PROBLEM_CODES).sort());
});

test('its rows have the texts of the codes', () => {
	const rows = rowsIn(readPage(PAGE));
	expect(rows).toContainEqual([
		'`record.tooLarge`',
		expect.stringMatching(/^The message has _bytes_ bytes, more than the _limit_ /),
		PROBLEM_CODES['record.tooLarge'].advice,
		'`never`',
		PROBLEM_CODES['record.tooLarge'].source,
	]);
});
