import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ORG_ID } from '../../../emulator/account.mts';
import type { FaultAction } from '../../../emulator/controlClient.mts';
import { prepareDataflow, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { ADOBE, adobeRegistry, adobeRow, event } from '../../harness/adobe';
import { runNode } from '../../harness/n8n';

const RECORDS = 1_000;
const REJECTED = 37;

const registry = adobeRegistry();
let adobe: Emulator;
let dataflow: PreparedDataflow;

beforeAll(async () => {
	adobe = await startEmulator();
	dataflow = await prepareDataflow(adobe.url, {
		name: 'Chatlio events',
		format: 'xdm',
		authenticated: true,
	});
});

afterAll(async () => await adobe?.stop());

afterEach(async () => await adobe.control.clearFaults());

/** A complete message as the inlet takes it. Adobe rejects one whose organization is not the inlet's. */
function message(id: string, imsOrgId: string): IDataObject {
	const { schemaRef, datasetId, flowId } = dataflow;
	return {
		header: { schemaRef, imsOrgId, datasetId, flowId, source: { name: 'acceptance' } },
		body: { xdmMeta: { schemaRef }, xdmEntity: event(id) },
	};
}

const idOf = ({ body }: IDataObject) => (body as { xdmEntity: { _id: string } }).xdmEntity._id;

/** Sends 1,000 records of which 37 are rejected, and compares the node's report with the content of the dataset. */
async function deliver(run: string, setUp: () => Promise<void>) {
	const input = Array.from({ length: RECORDS }, (_, index): INodeExecutionData => {
		const isRejected = index % 27 === 0 && index < REJECTED * 27;
		const id = `${run}-${index}${isRejected ? '-rejected' : ''}`;
		return { json: message(id, isRejected ? 'FOREIGN@AdobeOrg' : ORG_ID) };
	});
	await setUp();
	const { output, error } = await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: {
			dataflow: { __rl: true, mode: 'id', value: dataflow.flowId },
			recordFormat: 'message',
		},
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input,
		node: { onError: 'continueErrorOutput' },
	});
	const [accepted, failed] = [output(0), output(1)];
	const records = await adobe.control.settled(0, { datasetId: dataflow.datasetId, limit: 100_000 });
	const ofRun = records.filter(({ _id }) => _id?.startsWith(`${run}-`));
	const stored = new Set(ofRun.filter(({ status }) => status === 'stored').map(({ _id }) => _id));
	const pairs = [...accepted, ...failed].map(({ json, pairedItem }) => ({
		id: idOf(json),
		inputId: idOf(input[(pairedItem as { item: number }).item].json),
	}));
	return {
		error,
		counts: [accepted.length, failed.length],
		// A stopped or uncertain record would have another code.
		problems: [...new Set(failed.map(({ json }) => (json.problem as { code?: string })?.code))],
		acceptedWithProblem: accepted.filter(({ json }) => 'problem' in json),
		everyItemOnce: new Set(pairs.map(({ id }) => id)).size,
		misPaired: pairs.filter(({ id, inputId }) => id !== inputId),
		acceptedNotStored: accepted.filter(({ json }) => !stored.has(idOf(json))),
		rejectedButStored: ofRun.filter(({ _id }) => _id!.endsWith('-rejected')),
		idsInDataset: new Set(ofRun.map(({ _id }) => _id)).size,
	};
}

const accountedFor = {
	error: undefined,
	counts: [RECORDS - REJECTED, REJECTED],
	problems: ['inlet.wrongOrganization'],
	acceptedWithProblem: [],
	everyItemOnce: RECORDS,
	misPaired: [],
	acceptedNotStored: [],
	rejectedButStored: [],
	idsInDataset: RECORDS - REJECTED,
};

test('A batch of 1,000 records of which 37 are rejected ends as 963 accepted and 37 on the error output, each paired with its own input', async () => {
	expect(await deliver('plain', async () => {})).toEqual(accountedFor);
});

/** Once, to the first batch of the run. */
const once = (run: string, action: FaultAction) => async () =>
	await adobe.control.fault({ match: { path: '/collection/batch', containing: run }, action });

describe('The same with', () => {
	const faults: Array<[string, string, (run: string) => () => Promise<void>]> = [
		['a lost answer', 'lost', (run) => once(run, { dropConnection: 'after' })],
		[
			'a 429 with Retry-After',
			'busy',
			(run) => once(run, { status: 429, headers: { 'retry-after': '1' } }),
		],
		['a 503', 'unavailable', (run) => once(run, { status: 503 })],
		['an expired token', 'expired', () => async () => await adobe.control.expireTokens()],
		['a short answer', 'short', (run) => once(run, { shortReply: 4 })],
		['a 413', 'large', (run) => once(run, { status: 413 })],
	];

	test.each(faults)(
		'%s: nothing is lost and no record is stored under two _ids',
		async (_name, run, arm) => {
			expect(await deliver(run, arm(run))).toEqual(accountedFor);
		},
	);
});
