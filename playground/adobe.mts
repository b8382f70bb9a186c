import { controlClient } from '../emulator/controlClient.mts';
import type { JsonObject } from '../emulator/json.mts';
import { prepareDataflow, type PreparedDataflow } from '../emulator/prepare.mts';
import { built } from './built.mts';
import { emulatorCredential, EXAMPLE, readWorkflow } from './example.mts';
import type { N8nApi, Workflow } from './n8n-api.mts';

/** Facts about a dataflow that the example needs. */
export interface DemoDataflow {
	name: string;
	flowId: string;
	datasetId: string;
}

/** A dataflow with the workflow that created it. */
export interface SetUpDataflow extends DemoDataflow {
	workflowId: string;
}

/** The part of Set Up's output that the demo needs. */
interface SetUpRow {
	flowId: string;
	flowName: string;
	datasetId: string;
}

/**
 * Creates everything that events need to arrive, as a user does: runs the example's Set Up in n8n. The dataflow is then
 * made older, because Adobe may lose what it receives in its first five minutes.
 */
export async function setUpAdobe(n8n: N8nApi, emulator: { url: string }): Promise<SetUpDataflow> {
	const adobe = await n8n.saveCredential(
		'Adobe Experience Platform (local)',
		'adobeExperiencePlatformApi',
		emulatorCredential(emulator.url),
	);
	const workflow = setUpWorkflow();
	const node = workflow.nodes.find(({ name }) => name === 'Set Up')!;
	node.credentials = { adobeExperiencePlatformApi: adobe };
	node.parameters.profile = true;
	const saved = await n8n.saveWorkflow(workflow);
	const [row] = await n8n.run<SetUpRow>(saved, { trigger: 'When Clicked', node: 'Set Up' });
	const { flowId, flowName, datasetId } = row!;
	await controlClient(emulator.url).ageFlow(flowId);
	return { name: flowName, flowId, datasetId, workflowId: saved.id };
}

/** Returns the part of the example that is run once, so that its executions are not among those of the events. */
function setUpWorkflow(): Workflow {
	const { nodes, connections, settings } = readWorkflow(EXAMPLE);
	const start = 'When Clicked';
	return {
		name: 'Set Up Chatlio in Adobe Experience Platform',
		nodes: nodes.filter(({ name }) => [start, 'Set Up'].includes(name)),
		connections: { [start]: (connections as Record<string, unknown>)[start] },
		settings,
	};
}

/** Returns the package's own description of its XDM fields. */
function fieldGroup(tenantId: string): JsonObject {
	type FieldGroups = { chatlioFieldGroup: (tenantId: string) => JsonObject };
	return built<FieldGroups>('lib/xdm/schema/chatlioSchema.js').chatlioFieldGroup(tenantId);
}

/** Creates everything that the events of one test need to arrive, without n8n, with the calls of Adobe's tutorial. */
export async function prepareAdobe(
	emulator: { url: string },
	name = 'Chatlio events',
): Promise<PreparedDataflow> {
	return await prepareDataflow(emulator.url, {
		name,
		fieldGroup,
		format: 'xdm',
		authenticated: true,
		profile: true,
		namespaces: ['ChatlioVisitor'],
		aged: true,
	});
}
