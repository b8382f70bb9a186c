import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRegistry, adobeRow, event } from '../harness/adobe';
import { documentedEvents } from '../harness/chatlioEvents';
import { runOperation } from '../harness/experiencePlatform';
import { fuzzServer, type AskedFor, type FuzzServer } from './hostileServer.mts';
import { Registry, runNode } from '../harness/n8n';

/** What the fuzz tests found, each in its smallest form. */

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

const stream = async (parameters: INodeParameters, json: IDataObject = event('found')) =>
	await runNode({
		registry: adobeRegistry(),
		type: 'adobePlatformStreaming',
		parameters,
		credentials: { [ADOBE]: row() },
		input: [{ json }],
	});

const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';

const flow = {
	id: FLOW_ID,
	name: 'Chat',
	state: 'enabled',
	flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
	options: { inletUrl: 'https://dcs.adobedc.net/collection/abc' },
	// The same answer serves for the connection that it names.
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
	it('waits no longer than five minutes for a dataflow, also when Adobe’s clock is a year ahead', async () => {
		answer(() => ({ items: [{ ...flow, updatedAt: Date.now() + 365 * 86_400_000 }] }));
		const { error } = await stream(toFlow({ newDataflow: 'setAside' }));
		expect(error?.description).toContain('Send it in 5 minutes');
	});

	it('says so when Adobe describes a dataflow by something that is none', async () => {
		answer(() => ({ items: [{ ...flow, options: null, sourceConnectionIds: 7 }] }));
		const { error } = await stream(toFlow({ newDataflow: 'send' }));
		expect(error).toMatchObject({ name: 'NodeOperationError' });
		expect(error?.message).toMatch(/^The dataflow "Chat" has no streaming endpoint/);
	});

	it.each([
		['recordField', { a: '' }, 'The field Record Field is an object where a text is expected'],
		['batchSize', 'many', 'The field Batch Size is another text where a number is expected'],
	])('names the option %s when an expression gives another kind', async (name, value, message) => {
		const parameters = {
			sendTo: 'endpoint',
			endpointUrl: `${server.url}/collection/a`,
			recordFormat: 'raw',
			options: { [name]: '={{ $json.given }}' },
		};
		const { error } = await stream(parameters, { given: value } as IDataObject);
		expect(error?.message).toContain(message);
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
		[{ tenantId: '={{ $json.given }}' }, 'The tenant ID is no text'],
		[
			{ options: { userNamespace: '={{ $json.given }}' } },
			'The field User ID Namespace is an object where a text is expected',
		],
		[
			{ options: { recordField: '={{ $json.given }}' } },
			'The field Put Record in Field is an object where a text is expected',
		],
	])('names the field when an expression gives an object: %j', async (parameters, message) => {
		const { error } = await map(parameters, { a: 1 });
		expect(error?.message).toBe(`Item 0: ${message}`);
	});
});

describe('Chatlio', () => {
	const conversations = async (onError: OnError = 'stopWorkflow') =>
		await runNode({
			registry: new Registry().add([new Chatlio()], [new ChatlioApi()]),
			type: 'chatlio',
			parameters: {},
			credentials: { chatlioApi: { apiKey: row().clientId, apiUrl: server.url } },
			input: [{ json: {} }],
			node: { onError },
		});

	it('gives all of a list on one output, an entry too that n8n would take for a failed item', async () => {
		answer(() => [{ error: 1e21 }, { id: 'a' }]);
		const { output } = await conversations('continueErrorOutput');
		expect(output(0).map(({ json }) => json)).toEqual([{ value: { error: 1e21 } }, { id: 'a' }]);
		expect(output(1)).toEqual([]);
	});

	it('takes an answer that holds nothing but a refusal for one', async () => {
		answer(() => ({ error: 'No', message: 'Not this key' }));
		const { error } = await conversations();
		expect(error).toMatchObject({
			message: 'Chatlio gave no conversations',
			description: expect.stringContaining('Chatlio says: No: Not this key'),
		});
	});
});

describe('Adobe Experience Platform', () => {
	const run = async (resource: string, operation: string, parameters: INodeParameters) =>
		await runOperation(server.url, {
			resource,
			operation,
			parameters,
			items: [{ given: { a: 1 } }],
		});

	it('ends a list that a service pages without end', async () => {
		answer(() => Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`d${at}`, {}])));
		const { output } = await run('dataset', 'getMany', { returnAll: true });
		expect(output()).toHaveLength(100);
	});

	it('refuses null in place of an object', async () => {
		answer(() => null);
		const { error } = await run('schema', 'getSampleRecord', {
			schema: { __rl: true, mode: 'id', value: 'https://ns.adobe.com/acme/schemas/7a1d' },
		});
		expect(error?.message).toBe('Adobe answered with something that is no object');
	});

	it.each([
		['a name', { name: '={{ $json.given }}' }, 'The field Name is an object'],
		['a sandbox', { name: 'x', options: { sandbox: '={{ $json.given }}' } }, 'The field Sandbox'],
	])('names the field of %s that is an object', async (_, parameters, message) => {
		answer(() => ({}));
		const { error } = await run('chatlioSource', 'preview', parameters);
		expect(error?.message).toContain(message);
	});
});
