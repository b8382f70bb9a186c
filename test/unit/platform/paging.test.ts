import { readFlowServicePage } from '../../../lib/platform/transport/paging';

const pageWith = async (href: string) =>
	await readFlowServicePage(async () => ({ items: [], _links: { next: { href } } }), {
		task: 'x',
		path: '/x',
	});

it('reads the token of the next page from its URL', async () => {
	expect((await pageWith('/runs?continuationToken=abc')).next).toBe('abc');
});

it.each([
	['/runs?continuationToken=a+b', 'a+b'],
	['/runs?limit=1&continuationToken=a%2Bb%3D&orderby=x', 'a+b='],
	['/runs?continuationToken=a/b==#top', 'a/b=='],
	['https://platform.adobe.io/flows?continuationToken=a%20%zz', 'a%20%zz'],
	['/runs?continuationToken=%C3%A9é', 'éé'],
	['/runs?xcontinuationToken=no', undefined],
	['/continuationToken=no', undefined],
	['/runs?continuationToken=', undefined],
	['/runs#?continuationToken=no', undefined],
])('reads the token of %s, in which a plus is no space', async (href, token) => {
	expect((await pageWith(href)).next).toBe(token);
});

it.each(['https://', `https://${'A-'.repeat(100_000)}`])(
	'treats a page as the last one if the URL of the next cannot be read',
	async (href) => {
		expect((await pageWith(href)).next).toBeUndefined();
	},
);
