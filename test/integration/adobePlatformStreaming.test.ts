import type { INode, INodeExecutionData, INodeParameters, NodeApiError } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { ADOBE, adobeRegistry, adobeRow, event, invalidEvent } from '../harness/adobe';
import { runNode } from '../harness/n8n';
import { stubServer } from '../harness/stubServer.mts';

const registry = adobeRegistry();
let adobe: Emulator;
let openXdm: PreparedDataflow;
let authenticated: PreparedDataflow;
let raw: PreparedDataflow;

beforeAll(async () => {
	adobe = await startEmulator();
	openXdm = await prepareDataflow(adobe.url, { name: 'Open', format: 'xdm', authenticated: false });
	authenticated = await prepareDataflow(adobe.url, {
		name: 'Authenticated',
		format: 'xdm',
		authenticated: true,
	});
	raw = await prepareDataflow(adobe.url, {
		name: 'Raw',
		format: 'raw',
		authenticated: false,
		mappings: [
			{ sourceType: 'ATTRIBUTE', source: 'eventId', destination: '_id' },
			{ sourceType: 'ATTRIBUTE', source: 'receivedAt', destination: 'timestamp' },
		],
	});
}, 60_000);

afterAll(async () => await adobe?.stop());

afterEach(async () => {
	await adobe.control.clearFaults();
	await adobe.control.settings({
		badTokenStatus: 403,
		ipAllowListRefuses: false,
		syncAvailable: true,
		rawBatches: 'allowed',
	});
});

interface Run {
	node?: Partial<INode>;
	credential?: Record<string, string> | false;
	started?: (stop: () => void) => void;
}

const ERROR_OUTPUT = { onError: 'continueErrorOutput' as const };
const ONE_OUTPUT = { onError: 'continueRegularOutput' as const };

const items = (...records: object[]) => records.map((json) => ({ json }) as INodeExecutionData);

async function run(parameters: INodeParameters, input: INodeExecutionData[], how: Run = {}) {
	const { credential = {}, ...rest } = how;
	return await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters,
		credentials: credential === false ? {} : { [ADOBE]: adobeRow(adobe.url, credential) },
		input,
		...rest,
	});
}

const toDataflow = ({ flowId }: PreparedDataflow, options: INodeParameters = {}) => ({
	sendTo: 'dataflow',
	dataflow: { __rl: true, mode: 'id', value: flowId },
	options,
});

const toEndpoint = ({ inletUrl, flowId, datasetId, schemaId }: PreparedDataflow) => ({
	sendTo: 'endpoint',
	endpointUrl: inletUrl,
	recordFormat: 'xdm',
	flowId,
	datasetId,
	schemaId,
	organizationId: '9C1D3A5E7F0B2468@AdobeOrg',
});

const stored = async (flow: PreparedDataflow, prefix: string) =>
	(await adobe.control.settled(0, { datasetId: flow.datasetId })).filter((record) =>
		JSON.stringify(record).includes(prefix),
	);

const deliveryOf = ({ json }: INodeExecutionData) => json.delivery as Record<string, unknown>;

describe('sending to a streaming endpoint', () => {
	it('delivers XDM records to an open inlet without any credential', async () => {
		const input = items(event('open-1'), event('open-2'));
		const { output, error, hints } = await run(toEndpoint(openXdm), input, { credential: false });
		expect(error).toBeUndefined();
		expect(output()).toHaveLength(2);
		expect(output()[1]).toMatchObject({
			json: { _id: 'open-2', delivery: { status: 'accepted', xactionId: expect.any(String) } },
			pairedItem: { item: 1 },
		});
		expect(hints).toEqual(['2 accepted in 1 request']);
		const records = await stored(openXdm, 'open-');
		expect(records.map(({ status }) => status)).toEqual(['stored', 'stored']);
	});
});

describe('sending to a dataflow', () => {
	it('looks inlet, schema, dataset and format up', async () => {
		const { error, output } = await run(toDataflow(authenticated), items(event('flow-1')));
		expect(error).toBeUndefined();
		expect(deliveryOf(output()[0])).toMatchObject({ status: 'accepted', attempts: 1, request: 1 });
		expect(await stored(authenticated, 'flow-1')).toHaveLength(1);
	});
});
