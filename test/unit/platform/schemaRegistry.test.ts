import {
	listResources,
	readResource,
	searchFieldGroups,
	searchResources,
} from '../../../lib/platform/services/schemaRegistry';
import { searchPages } from '../../../lib/platform/transport/searchPages';
import { fakePlatform } from './fakePlatform';

const group = (title: string) => ({ $id: `https://ns.adobe.com/acme/mixins/${title}`, title });

const answerOf = (next: string | null, ...titles: string[]) => ({
	results: titles.map(group),
	_page: { next },
});

describe('the Schema Registry', () => {
	it.each([
		['https://ns.adobe.com/xdm/context/experienceevent-web', 'global'],
		['_xdm.context.experienceevent-web', 'global'],
		['https://ns.adobe.com/acme/mixins/1', 'tenant'],
		['_acme.mixins.1', 'tenant'],
	])('looks %s up in the container %s', async (id, container) => {
		const { call, asked } = fakePlatform(() => ({}));
		await readResource(call, 'fieldgroups', id, 'plain');
		expect(asked[0].path).toBe(
			`/data/foundation/schemaregistry/${container}/fieldgroups/${encodeURIComponent(id)}`,
		);
		expect(asked[0].headers?.Accept).toBe('application/vnd.adobe.xed+json; version=1');
	});

	it('returns no resource twice when pages overlap', async () => {
		const { call } = fakePlatform((_, nth) =>
			nth === 1 ? answerOf('b', 'a', 'b') : answerOf(null, 'b', 'c'),
		);
		const query = { kind: 'fieldgroups', container: 'tenant' } as const;
		const found = await listResources(call, query, Infinity);
		expect(found.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
	});

	it('stops at a page that leads to itself', async () => {
		const { call, asked } = fakePlatform(() => answerOf('a', 'a'));
		const query = { kind: 'schemas', container: 'tenant', search: 'none' } as const;
		expect(await searchResources(call, query, 'a')).toEqual({ entities: [] });
		expect(asked).toHaveLength(1);
	});

	it('returns nothing when it answers with nothing', async () => {
		const query = { kind: 'schemas', container: 'tenant' } as const;
		expect(await searchResources(fakePlatform(() => undefined).call, query)).toEqual({
			entities: [],
		});
	});
});

describe('the search for a field group', () => {
	const ours = ({ path }: { path: string }) => path.includes('/tenant/');

	it("goes through the organization's pages, then through Adobe's", async () => {
		const { call, asked } = fakePlatform((request, nth) =>
			ours(request) ? answerOf(nth === 1 ? 'b c' : null, `o${nth}`) : answerOf(null, 'adobe'),
		);
		const titles: unknown[] = [];
		let cursor: string | undefined;
		do {
			const page = await searchFieldGroups(call, '', cursor);
			titles.push(...page.entities.map(({ title }) => title));
			cursor = page.next;
		} while (cursor !== undefined);
		expect(titles).toEqual(['o1', 'o2', 'adobe']);
		expect(asked.map(({ query }) => query?.start)).toEqual([undefined, 'b c', undefined]);
	});

	it("starts with Adobe's when the organization has none", async () => {
		const { call } = fakePlatform((request) =>
			ours(request) ? answerOf(null) : answerOf(null, 'adobe'),
		);
		expect((await searchFieldGroups(call, '')).entities).toEqual([group('adobe')]);
	});
});

it('searches past pages without a match, and stops at the last', async () => {
	const read = async (cursor = '0') =>
		await Promise.resolve({
			entities: [Number(cursor)],
			next: cursor === '3' ? undefined : String(Number(cursor) + 1),
		});
	expect(await searchPages(read, (one) => one === 2)).toEqual({ entities: [2], next: '3' });
	expect(await searchPages(read, () => false)).toEqual({ entities: [] });
});
