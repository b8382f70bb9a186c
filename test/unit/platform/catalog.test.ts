import {
	createDataset,
	listBatches,
	listDatasets,
	readDataset,
	readSchemaId,
	searchDatasets,
} from '../../../lib/platform/services/catalog';
import { fakePlatform } from './fakePlatform';

/** A page of datasets as Catalog gives it: an object keyed by id. */
const page = (from: number, count: number) =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [`d${from + index}`, { name: `n${from + index}` }]),
	);

const dataset = {
	name: 'Chat',
	schemaId: 'https://ns.adobe.com/acme/schemas/1',
	profile: false,
	errorDiagnostics: true,
};

describe('datasets', () => {
	it('are read page by page until there are no more', async () => {
		const { call, asked } = fakePlatform((_, nth) => (nth === 1 ? page(0, 100) : page(100, 3)));
		expect(await listDatasets(call, '', Infinity)).toHaveLength(103);
		expect(asked.map(({ query }) => query?.start)).toEqual([0, 100]);
	});

	it('are listed once when a new one moves the others to the next page', async () => {
		const { call } = fakePlatform((_, nth) => (nth === 1 ? page(0, 100) : page(99, 2)));
		expect(await listDatasets(call, '', Infinity)).toHaveLength(101);
	});

	it('are searched past pages without a match', async () => {
		const { call, asked } = fakePlatform((_, nth) => (nth === 1 ? page(0, 100) : page(100, 2)));
		const found = await searchDatasets(call, 'N101');
		expect(found.entities.map(({ id }) => id)).toEqual(['d101']);
		expect(asked).toHaveLength(2);
	});

	it('are an empty list when Catalog answers with nothing', async () => {
		expect(await listDatasets(fakePlatform(() => undefined).call, '', 5)).toEqual([]);
	});

	it('are reported as missing when Catalog does not know them', async () => {
		const { call } = fakePlatform(() => ({}));
		const problem = {
			code: 'dataset.unknown',
			message: expect.stringMatching(/^Could not read the dataset d1: /),
			retry: 'afterChange',
			service: 'adobe',
		};
		await expect(readDataset(call, 'd1')).rejects.toMatchObject({ problem });
		const silent = fakePlatform(() => undefined);
		await expect(readSchemaId(silent.call, 'd1')).rejects.toMatchObject({ problem });
	});

	it('have the schema they were created for', async () => {
		const answer = { d1: { schemaRef: { id: 'schema' } } };
		expect(await readSchemaId(fakePlatform(() => answer).call, 'd1')).toBe('schema');
		expect(await readSchemaId(fakePlatform(() => ({ d1: {} })).call, 'd1')).toBeUndefined();
	});

	it('are created without tags unless they are for Profile', async () => {
		const { call, asked } = fakePlatform(() => ['@/dataSets/abc']);
		expect(await createDataset(call, dataset)).toBe('abc');
		await createDataset(call, { ...dataset, profile: true, description: 'Chats' });
		expect(asked[0].body).not.toHaveProperty('tags');
		expect(asked[0].body).not.toHaveProperty('description');
		expect(asked[1].body).toMatchObject({
			description: 'Chats',
			tags: { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] },
		});
	});

	it.each([undefined, [], ['nonsense']])(
		'do not count as created when the answer is %j',
		async (body) => {
			await expect(createDataset(fakePlatform(() => body).call, dataset)).rejects.toMatchObject({
				problem: {
					code: 'adobe.incompleteResponse',
					message: `Could not create the dataset "Chat": Adobe's response has no ID`,
					advice: 'Look for a dataset of this name in Adobe before you create it again.',
				},
			});
		},
	);
});

it('lists the batches of one dataset', async () => {
	const { call, asked } = fakePlatform(() => ({ b1: { status: 'success' } }));
	const filter = { datasetId: 'd1', status: 'success', since: 5 };
	expect(await listBatches(call, filter, 10)).toEqual([{ id: 'b1', status: 'success' }]);
	expect(asked[0].query).toMatchObject({ dataSet: 'd1', status: 'success', createdAfter: 5 });
});
