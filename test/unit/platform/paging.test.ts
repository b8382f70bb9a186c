import { readFlowServicePage } from '../../../lib/platform/paging';

const pageWith = async (href: string) =>
	await readFlowServicePage(async () => ({ items: [], _links: { next: { href } } }), {
		task: 'x',
		path: '/x',
	});

it('takes the token of the next page out of its address', async () => {
	expect((await pageWith('/runs?continuationToken=abc')).next).toBe('abc');
});

it.each(['https://', `https://${'A-'.repeat(100_000)}`])(
	'takes a page for the last whose next address cannot be read',
	async (href) => {
		expect((await pageWith(href)).next).toBeUndefined();
	},
);
