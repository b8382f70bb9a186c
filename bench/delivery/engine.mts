import { createRequire } from 'node:module';
import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import type {
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { built } from '../../playground/built.mts';
import { deliveringNode } from './deliveringNode.mts';

// Both are CommonJS modules, and `import` finds only some of their names.
const require = createRequire(import.meta.url);
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core') as typeof N8nCore;
const { createRunExecutionData, NodeHelpers, Workflow } =
	require('n8n-workflow') as typeof N8nWorkflow;

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

type Streaming = { AdobePlatformStreaming: new () => INodeType };
const { AdobePlatformStreaming } = built<Streaming>(
	'nodes/AdobePlatformStreaming/AdobePlatformStreaming.node.js',
);
const types: Record<string, INodeType> = {
	start,
	'n8n-nodes-chatlio-aep.adobePlatformStreaming': new AdobePlatformStreaming(),
};
const nodeTypes: INodeTypes = {
	getByName: (type) => types[type],
	getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(types[type], version),
	getKnownTypes: () => ({}),
};

/** Addresses that n8n gives every execution; this benchmark never uses them. */
const ORIGIN = 'http://127.0.0.1:5678';
const addresses = {
	restApiUrl: `${ORIGIN}/rest`,
	instanceBaseUrl: `${ORIGIN}/`,
	webhookBaseUrl: `${ORIGIN}/webhook`,
	webhookTestBaseUrl: `${ORIGIN}/webhook-test`,
	webhookWaitingBaseUrl: `${ORIGIN}/webhook-waiting`,
	formWaitingBaseUrl: `${ORIGIN}/form-waiting`,
};

/** Runs Adobe Platform Streaming over the items in n8n's own engine, in this process. */
export async function deliverInEngine(
	url: string,
	items: INodeExecutionData[],
	errorOutput = false,
): Promise<IRun> {
	const nodes: INode[] = [
		{ id: '1', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		{ id: '2', position: [200, 0], ...deliveringNode(url, errorOutput) },
	];
	const connections = {
		Start: { main: [[{ node: 'Deliver', type: 'main' as const, index: 0 }]] },
	};
	const settings = { executionOrder: 'v1' as const };
	const workflow = new Workflow({
		id: 'bench',
		active: false,
		nodeTypes,
		nodes,
		connections,
		settings,
	});
	const data = createRunExecutionData();
	data.executionData!.nodeExecutionStack.push({
		node: workflow.getNode('Start')!,
		data: { main: [items] },
		source: null,
	});
	const additional = {
		credentialsHelper: { getParentTypes: () => [] },
		currentNodeExecutionIndex: 0,
		variables: {},
		...addresses,
		hooks: new ExecutionLifecycleHooks('trigger', '1', {
			nodes,
			connections,
		} as unknown as IWorkflowBase),
	} as unknown as IWorkflowExecuteAdditionalData;
	return await new WorkflowExecute(additional, 'trigger', data).processRunExecutionData(workflow);
}
