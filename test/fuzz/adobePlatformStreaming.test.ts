import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';
import { ADOBE, adobeRegistry, adobeRow, event } from '../harness/adobe';
import { SUITE_MS } from './fuzz.mts';
import { fuzzServer, type AnyReply, type AskedFor, type FuzzServer } from './hostileServer.mts';
import { runNode } from '../harness/n8n';
import { mutated } from './hostile/mutations';
import { anyReplies, bytesIn, replyAt } from './hostile/replies';
import { json, jsonObject, text } from './hostile/values';
import { expectAccounted, expectProblem } from './invariants';
import { fuzz } from './suite';

const registry = adobeRegistry();
let server: FuzzServer;

beforeAll(async () => (server = await fuzzServer()));
afterAll(async () => await server.close());

const XACTION = '1be2f5ce-7a90-4d5c-9b1f-2e6d4a8c0b17';

/** Answers of an inlet. */
const INLET_ANSWERS = [
	{ inletId: 'x', xactionId: `${XACTION}-0`, receivedTimeMs: 1 },
	{
		inletId: 'x',
		batchId: 'b',
		responses: [
			{ xactionId: `${XACTION}-0` },
			{ status: 400, message: 'No', xactionId: `${XACTION}-1` },
		],
	},
	{
		type: 'https://ns.adobe.com/aep/errors/DCVS-1106-400',
		title: 'Bad',
		status: 400,
		report: { message: 'x' },
	},
	{
		status: 400,
		report: {
			cause: {
				_streamingValidation: [
					{ causingExceptions: [], message: '#/a: is wrong', pointerToViolation: '#/a' },
				],
			},
		},
	},
];

/** What Flow Service returns for a dataflow and for its connections, all in one. */
const FLOW_ANSWERS = [
	{
		items: [
			{
				id: 'f',
				name: 'Flow',
				state: 'enabled',
				createdAt: 1,
				updatedAt: 1,
				imsOrgId: 'x@AdobeOrg',
				sandboxName: 'prod',
				flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
				options: { inletUrl: 'INLET' },
				sourceConnectionIds: ['s'],
				targetConnectionIds: ['t'],
				baseConnectionId: 'b',
				data: { schema: { id: 'https://ns.adobe.com/acme/schemas/1' } },
				params: { dataSetId: 'd' },
				auth: { params: { inletUrl: 'INLET', dataType: 'xdm', authenticationRequired: true } },
			},
		],
	},
];

const TOKEN_ANSWER = { access_token: 'eyJ-fuzz', token_type: 'bearer', expires_in: 86_399 };

const record = fc.oneof(
	{
		arbitrary: mutated([
			event('e-1'),
			event('e-2', { delivery: { status: 'rejected' }, problem: { code: 'record.rejected' } }),
		]),
		weight: 4,
	},
	{ arbitrary: jsonObject, weight: 2 },
) as fc.Arbitrary<IDataObject>;

const options = fc.record(
	{
		batchSize: fc.constantFrom(1, 2, 1_000),
		batchRawRecords: fc.boolean(),
		recordField: fc.oneof(
			fc.constantFrom('', 'a.b', '__proto__', 'constructor', 'delivery', 'problem'),
			text,
		),
		syncValidation: fc.boolean(),
		sourceName: text,
		newDataflow: fc.constantFrom('send', 'doNotSend'),
	},
	{ requiredKeys: ['newDataflow'] },
);

const delivery = fc.record({
	items: fc.array(record, { minLength: 1, maxLength: 4 }),
	inletReplies: anyReplies(INLET_ANSWERS),
	flowReplies: anyReplies(FLOW_ANSWERS),
	tokenReplies: anyReplies([TOKEN_ANSWER]),
	/** Whether these two services answer as documented. */
	goodFlow: fc.boolean(),
	goodToken: fc.boolean(),
	toDataflow: fc.boolean(),
	authentication: fc.constantFrom('none', 'adobe'),
	recordFormat: fc.constantFrom('xdm', 'raw', 'message'),
	options,
	onError: fc.constantFrom<OnError>('stopWorkflow', 'continueErrorOutput', 'continueRegularOutput'),
	/** A different credential for each case, so that nothing is cached from other cases. */
	clientId: fc.uuid(),
});

type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

const STATUSES = ['accepted', 'rejected', 'unknown', 'notSent'];

const isAccepted = ({ json }: INodeExecutionData) =>
	(json.delivery as { status?: string }).status === 'accepted';

const JSON_TYPE = { 'content-type': 'application/json' };

const good = (answer: object): AnyReply => ({
	status: 200,
	headers: JSON_TYPE,
	body: Buffer.from(JSON.stringify(answer)),
});

const inlet = () => `${server.url}/collection/0a1b`;

function parametersOf({ toDataflow, recordFormat, ...rest }: Delivery) {
	const shared = {
		recordFormat,
		options: { ...rest.options, retrySeconds: 0, timeoutSeconds: 300 },
	};
	return (
		toDataflow
			? {
					...shared,
					sendTo: 'dataflow',
					dataflow: { __rl: true, mode: 'id', value: rest.clientId },
				}
			: {
					...shared,
					sendTo: 'endpoint',
					endpointUrl: inlet(),
					authentication: rest.authentication,
					flowId: 'f',
					datasetId: 'd',
					schemaId: 'https://ns.adobe.com/acme/schemas/1',
					organizationId: 'x@AdobeOrg',
				}
	) as INodeParameters;
}

function replyTo(example: Delivery, { url }: AskedFor, nth: number): AnyReply {
	if (url.startsWith('/ims/'))
		return example.goodToken ? good(TOKEN_ANSWER) : replyAt(example.tokenReplies, nth);
	if (url.startsWith('/collection/')) return replyAt(example.inletReplies, nth);
	return example.goodFlow ? good(FLOW_ANSWERS[0]) : replyAt(example.flowReplies, nth);
}

/** The address of the inlet is known only now. */
const pointedHere = (reply: AnyReply): AnyReply => ({
	...reply,
	body: Buffer.from(reply.body.toString('latin1').replaceAll('INLET', inlet()), 'latin1'),
});

it(
	'accounts for every item, whatever the items are and whatever Adobe answers',
	async () => {
		await fuzz({
			name: 'Adobe Platform Streaming',
			share: 0.08,
			cases: delivery,
			bytes: ({ inletReplies, flowReplies, tokenReplies }) =>
				bytesIn(inletReplies, flowReplies, tokenReplies),
			received: () => server.sentBytes(),
			// JSON.parse alone takes 58 times the bytes of nothing but brackets, and a copy takes some more.
			mostMemory: 150,
			run: async (example) => {
				const { items, onError } = example;
				server.answerWith((request, nth) => pointedHere(replyTo(example, request, nth)));
				const result = await runNode({
					registry,
					type: 'adobePlatformStreaming',
					parameters: parametersOf(example),
					credentials: { [ADOBE]: adobeRow(server.url, { clientId: example.clientId }) },
					input: items.map((each) => ({ json: each })),
					node: { onError },
				});
				expectAccounted(result, {
					items: items.length,
					carries: ['delivery'],
					errorOutput: onError === 'continueErrorOutput',
				});
				const statuses = [...result.output(0), ...result.output(1)].map(({ json }) => {
					const { status } = json.delivery as { status: string };
					expect(STATUSES).toContain(status);
					if (status === 'accepted') expect(json).not.toHaveProperty('problem');
					else expectProblem(json.problem);
					return status;
				});
				// Nothing counts as accepted unless Adobe said so.
				if (statuses.includes('accepted'))
					expect(server.sent().some((status) => [200, 207].includes(status))).toBe(true);
				if (onError === 'continueErrorOutput')
					expect(result.output(0).every(isAccepted)).toBe(true);
			},
		});
	},
	SUITE_MS,
);

const names = [
	'sendTo',
	'endpointUrl',
	'authentication',
	'recordFormat',
	'flowId',
	'datasetId',
	'schemaId',
	'organizationId',
];
const optionNames = [
	'batchRawRecords',
	'batchSize',
	'parallelRequests',
	'recordField',
	'sandbox',
	'sourceName',
	'syncValidation',
	'timeoutSeconds',
];

const anySettings = fc.record({
	plain: fc.dictionary(fc.constantFrom(...names), json),
	options: fc.dictionary(fc.constantFrom(...optionNames), json),
	onError: fc.constantFrom<OnError>('stopWorkflow', 'continueErrorOutput'),
});

it(
	'sends every item or says why not, whatever its expressions evaluate to',
	async () => {
		await fuzz({
			name: 'Adobe Platform Streaming, odd settings',
			share: 0.03,
			cases: anySettings,
			run: async ({ plain, options: odd, onError }) => {
				server.answerWith(() => ({ status: 200, headers: JSON_TYPE, body: Buffer.from('{}') }));
				const read = (path: string) => `={{ $json.settings.${path} }}`;
				const each = (settings: object, prefix = '') =>
					Object.fromEntries(Object.keys(settings).map((name) => [name, read(prefix + name)]));
				const parameters = {
					sendTo: 'endpoint',
					endpointUrl: inlet(),
					recordFormat: 'raw',
					datasetId: 'd',
					schemaId: 's',
					...each(plain),
					options: { ...each(odd, 'options.'), retrySeconds: 0 },
				};
				const settings = { ...plain, options: odd } as IDataObject;
				const items = [{ settings }, { settings, other: true }];
				const result = await runNode({
					registry,
					type: 'adobePlatformStreaming',
					parameters,
					credentials: { [ADOBE]: adobeRow(server.url) },
					input: items.map((json) => ({ json: json as IDataObject })),
					node: { onError },
				});
				expectAccounted(result, {
					items: items.length,
					carries: ['delivery'],
					errorOutput: onError === 'continueErrorOutput',
				});
			},
		});
	},
	SUITE_MS,
);
