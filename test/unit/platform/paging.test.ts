import { readFlowServicePage } from '../../../lib/platform/transport/paging';

const pageWith = async (href: string) =>
	await readFlowServicePage(async () => ({ items: [], _links: { next: { href } } }), {
		task: 'x',
		path: '/x',
	});

it('reads the token of the next page from its URL', async () => {
	expect((await pageWith('/runs?continuationToken=abc')).next).toBe('abc');
});

it.each(['https://', `https://${'A-'.repeat(100_000)}`])(
	'treats a page as the last one if the URL of the next cannot be read',
	async (href) => {
		expect((await pageWith(href)).next).toBeUndefined();
	},
);
