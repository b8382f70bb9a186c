import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import pRetry from 'p-retry';
import * as account from '../emulator/account.mts';
import type { DemoDataflow } from './adobe.mts';
import { chatlioPaths } from './events.mts';
import type { N8nApi, Workflow } from './n8n-api.mts';
import { root } from './paths.mts';

export interface PublishedExample {
	workflowId: string;
	/** Returns the URL that Chatlio posts an event to, by the last part of the path. */
	urlOf: (path: string) => string;
}

/** Returns the credential for the emulator's only account. */
export function emulatorCredential(emulatorUrl: string) {
	return {
		clientId: account.CLIENT_ID,
		clientSecret: account.CLIENT_SECRET,
		organizationId: account.ORG_ID,
		scopes: account.SCOPES.join(','),
		sandbox: 'prod',
		tokenUrl: `${emulatorUrl}/ims/token/v3`,
		platformUrl: emulatorUrl,
		// Starts with http://, because the emulator has no TLS.
		allowedHosts: emulatorUrl,
	};
}

/** The workflow that the guides import: Set Up, and the nodes that deliver the events. */
export const EXAMPLE = 'chatlio-to-adobe-experience-platform.json';

/** Reads an example of `workflows/` as n8n would import it. */
export function readWorkflow(file: string): Workflow {
	return JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as Workflow;
}

type CredentialReference = Awaited<ReturnType<N8nApi['saveCredential']>>;

/**
 * Chooses credentials, tenant and dataflow in every node, as a user does who wants others than those of the example.
 * @param options `chatlio`: its secret is then at the end of the trigger's URLs
 */
export function choose(
	{ nodes }: Workflow,
	{
		adobe,
		chatlio,
		dataflow,
	}: { adobe: CredentialReference; chatlio?: CredentialReference; dataflow?: DemoDataflow },
): void {
	const fromList = (value: string, name: string) => ({
		__rl: true,
		mode: 'list',
		value,
		cachedResultName: name,
	});
	for (const node of nodes) {
		const type = node.type.replace('n8n-nodes-chatlio-aep.', '');
		if (type === 'chatlioTrigger' && chatlio) {
			node.parameters.authentication = 'secretInUrl';
			node.credentials = { chatlioWebhookApi: chatlio };
		}
		if (type === 'chatlioToXdm')
			node.parameters.tenantId = fromList(`_${account.TENANT_ID}`, `_${account.TENANT_ID}`);
		if (type === 'adobePlatformStreaming' && dataflow)
			node.parameters.dataflow = fromList(dataflow.flowId, dataflow.name);
		if (type === 'adobePlatformStreaming' || type === 'adobeExperiencePlatform')
			node.credentials = { adobeExperiencePlatformApi: adobe };
	}
}

/**
 * Imports an example workflow with its credentials, chooses the dataflow, publishes it and waits until n8n responds at
 * each of its URLs.
 * @param change changes the workflow before it is saved
 * @param file one of `workflows/` with a trigger
 * @param owner part of the names of its credentials; existing ones with that name are updated
 */
export async function publishExample(
	n8n: N8nApi,
	n8nUrl: string,
	emulatorUrl: string,
	dataflow: DemoDataflow,
	change: (workflow: Workflow) => void = () => {},
	file = EXAMPLE,
	owner = 'local',
): Promise<PublishedExample> {
	const secret = randomBytes(24).toString('hex');
	const adobe = await n8n.saveCredential(
		`Adobe Experience Platform (${owner})`,
		'adobeExperiencePlatformApi',
		emulatorCredential(emulatorUrl),
	);
	const chatlio = await n8n.saveCredential(`Chatlio webhooks (${owner})`, 'chatlioWebhookApi', {
		secret,
	});

	const workflow = readWorkflow(file);
	choose(workflow, { adobe, chatlio, dataflow });
	change(workflow);
	const saved = await n8n.saveWorkflow(workflow);
	const { webhookId } = saved.nodes.find(({ name }) => name === 'Chatlio Trigger')!;
	const urlOf = (path: string) => `${n8nUrl}/webhook/${webhookId}/${path}?token=${secret}`;
	if (saved.active) {
		// n8n publishes in the background: until then, the previously published version would respond.
		await n8n.unpublish(saved);
		await waitUntilRemoved(urlOf('new-conversation'));
	}
	await n8n.publish(saved);
	for (const path of chatlioPaths()) await waitUntilRegistered(urlOf(path));
	await answers(urlOf('new-conversation'));
	return { workflowId: saved.id, urlOf };
}

const anyStatus = { proxy: false, validateStatus: () => true } as const;

/** n8n publishes in the background; longer means a hang. */
const PUBLISH_TIMEOUT_MS = 180_000;
const POLL_MS = 50;
const retryOptions = { retries: PUBLISH_TIMEOUT_MS / POLL_MS, factor: 1, minTimeout: POLL_MS };

/**
 * Waits until n8n has registered the URL, which it does in the background, one after the other. It needs two responses,
 * because two webhook processors may take turns.
 */
async function waitUntilRegistered(url: string): Promise<void> {
	let responses = 0;
	await pRetry(async () => {
		responses = (await isUp(url)) ? responses + 1 : 0;
		if (responses < 2) throw new Error('n8n does not answer at what was published');
	}, retryOptions);
}

/** Waits until the trigger itself responds. The body starts nothing. */
async function answers(url: string): Promise<void> {
	await pRetry(async () => {
		const { status } = await axios.post(url, [], anyStatus);
		if (status === 404) throw new Error('The trigger that was published does not answer');
	}, retryOptions);
}

/** Waits until n8n has removed the URL. An OPTIONS request could still find a URL that no trigger responds to. */
async function waitUntilRemoved(url: string): Promise<void> {
	await pRetry(async () => {
		const { status } = await axios.post(url, [], anyStatus);
		if (status !== 404) throw new Error('n8n still answers with what was published before');
	}, retryOptions);
}

/**
 * Returns true if n8n accepts posts at the URL, checked as a browser does before it posts from another page: nothing
 * runs, and n8n creates none of the isolates that each post costs with its defaults, a third of a second of CPU time.
 */
async function isUp(url: string): Promise<boolean> {
	const { status } = await axios.options(url, {
		...anyStatus,
		headers: { origin: 'https://chatlio.com', 'access-control-request-method': 'POST' },
	});
	return status === 204;
}
