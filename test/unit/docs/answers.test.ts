import { readPage } from '../../harness/docs.mts';
import { PAGE, answersPage, writeIfAsked } from './answersPage.mts';

test('docs/answers.md prints the table that the tests hold the node to', async () => {
	const page = await answersPage();
	// To write the page after a change: WRITE_PAGES=1 npm test -- test/unit/docs/answers.test.ts
	writeIfAsked(page);
	expect(readPage(PAGE)).toBe(page);
});
