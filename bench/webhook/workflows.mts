import { randomUUID } from 'node:crypto';
import type { Workflow, WorkflowNode } from '../../playground/n8n-api.mts';

/** Event that the load posts but the trigger does not listen to: it responds and starts nothing. */
export const UNHEARD_PATH = 'visitor-feedback';
export const HEARD_PATH = 'new-conversation';

/** A workflow with the beginning and end of its URLs: the webhook ID is in between. */
export interface Example {
	workflow: Workflow;
	webhookId: string;
}

/**
 * Creates Chatlio Trigger, Chatlio to XDM and Adobe Platform Streaming, as a user sets them up for an inlet without
 * authentication.
 */
export function ours(inletUrl: string, collectEvents: 'whenBusy' | 'never'): Example {
	const webhookId = randomUUID();
	const onError = 'continueErrorOutput';
	return {
		webhookId,
		workflow: chainNodes(`Chatlio, Collect Events ${collectEvents}`, [
			{
				name: 'Chatlio Trigger',
				type: 'n8n-nodes-chatlio-aep.chatlioTrigger',
				typeVersion: 1.1,
				webhookId,
				parameters: {
					events: ['chatTranscript', 'newConversation', 'offlineMessage', 'unansweredMessage'],
					options: { collectEvents },
				},
			},
			{
				name: 'Chatlio to XDM',
				type: 'n8n-nodes-chatlio-aep.chatlioToXdm',
				typeVersion: 1,
				parameters: { tenantId: { __rl: true, mode: 'id', value: '_acme' } },
				onError,
			},
			{
				name: 'Adobe Platform Streaming',
				type: 'n8n-nodes-chatlio-aep.adobePlatformStreaming',
				typeVersion: 1,
				parameters: {
					sendTo: 'endpoint',
					endpointUrl: inletUrl,
					authentication: 'none',
					recordFormat: 'xdm',
					datasetId: '5c8c3c555033b814b69f947f',
					schemaId: 'https://ns.adobe.com/acme/schemas/7a1d0c3f5b9e4862a0d1c2e3f4a5b6c7',
					organizationId: '9C1D3A5E7F0B2468@AdobeOrg',
				},
				onError,
			},
		]),
	};
}

/** Creates n8n's own Webhook and HTTP Request. */
export function builtIn(inletUrl: string): Example {
	const webhookId = randomUUID();
	return {
		webhookId,
		workflow: chainNodes('Built-in nodes', [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				webhookId,
				parameters: {
					httpMethod: 'POST',
					path: webhookId,
					responseMode: 'onReceived',
					options: {},
				},
			},
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: inletUrl,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ $json.body }}',
					options: {},
				},
			},
		]),
	};
}

function chainNodes(name: string, nodes: WorkflowNode[]): Workflow {
	const followers = nodes.slice(1).map(({ name: node }) => [{ node, type: 'main', index: 0 }]);
	return {
		name,
		nodes: nodes.map((node, index) => ({ ...node, position: [index * 240, 0] })),
		connections: Object.fromEntries(
			followers.map((next, index) => [nodes[index].name, { main: [next] }]),
		),
		settings: { executionOrder: 'v1' },
	};
}
