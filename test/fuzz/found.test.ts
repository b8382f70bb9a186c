import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRegistry, adobeRow, event } from '../harness/adobe';
import { documentedEvents } from '../harness/chatlioEvents';
import { runOperation } from '../harness/experiencePlatform';
import { fuzzServer, type AskedFor, type FuzzServer } from './hostileServer.mts';
import { Registry, runNode } from '../harness/n8n';

/** Cases that the fuzz tests found, each in its smallest form. */

let server: FuzzServer;

beforeAll(async () => (server = await fuzzServer()));
afterAll(async () => await server.close());

const answer = (bodyOf: (request: AskedFor) => unknown) =>
	server.answerWith((request) => {
		const token = { access_token: 'eyJ-found', token_type: 'bearer', expires_in: 86_399 };
		const body = request.url.startsWith('/ims/') ? token : bodyOf(request);
		return {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: Buffer.from(JSON.stringify(body)),
		};
	});

let accounts = 0;
const row = () => adobeRow(server.url, { clientId: `found-${++accounts}` });

/** Runs the node on one item, which leaves through the error output, and returns its problem. */
async function problemOf(parameters: INodeParameters, json: IDataObject = event('found')) {
	const { output } = await runNode({
		registry: adobeRegistry(),
		type: 'adobePlatformStreaming',
		parameters,
		credentials: { [ADOBE]: row() },
		input: [{ json }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(output(0)).toEqual([]);
	expect(output(1)).toHaveLength(1);
	expect(output(1)[0].json.delivery).toMatchObject({ status: 'notSent', attempts: 0 });
	return output(1)[0].json.problem;
}

const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';

const flow = {
	id: FLOW_ID,
	name: 'Chat',
	state: 'enabled',
	flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
	options: { inletUrl: 'https://dcs.adobedc.net/collection/abc' },
	// The same answer also describes the connection that it names.
	targetConnectionIds: ['t'],
	params: { dataSetId: 'd' },
	data: { schema: { id: 'https://ns.adobe.com/acme/schemas/1' } },
};

const toFlow = (options: INodeParameters) => ({
	sendTo: 'dataflow',
	dataflow: { __rl: true, mode: 'id', value: FLOW_ID },
	options,
});

describe('Adobe Platform Streaming', () => {
	it('waits at most five minutes for a dataflow, even if Adobe’s clock is a year ahead', async () => {
		answer(() => ({ items: [{ ...flow, updatedAt: Date.now() + 365 * 86_400_000 }] }));
		expect(await problemOf(toFlow({ newDataflow: 'doNotSend' }))).toMatchObject({
			code: 'dataflow.warmingUp',
			advice: 'Send the record again in 5 minutes.',
			retry: 'later',
		});
	});

	it('says so if Adobe describes a dataflow in no known form', async () => {
		answer(() => ({ items: [{ ...flow, options: null, sourceConnectionIds: 7 }] }));
		expect(await problemOf(toFlow({ newDataflow: 'send' }))).toMatchObject({
			code: 'dataflow.noStreamingEndpoint',
			message: 'The dataflow "Chat" has no streaming endpoint',
			retry: 'afterChange',
		});
	});

	it.each([
		['recordField', { a: '' }, 'The field Record Field is an object, and text is expected'],
		['batchSize', 'many', 'The field Batch Size is other text, and a number is expected'],
	])('names the option %s if an expression returns another kind', async (name, value, message) => {
		const parameters = {
			sendTo: 'endpoint',
			endpointUrl: `${server.url}/collection/a`,
			recordFormat: 'raw',
			options: { [name]: '={{ $json.given }}' },
		};
		expect(await problemOf(parameters, { given: value } as IDataObject)).toMatchObject({
			code: 'setting.wrongType',
			message,
			retry: 'afterChange',
		});
	});
});

describe('Chatlio to XDM', () => {
	const map = async (parameters: INodeParameters, given: unknown) =>
		await runNode({
			registry: new Registry().add([new ChatlioToXdm()]),
			type: 'chatlioToXdm',
			parameters: { tenantId: 'acme', ...parameters },
			input: [{ json: { ...documentedEvents[0], given } as IDataObject }],
		});

	it.each([
		[{ tenantId: '={{ $json.given }}' }, 'The tenant ID is an object, not text'],
		[
			{ options: { userNamespace: '={{ $json.given }}' } },
			'The field User ID Namespace is an object, and text is expected',
		],
		[
			{ options: { recordField: '={{ $json.given }}' } },
			'The field Put Record in Field is an object, and text is expected',
		],
	])('names the field if an expression returns an object: %j', async (parameters, message) => {
		const { error } = await map(parameters, { a: 1 });
		expect(error?.message).toBe(message);
	});
});

describe('Chatlio', () => {
	const conversations = async () =>
		await runNode({
			registry: new Registry().add([new Chatlio()], [new ChatlioApi()]),
			type: 'chatlio',
			parameters: {},
			credentials: { chatlioApi: { apiKey: row().clientId, apiUrl: server.url } },
			input: [{ json: {} }],
			node: { onError: 'continueErrorOutput' },
		});

	it('returns a whole list on one output, even an entry that n8n would take for a failed item', async () => {
		answer(() => [{ error: 1e21 }, { id: 'a' }]);
		const { output } = await conversations();
		expect(output(0).map(({ json }) => json)).toEqual([
			{ value: { error: 1e21 }, id: null },
			{ id: 'a', value: null },
		]);
		expect(output(1)).toEqual([]);
	});

	it('treats an answer that contains only an error as a failure', async () => {
		answer(() => ({ error: 'No', message: 'Not this key' }));
		const { output } = await conversations();
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json.problem)).toMatchObject([
			{
				code: 'chatlio.noConversations',
				message: 'Chatlio did not return the conversations',
				advice: expect.stringContaining('Chatlio says: No: Not this key'),
				retry: 'afterChange',
				status: 200,
				service: 'chatlio',
			},
		]);
	});
});

describe('Adobe Experience Platform', () => {
	const run = async (resource: string, operation: string, parameters: INodeParameters) =>
		await runOperation(server.url, {
			resource,
			operation,
			parameters,
			items: [{ given: { a: 1 } }],
			node: { onError: 'continueErrorOutput' },
		});

	/** The problem of the only item, which leaves through the error output. */
	const failureOf = async (...operation: Parameters<typeof run>) => {
		const { output } = await run(...operation);
		expect(output(0)).toEqual([]);
		expect(output(1)).toHaveLength(1);
		return output(1)[0].json.problem;
	};

	it('ends a list that a service pages without end', async () => {
		answer(() => Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`d${at}`, {}])));
		const { output } = await run('dataset', 'getMany', { returnAll: true });
		expect(output()).toHaveLength(100);
	});

	it('does not accept null in place of an object', async () => {
		answer(() => null);
		const problem = await failureOf('schema', 'getSampleRecord', {
			schema: { __rl: true, mode: 'id', value: 'https://ns.adobe.com/acme/schemas/7a1d' },
		});
		expect(problem).toMatchObject({
			code: 'unexpected.value',
			message: 'Adobe’s response has a form that this node does not expect',
		});
	});

	it.each([
		['a name', { name: '={{ $json.given }}' }, 'The field Name is an object'],
		['a sandbox', { name: 'x', options: { sandbox: '={{ $json.given }}' } }, 'The field Sandbox'],
	])('names the field of %s that is an object', async (_, parameters, message) => {
		answer(() => ({}));
		expect(await failureOf('chatlioSource', 'preview', parameters)).toMatchObject({
			code: 'setting.wrongType',
			message: expect.stringContaining(message),
			retry: 'afterChange',
		});
	});
});
