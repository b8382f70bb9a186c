import axios from 'axios';
import { ORG_ID, TENANT_ID } from '../../../emulator/account.mts';
import { fetchToken, signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import { SCHEMA_MEDIA_TYPE } from '../../../lib/http/schemaMediaType';
import { DEFAULT_OPTIONS } from '../../../lib/xdm/mappingOptions';
import { tenantKey } from '../../../lib/xdm/fields/tenantKey';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { setUpAdobe } from '../../../playground/adobe.mts';
import { emulatorCredential, EXAMPLE, readWorkflow } from '../../../playground/example.mts';
import type { N8nApi } from '../../../playground/n8n-api.mts';
import { signedIn } from '../../harness/running.mts';
import { documented } from '../../payloads';

interface Row {
	event?: keyof typeof documented;
	chatlioUrl?: string;
	flowId: string;
	inletUrl: string;
	datasetId: string;
	schemaId: string;
	steps: Array<{ outcome: string }>;
}

interface Removed {
	kind: string;
	outcome: string;
}

const ADOBE = 'adobeExperiencePlatformApi';

let n8n: N8nApi;
let adobe: Emulator;
let credential: { id: string; name: string };

/** Empty: an Adobe of its own for these tests. */
beforeAll(async () => {
	n8n = signedIn();
	adobe = await startEmulator();
	credential = await n8n.saveCredential('Set Up', ADOBE, emulatorCredential(adobe.url));
});

afterAll(async () => await adobe?.stop());

/** Runs the example workflow by hand, with other parameters. */
async function run<Output>(parameters: object): Promise<Output[]> {
	const workflow = readWorkflow(EXAMPLE);
	workflow.name = 'Set Up, tried';
	const node = workflow.nodes.find(({ name }) => name === 'Set Up')!;
	node.credentials = { [ADOBE]: credential };
	Object.assign(node.parameters, { createNamespaces: true, ...parameters });
	const saved = await n8n.saveWorkflow(workflow);
	return await n8n.run<Output>(saved, { trigger: 'When Clicked', node: 'Set Up' });
}

const postDirectly = async (rows: Row[]) => {
	for (const { chatlioUrl, event } of rows) await axios.post(chatlioUrl!, documented[event!]);
};

const postItems = async ([{ inletUrl, flowId }]: Row[]) => {
	for (const { kind } of CHATLIO_EVENTS)
		await axios.post(inletUrl, parseEvent(kind, documented[kind], new Date().toISOString()), {
			headers: { 'x-adobe-flow-id': flowId },
		});
};

const postRecords = async ([row]: Row[]) => {
	const token = await fetchToken(adobe.url);
	const options = { ...DEFAULT_OPTIONS, tenantKey: tenantKey(TENANT_ID)! };
	for (const { kind } of CHATLIO_EVENTS) {
		const item = parseEvent(kind, documented[kind], new Date().toISOString());
		const [xdmEntity] = toXdmRecords(item, options).records;
		const schemaRef = { id: row.schemaId, contentType: SCHEMA_MEDIA_TYPE };
		const { flowId, datasetId } = row;
		const header = { schemaRef, imsOrgId: ORG_ID, datasetId, flowId, source: { name: 'tried' } };
		const headers = {
			authorization: `Bearer ${token}`,
			'x-gw-ims-org-id': ORG_ID,
			'x-sandbox-name': 'prod',
		};
		await axios.post(
			row.inletUrl,
			{ header, body: { xdmMeta: { schemaRef }, xdmEntity } },
			{ headers },
		);
	}
};

const WAYS: Array<[string, object, (rows: Row[]) => Promise<void>]> = [
	['XDM', { deliveryRoute: 'xdm', inlet: 'authenticated' }, postRecords],
	['Raw', { deliveryRoute: 'raw', inlet: 'open' }, postItems],
	['Direct', { deliveryRoute: 'direct', source: 'httpApi', inlet: 'open' }, postDirectly],
	[
		'Chatlio Source',
		{ deliveryRoute: 'direct', source: 'chatlioConnector', inlet: 'open' },
		postDirectly,
	],
];

const resources = async () => {
	const http = await signIn(adobe.url);
	const count = async (path: string, of: (body: never) => number) =>
		of((await http.get<never>(path)).data);
	const items = (body: { items: unknown[] }) => body.items.length;
	const flowService = '/data/foundation/flowservice';
	return {
		flows: await count(`${flowService}/flows`, items),
		sourceConnections: await count(`${flowService}/sourceConnections`, items),
		targetConnections: await count(`${flowService}/targetConnections`, items),
		connections: await count(`${flowService}/connections`, items),
		datasets: await count('/data/foundation/catalog/dataSets', (body) => Object.keys(body).length),
	};
};

test.each(WAYS)(
	'Against an empty emulator, one execution of Set Up in a real n8n sets up everything that the five documented payloads need to arrive, distinguished by eventType; a second execution creates nothing; Remove leaves only what it lists: %s',
	async (name, parameters, post) => {
		const before = await resources();
		const rows = await run<Row>({ name, ...parameters });
		for (const { flowId } of rows) await adobe.control.ageFlow(flowId);
		await post(rows);
		const records = await adobe.control.settled(5, { datasetId: rows[0].datasetId });
		expect(records.map(({ status }) => status)).toEqual(Array(5).fill('stored'));
		expect(records.map(({ eventType }) => eventType).sort()).toEqual(
			CHATLIO_EVENTS.map(({ eventType }) => eventType).sort(),
		);

		const made = await resources();
		const again = await run<Row>({ name, ...parameters });
		const outcomes = again.flatMap(({ steps }) => steps).map(({ outcome }) => outcome);
		expect(new Set(outcomes)).toEqual(new Set(['found']));
		expect(again.map(({ flowId }) => flowId)).toEqual(rows.map(({ flowId }) => flowId));
		expect(await resources()).toEqual(made);

		const confirmed = { operation: 'remove', name, confirmName: name, withData: true };
		const removed = await run<Removed>(confirmed);
		const left = removed.filter(({ outcome }) => outcome !== 'removed').map(({ kind }) => kind);
		const permanent = ['identity namespace', 'mapping set'];
		expect(left.filter((kind) => !permanent.includes(kind))).toEqual([]);
		expect(await resources()).toEqual(before);
	},
	// Of one that hangs.
	600_000,
);

test('npm start uses Set Up itself to make its dataset instead of preparing the emulator behind the scenes', async () => {
	const empty = await startEmulator();
	const { datasetId } = await setUpAdobe(n8n, empty);
	const requests = await empty.control.requests();
	await empty.stop();
	const writing = requests.filter(
		({ method, path }) => method !== 'GET' && path.startsWith('/data/'),
	);
	expect(writing.map(({ path }) => path)).toContain('/data/foundation/flowservice/flows');
	expect(new Set(writing.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['n8n']));
	expect(datasetId).toMatch(/^[0-9a-f]{24}$/);
}, 300_000);

test('the execution says what is missing', async () => {
	const parameters = { options: { visitorNamespace: 'NotThere' }, createNamespaces: false };
	await expect(run(parameters)).rejects.toThrow(
		'The identity namespace NotThere does not exist in this sandbox',
	);
});
