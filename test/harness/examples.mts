import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import type { ShownRecord } from '../../emulator/controlClient.mts';
import { fetchToken } from '../../emulator/prepare.mts';
import { ORG_ID } from '../../emulator/account.mts';
import type { Emulator } from '../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events.ts';
import { eventIdOf } from '../../lib/chatlio/eventId.ts';
import type { ChatlioEventKind } from '../../lib/chatlio/chatlioEvent.ts';
import { prepareAdobe, type DemoDataflow } from '../../playground/adobe.mts';
import {
	choose,
	emulatorCredential,
	publishExample,
	readWorkflow,
} from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { root } from '../../playground/paths.mts';
import type { StubServer } from './stubServer.mts';
import { until } from './until.mts';

/** Every file of workflows/. */
export const exampleFiles = readdirSync(join(root, 'workflows'))
	.filter((name) => name.endsWith('.json'))
	.sort();

/** Part of the names of credentials that these tests create, to separate them from those of other tests. */
export const OWNER = 'examples';

/** The servers that an example is tested with. */
export interface Surroundings {
	n8n: N8nApi;
	n8nUrl: string;
	/** Part of the names of credentials, if it is not `OWNER`. */
	owner?: string;
	adobe: Emulator;
	/** Stands for the CRM and the team's chat: the path is the name of the node in lower case. */
	stub: StubServer;
}

export interface TriedExample {
	workflowId: string;
	dataflow: DemoDataflow;
	/** Posts an event as Chatlio does. @returns the `_id` its record will have */
	post: (kind: ChatlioEventKind, payload: object) => Promise<string>;
	/** Waits until the dataset has that many records with their final status. */
	records: (count: number) => Promise<ShownRecord[]>;
	/** Waits until no execution runs, then returns the status of each that n8n kept. */
	ended: (least?: number) => Promise<string[]>;
}

const nameOf = (file: string) => `Example ${file}`;

/** Fills in the empty URLs of a workflow, as its notes ask for: each leads to the stub. */
export function fillInUrls({ nodes }: Workflow, stub: StubServer): void {
	for (const { type, name, parameters } of nodes)
		if (type === 'n8n-nodes-base.httpRequest' && parameters.url === '')
			parameters.url = `${stub.url}/${name.toLowerCase().replaceAll(' ', '-')}`;
}

/** Names the workflow after its file and fills in the empty URLs. */
function fillIn(workflow: Workflow, file: string, stub: StubServer): void {
	workflow.name = nameOf(file);
	fillInUrls(workflow, stub);
}

/**
 * Imports and publishes an example with a trigger as a user does, with its own dataflow unless one is given.
 * @param change applied before the workflow is saved
 */
export async function publish(
	{ n8n, n8nUrl, adobe, stub, owner = OWNER }: Surroundings,
	file: string,
	change: (workflow: Workflow) => void = () => {},
	dataflow?: DemoDataflow,
): Promise<TriedExample> {
	const chosen = dataflow ?? (await prepareAdobe(adobe, nameOf(file)));
	const { workflowId, urlOf } = await publishExample(
		n8n,
		n8nUrl,
		adobe.url,
		chosen,
		(workflow) => {
			fillIn(workflow, file, stub);
			change(workflow);
		},
		file,
		owner,
	);
	const send = async (path: string, body: object) =>
		(await axios.post(urlOf(path), body, { validateStatus: () => true })).status;
	return {
		workflowId,
		dataflow: chosen,
		post: async (kind, payload) => {
			const { path } = CHATLIO_EVENTS.find((event) => event.kind === kind)!;
			const status = await send(path, payload);
			if (status !== 200) throw new Error(`${file}: ${path} was answered ${status}`);
			return eventIdOf(kind, payload as Record<string, unknown>);
		},
		records: async (count) => await adobe.control.settled(count, { datasetId: chosen.datasetId }),
		ended: async (least) => await endedOf(n8n, workflowId, least),
	};
}

/** Waits until no execution of the workflow runs, and n8n has kept some, then returns the status of each. */
export async function endedOf(n8n: N8nApi, workflowId: string, least = 1): Promise<string[]> {
	let statuses: string[] = [];
	await until(
		() => `no execution of workflow ${workflowId} is under way; they are ${statuses.join(', ')}`,
		async () => {
			statuses = (await n8n.executions(workflowId)).map(({ status }) => status);
			// One that n8n is just finishing may be in neither of the two lists that it reads.
			return (
				statuses.length >= least && !statuses.some((status) => ['new', 'running'].includes(status))
			);
		},
	);
	return statuses;
}

/** Imports an example and runs it by hand from a trigger. @returns the items of a node */
export async function runByHand<Item>(
	{ n8n, adobe, stub, owner = OWNER }: Surroundings,
	file: string,
	{ trigger, node }: { trigger: string; node: string },
	change: (workflow: Workflow) => void = () => {},
): Promise<Item[]> {
	const workflow = readWorkflow(file);
	const credential = await n8n.saveCredential(
		`Adobe Experience Platform (${owner})`,
		'adobeExperiencePlatformApi',
		emulatorCredential(adobe.url),
	);
	choose(workflow, { adobe: credential });
	fillIn(workflow, file, stub);
	change(workflow);
	const saved = await n8n.saveWorkflow(workflow);
	return await n8n.run<Item>(saved, { trigger, node });
}

/** Sends a record that Adobe accepts but does not store. */
export async function sendUnfit(
	adobe: Emulator,
	_id: string,
): Promise<{ flowId: string; datasetId: string }> {
	const { flowId, datasetId, inletUrl, schemaRef } = await prepareAdobe(adobe, _id);
	const xdmEntity = { _id, timestamp: new Date().toISOString(), eventType: 7 };
	const header = { schemaRef, imsOrgId: ORG_ID, datasetId, flowId, source: { name: 'examples' } };
	const headers = {
		authorization: `Bearer ${await fetchToken(adobe.url)}`,
		'x-gw-ims-org-id': ORG_ID,
		'x-sandbox-name': 'prod',
	};
	await axios.post(inletUrl, { header, body: { xdmMeta: { schemaRef }, xdmEntity } }, { headers });
	await adobe.control.settled(1, { datasetId });
	return { flowId, datasetId };
}

type Connections = Record<
	string,
	{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
>;

/**
 * Adds a node between the mapping and the delivery, as a user does, that gives some records a field that the schema does
 * not have: Adobe accepts them and does not store them.
 * @param which an expression about the record
 */
export function addUnknownField(workflow: Workflow, which = 'true'): void {
	const name = 'My Own Field';
	workflow.nodes.push({
		id: 'my-own-field',
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [360, 0],
		parameters: {
			mode: 'raw',
			jsonOutput: `={{ ${which} ? { shoeSize: 43 } : {} }}`,
			includeOtherFields: true,
			options: {},
		},
	});
	const connections = workflow.connections as Connections;
	const [delivery] = connections['Chatlio to XDM'].main;
	connections[name] = { main: [delivery] };
	connections['Chatlio to XDM'].main[0] = [{ node: name, type: 'main', index: 0 }];
}
