import {
	createMappingSet,
	mappingDraft,
	previewMapping,
	readMappingSet,
	simpleMappingSet,
	validateMappings,
} from '../../../lib/platform/services/dataPrep';
import { fakePlatform } from './fakePlatform';

const MAPPING_SETS = '/data/foundation/conversion/mappingSets';
const SCHEMA = 'https://ns.adobe.com/acme/schemas/1';

const platform = (answer: unknown) => fakePlatform(() => answer);

const mappings = [
	{ sourceType: 'ATTRIBUTE', source: 'a', destination: '_id' },
	{ sourceAttribute: 'b', destinationXdmPath: 'timestamp' },
];

describe('a mapping set', () => {
	it('is created for a schema and its version', async () => {
		const { call, asked } = platform({ id: 'm1', version: 3 });
		const draft = mappingDraft(SCHEMA, mappings, 'Chat', 2);
		expect(await createMappingSet(call, draft)).toEqual({ id: 'm1', version: 3 });
		expect(asked[0]).toMatchObject({
			method: 'POST',
			path: MAPPING_SETS,
			body: {
				name: 'Chat',
				outputSchema: {
					schemaRef: {
						id: SCHEMA,
						contentType: 'application/vnd.adobe.xed-full+json;version=2',
					},
				},
				mappings,
			},
		});
	});

	it('has version 0 when Adobe gives none, and does not count as created without an ID', async () => {
		const draft = mappingDraft(SCHEMA, mappings);
		expect(draft).not.toHaveProperty('name');
		expect(await createMappingSet(platform({ id: 'm1' }).call, draft)).toEqual({
			id: 'm1',
			version: 0,
		});
		await expect(createMappingSet(platform(undefined).call, draft)).rejects.toMatchObject({
			problem: {
				code: 'adobe.incompleteResponse',
				message: "Could not create the mapping set: Adobe's response has no ID",
				retry: 'afterChange',
			},
		});
	});

	it('is read and simplified, in the newer and the older form', async () => {
		const { call, asked } = platform({ name: 'Chat', version: 1, mappings });
		const set = await readMappingSet(call, 'm 1');
		expect(asked[0].path).toBe(`${MAPPING_SETS}/m%201`);
		expect(simpleMappingSet({ ...set, outputSchema: { schemaRef: { id: SCHEMA } } })).toEqual({
			id: 'm 1',
			name: 'Chat',
			version: 1,
			schemaId: SCHEMA,
			mappings: [mappings[0], { sourceType: undefined, source: 'b', destination: 'timestamp' }],
		});
		expect(simpleMappingSet({ id: 'm2', xdmSchema: SCHEMA })).toMatchObject({
			version: 0,
			schemaId: SCHEMA,
			mappings: [],
		});
	});
});

describe('validateMappings', () => {
	const draft = mappingDraft(SCHEMA, [...mappings, { source: 'c', destination: 'd' }]);

	it('gives each mapping its verdict, and none to one that Adobe did not answer', async () => {
		const { call } = platform({
			validationResponse: [
				{ status: 'SUCCESS', errors: null },
				{ status: 'FAILURE', errors: [{ message: 'No such field' }, 'text', null] },
			],
		});
		expect(await validateMappings(call, draft)).toEqual([
			{ valid: true, source: 'a', destination: '_id', reasons: [] },
			{
				valid: false,
				source: 'b',
				destination: 'timestamp',
				reasons: ['No such field', 'text', 'null'],
			},
			{ valid: false, source: 'c', destination: 'd', reasons: ['Adobe gave no verdict'] },
		]);
	});

	it('calls nothing valid after an empty answer', async () => {
		expect(await validateMappings(platform(undefined).call, draft)).toEqual(
			Array.from({ length: 3 }, () => expect.objectContaining({ valid: false })),
		);
		expect(await validateMappings(platform({}).call, {})).toEqual([]);
	});
});

describe('previewMapping', () => {
	const draft = mappingDraft(SCHEMA, mappings);

	it.each([
		['a list', [{ data: { _id: '1' }, errors: null }]],
		['one object', { data: { _id: '1' } }],
		['one object with a list of records', { data: [{ _id: '1' }], errors: [] }],
		['a list with lists', [{ data: [{ _id: '1' }] }]],
	])('reads %s', async (_, answer) => {
		const { call, asked } = platform(answer);
		expect(await previewMapping(call, draft, { a: 1 })).toEqual({
			record: { _id: '1' },
			warnings: [],
		});
		expect(asked[0].body).toEqual({ data: [{ a: 1 }], mappingSet: draft });
	});

	it('warns about what could not be computed, and where', async () => {
		const errors = [
			{ source: 'date(x)', destination: 'timestamp', exception: 'Unparseable date' },
			{ columnName: 'x' },
		];
		const { call } = platform([{ data: { _id: '1' }, errors }]);
		expect((await previewMapping(call, draft, {})).warnings).toEqual([
			'date(x) > timestamp: Unparseable date',
			'{"columnName":"x"}',
		]);
	});

	it.each([undefined, null, [], 'text', [null], { data: 'text' }])(
		'returns an empty record when there is none in the answer: %j',
		async (answer) => {
			expect(await previewMapping(platform(answer).call, draft, {})).toEqual({
				record: {},
				warnings: [],
			});
		},
	);
});
