import fc from 'fast-check';
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { ADOBE, adobeRow } from '../harness/adobe';
import { platformRegistry } from '../harness/experiencePlatform';
import { SUITE_MS } from './fuzz.mts';
import { fuzzServer, type AnyReply, type FuzzServer } from './hostileServer.mts';
import { runNode } from '../harness/n8n';
import { operationCases } from '../integration/operationCases';
import { anyReplies, bytesIn, replyAt } from './hostile/replies';
import { json, jsonObject } from './hostile/values';
import { expectAccounted, startedNothing } from './invariants';
import { fuzz } from './suite';
import { skipWaits } from '../harness/skippedWaits';

// Operations of the platform wait out what these tests answer.
skipWaits();

let server: FuzzServer;

beforeAll(async () => (server = await fuzzServer()));
afterAll(async () => await server.close());

const OPERATIONS = Object.entries(operationCases).flatMap(([resource, cases]) =>
	Object.entries(cases).map(([operation, { parameters }]) => ({ resource, operation, parameters })),
);

/** Typical answers of Adobe's services, combined into a few. */
const ANSWERS = [
	{
		items: [
			{
				id: '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
				name: 'Chatlio',
				state: 'enabled',
				createdAt: 1_700_000_000_000,
				updatedAt: 1_700_000_000_000,
				etag: '"1"',
				flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' },
				sourceConnectionIds: ['s'],
				targetConnectionIds: ['t'],
				baseConnectionId: 'b',
				transformations: [{ name: 'Mapping', params: { mappingId: 'm1', mappingVersion: 0 } }],
				metrics: {
					durationSummary: { startedAtUTC: 1, completedAtUTC: 2 },
					recordSummary: { inputRecordCount: 2, outputRecordCount: 1, failedRecordCount: 1 },
					statusSummary: { status: 'failed', errors: [{ code: 'X', message: 'No' }] },
				},
			},
		],
		_links: { next: { href: '/flows?continuationToken=abc' } },
	},
	{
		results: [
			{
				$id: 'https://ns.adobe.com/acme/schemas/7a1d',
				'meta:altId': '_acme.schemas.7a1d',
				title: 'Chatlio',
				version: '1.0',
				'meta:class': 'https://ns.adobe.com/xdm/context/experienceevent',
			},
		],
		_page: { count: 1, next: 'abc' },
		_links: { next: { href: '/tenant/schemas?start=abc' } },
	},
	{
		$id: 'https://ns.adobe.com/acme/schemas/7a1d',
		title: 'Chatlio',
		version: '1.0',
		type: 'object',
		required: ['_id'],
		properties: {
			_id: { type: 'string' },
			list: { type: 'array', items: { type: 'object', properties: { a: { type: 'integer' } } } },
			map: { type: 'object', additionalProperties: { type: 'string', format: 'date-time' } },
		},
		allOf: [{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent' }],
	},
	{
		'5c8c3c555033b814b69f947f': {
			name: 'Chat events',
			created: 1_700_000_000_000,
			state: 'ACTIVE',
			schemaRef: { id: 'https://ns.adobe.com/acme/schemas/7a1d', contentType: 'x' },
			tags: { unifiedProfile: ['enabled:true'] },
			status: 'failed',
			relatedObjects: [{ type: 'dataSet', id: 'd' }],
			errors: [{ code: '1', description: 'No', rows: [1] }],
			metrics: { failedRecordCount: 1 },
		},
	},
	{ data: [{ name: 'part-0.json', length: '12' }], _page: { count: 1, limit: 100 } },
	{ sandboxes: [{ name: 'prod', title: 'Prod', state: 'active', isDefault: true }] },
	[{ id: 1, code: 'ChatlioVisitor', name: 'Visitor', idType: 'COOKIE', custom: true }],
	{ tenantId: 'acme', imsOrg: 'x@AdobeOrg' },
	{
		id: 'm1',
		version: 0,
		mappings: [{ sourceType: 'ATTRIBUTE', source: 'a', destination: '_id' }],
	},
	{ data: [{ data: { _id: 'x' }, errors: [{ message: 'No' }] }] },
	{
		metricResponses: [
			{ metric: 'x', datapoints: [{ groups: {}, dps: { '2026-01-30T00:00:00Z': 1 } }] },
		],
	},
	['@/dataSets/5c8c3c555033b814b69f947f'],
];

/** Parameters that any operation may have, besides those of its example. A dot leads into a collection. */
const NAMES = [
	'returnAll',
	'limit',
	'simplify',
	'name',
	'title',
	'description',
	'since',
	'payload',
	'owner',
	'inlet',
	'source',
	'schemaFormat',
	'filters.search',
	'filters.since',
	'filters.status',
	'filters',
	'options.sandbox',
	'options.description',
	'options.recordField',
	'options.datasetName',
	'options.visitorNamespace',
	'options.schemaVersion',
	'options.mappingVersion',
	'options',
];

const TOKEN: AnyReply = {
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: Buffer.from('{"access_token":"eyJ-fuzz","token_type":"bearer","expires_in":86399}'),
};

const cases = fc.record({
	chosen: fc.constantFrom(...OPERATIONS),
	items: fc.array(jsonObject, { minLength: 1, maxLength: 2 }),
	replies: anyReplies(ANSWERS),
	/** What expressions return in place of parameters, by their position. */
	odd: fc.array(fc.tuple(fc.nat(40), json), { maxLength: 3 }),
	onError: fc.constantFrom<OnError>('stopWorkflow', 'continueErrorOutput', 'continueRegularOutput'),
	clientId: fc.uuid(),
});

type Example = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** The parameters of the example, some of them expressions that find their value in the item. */
function withOdd({ chosen, odd }: Example, given: IDataObject): INodeParameters {
	const { resource, operation } = chosen;
	const parameters: INodeParameters = { limit: 2, ...(chosen.parameters as INodeParameters) };
	const names = [...new Set([...Object.keys(parameters), ...NAMES])];
	for (const [position, value] of odd) {
		const name = names[position % names.length];
		const key = name.replace('.', '_');
		given[key] = value as IDataObject;
		setParameter(parameters, name, `={{ $json.given.${key} }}`);
	}
	return { ...parameters, resource, operation };
}

function setParameter(parameters: INodeParameters, name: string, expression: string): void {
	const [outer, member] = name.split('.');
	const now = parameters[outer];
	if (member) {
		const collection = typeof now === 'object' ? now : {};
		parameters[outer] = { ...collection, [member]: expression } as INodeParameters;
	} else if (typeof now === 'object' && now !== null && '__rl' in now) {
		parameters[outer] = { ...now, value: expression };
	} else {
		parameters[outer] = expression;
	}
}

it(
	'returns results or a problem for each item, whatever its parameters are and Adobe answers',
	async () => {
		await fuzz({
			name: 'Adobe Experience Platform',
			share: 0.09,
			cases,
			bytes: ({ replies }) => bytesIn(replies),
			received: () => server.sentBytes(),
			// Entries of twelve bytes become items of more than a thousand.
			mostMemory: 250,
			run: async (example) => {
				const { items, replies, onError, clientId } = example;
				server.answerWith(({ url }, nth) =>
					url.startsWith('/ims/') ? TOKEN : replyAt(replies, nth),
				);
				const given: IDataObject = {};
				const parameters = withOdd(example, given);
				const result = await runNode({
					registry: platformRegistry,
					type: 'adobeExperiencePlatform',
					parameters,
					credentials: { [ADOBE]: adobeRow(server.url, { clientId }) },
					input: items.map((each) => ({ json: { ...each, given } as IDataObject })),
					node: { onError },
				}).catch(startedNothing);
				if (!result) return;
				expectAccounted(result, {
					items: items.length,
					many: true,
					errorOutput: onError === 'continueErrorOutput',
				});
			},
		});
	},
	SUITE_MS,
);
