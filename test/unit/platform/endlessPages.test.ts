import { MOST_PAGES } from '../../../lib/http/pages';
import { readPages } from '../../../lib/platform/transport/paging';

it('a list that always has something new ends at the bound', async () => {
	let reads = 0;
	const list = await readPages(Infinity, async () => {
		reads += 1;
		return { entities: [{ id: `id-${reads}` }], next: `cursor-${reads}` };
	});
	expect(reads).toBe(MOST_PAGES);
	expect(list).toHaveLength(MOST_PAGES);
});

it('entities without an ID are told apart by their content', async () => {
	const pages = [['a', { x: 1 }], [{ x: 1 }, { x: 2 }], ['a']];
	const list = await readPages<unknown>(Infinity, async (cursor = '0') => ({
		entities: pages[Number(cursor)],
		next: String(Number(cursor) + 1),
	}));
	expect(list).toEqual(['a', { x: 1 }, { x: 2 }]);
});
