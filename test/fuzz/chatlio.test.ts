import fc from 'fast-check';
import type { IDataObject, OnError } from 'n8n-workflow';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { SUITE_MS } from './fuzz.mts';
import { fuzzServer, type FuzzServer } from './hostileServer.mts';
import { Registry, runNode } from '../harness/n8n';
import { anyReplies, bytesIn, replyAt } from './hostile/replies';
import { json, jsonObject } from './hostile/values';
import { expectAccounted, startedNothing } from './invariants';
import { fuzz } from './suite';

const registry = new Registry().add([new Chatlio()], [new ChatlioApi()]);
let server: FuzzServer;

beforeAll(async () => (server = await fuzzServer()));
afterAll(async () => await server.close());

const ANSWERS = [
	[{ id: 'a' }, { id: 'b', visitor: { name: 'Ana' } }],
	{ conversations: [{ id: 'a' }] },
	{ error: 'No', message: 'Not this key' },
];

const GIVEN = 'key-1f0a5f9a1a01';

const NAMES = ['widgets', 'widgetId', 'visitorData', 'returnAll', 'limit'];

it(
	'returns conversations or a problem for each item, whatever its parameters are and Chatlio answers',
	async () => {
		await fuzz({
			name: 'Chatlio',
			share: 0.05,
			cases: fc.record({
				items: fc.array(jsonObject, { minLength: 1, maxLength: 3 }),
				replies: anyReplies(ANSWERS),
				/** Parameters as expressions return them. */
				parameters: fc.dictionary(fc.constantFrom(...NAMES), json),
				split: fc.option(json, { nil: undefined }),
				onError: fc.constantFrom<OnError>(
					'stopWorkflow',
					'continueErrorOutput',
					'continueRegularOutput',
				),
			}),
			bytes: ({ replies }) => bytesIn(replies),
			received: () => server.sentBytes(),
			mostMemory: 90,
			run: async ({ items, replies, parameters, split, onError }) => {
				server.answerWith((_, nth) => replyAt(replies, nth));
				const read = (name: string) => `={{ $json.given.${name} }}`;
				const given = { ...parameters, split } as IDataObject;
				const result = await runNode({
					registry,
					type: 'chatlio',
					parameters: {
						...Object.fromEntries(Object.keys(parameters).map((name) => [name, read(name)])),
						...(split !== undefined && { options: { split: read('split') } }),
					},
					credentials: { chatlioApi: { apiKey: GIVEN, apiUrl: server.url } },
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
