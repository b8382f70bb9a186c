import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { rawRequest, type RawAnswer } from './rawRequest.mts';
import { until } from './until.mts';

export interface GuardedTrigger {
	workflowId: string;
	/** `/webhook/…`, without the event. */
	base: string;
	send: (request: {
		method?: string;
		path?: string;
		headers?: string[];
		body?: string;
	}) => Promise<RawAnswer>;
	/** How many executions there are, ended or not. */
	executions: () => Promise<number>;
}

const JSON_TYPE = ['Content-Type', 'application/json'];

/** Publishes a workflow that holds nothing but a Chatlio Trigger and a node that does nothing. */
export async function guardedTrigger(
	n8n: { url: string; api: N8nApi },
	name: string,
	parameters: Record<string, unknown>,
	credential?: Record<string, unknown>,
): Promise<GuardedTrigger> {
	const workflow: Workflow = {
		name,
		nodes: [
			{
				id: '1',
				name: 'Chatlio Trigger',
				type: 'n8n-nodes-chatlio-aep.chatlioTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters,
				...(credential && {
					credentials: {
						chatlioWebhookApi: await n8n.api.saveCredential(name, 'chatlioWebhookApi', credential),
					},
				}),
			},
			{
				id: '2',
				name: 'Started',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { 'Chatlio Trigger': { main: [[{ node: 'Started', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const saved = await n8n.api.saveWorkflow(workflow);
	await n8n.api.publish(saved);
	const base = `/webhook/${saved.nodes[0].webhookId}`;
	const send: GuardedTrigger['send'] = async ({
		method = 'POST',
		path = '/new-conversation',
		headers = [],
		body = '{"message":"Hi"}',
	}) => await rawRequest(n8n.url, method, base + path, [...JSON_TYPE, ...headers], body);
	// n8n publishes in the background. An array starts nothing, whoever sends it.
	await until(`${name} published`, async () => (await send({ body: '[]' })).status !== 404);
	return {
		workflowId: saved.id,
		base,
		send,
		executions: async () => (await n8n.api.executions(saved.id)).length,
	};
}
