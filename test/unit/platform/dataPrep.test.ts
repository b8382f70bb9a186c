import type { PlatformCall, PlatformRequest } from '../../../lib/platform/call';
import {
	createMappingSet,
	mappingDraft,
	previewMapping,
	readMappingSet,
	simpleMappingSet,
	validateMappings,
} from '../../../lib/platform/dataPrep';

const MAPPING_SETS = '/data/foundation/conversion/mappingSets';
const SCHEMA = 'https://ns.adobe.com/acme/schemas/1';

function platform(answer: unknown) {
	const asked: PlatformRequest[] = [];
	const call: PlatformCall = async (request) => {
		asked.push(request);
		return await Promise.resolve(answer);
	};
	return { call, asked };
}

const mappings = [
	{ sourceType: 'ATTRIBUTE', source: 'a', destination: '_id' },
	{ sourceAttribute: 'b', destinationXdmPath: 'timestamp' },
];

describe('a mapping set', () => {
	it('is created over a schema and its version', async () => {
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

	it('has version 0 when Adobe says none, and is not there without an id', async () => {
		const draft = mappingDraft(SCHEMA, mappings);
		expect(draft).not.toHaveProperty('name');
		expect(await createMappingSet(platform({ id: 'm1' }).call, draft)).toEqual({
			id: 'm1',
			version: 0,
		});
		await expect(createMappingSet(platform(undefined).call, draft)).rejects.toThrow(
			'answered without its id',
		);
	});

	it('is read and told in short, in the newer and the older form', async () => {
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

describe('validating mappings', () => {
	const draft = mappingDraft(SCHEMA, [...mappings, { source: 'c', destination: 'd' }]);

	it('gives each its verdict, and none to what Adobe did not answer', async () => {
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

describe('previewing a mapping set', () => {
	const draft = mappingDraft(SCHEMA, mappings);

	it.each([
		['a list', [{ data: { _id: '1' }, errors: null }]],
		['one object', { data: { _id: '1' } }],
	])('reads %s', async (_, answer) => {
		const { call, asked } = platform(answer);
		expect(await previewMapping(call, draft, { a: 1 })).toEqual({
			record: { _id: '1' },
			warnings: [],
		});
		expect(asked[0].body).toEqual({ data: { a: 1 }, mappingSet: draft });
	});

	it('says what could not be computed, and where', async () => {
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

	it('makes nothing of no answer', async () => {
		expect(await previewMapping(platform(undefined).call, draft, {})).toEqual({
			record: {},
			warnings: [],
		});
	});
});
