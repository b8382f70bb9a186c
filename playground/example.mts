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
	/** Where Chatlio posts each event, by the last part of the path. */
	urlOf: (path: string) => string;
}

/** The credential for the emulator's one account. */
export function emulatorCredential(emulatorUrl: string) {
	return {
		clientId: account.CLIENT_ID,
		clientSecret: account.CLIENT_SECRET,
		organizationId: account.ORG_ID,
		scopes: account.SCOPES.join(','),
		sandbox: 'prod',
		tokenUrl: `${emulatorUrl}/ims/token/v3`,
		platformUrl: emulatorUrl,
		// With http:// in front: the emulator has no TLS.
		allowedHosts: emulatorUrl,
	};
}

/** Reads an example of `workflows/` as it would be imported. */
export function readWorkflow(file: string): Workflow {
	return JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as Workflow;
}

type Chosen = Awaited<ReturnType<N8nApi['saveCredential']>>;

/** Chooses credentials, tenant and dataflow in every node that asks for them, as a user does after importing. */
export function choose(
	{ nodes }: Workflow,
	{ adobe, chatlio, dataflow }: { adobe: Chosen; chatlio?: Chosen; dataflow?: DemoDataflow },
): void {
	const fromList = (value: string, name: string) => ({
		__rl: true,
		mode: 'list',
		value,
		cachedResultName: name,
	});
	for (const node of nodes) {
		const type = node.type.replace('n8n-nodes-chatlio-aep.', '');
		if (type === 'chatlioTrigger' && chatlio) node.credentials = { chatlioWebhookApi: chatlio };
		if (type === 'chatlioToXdm')
			node.parameters.tenantId = fromList(`_${account.TENANT_ID}`, `_${account.TENANT_ID}`);
		if (type === 'adobePlatformStreaming' && dataflow)
			node.parameters.dataflow = fromList(dataflow.flowId, dataflow.name);
		if (type === 'adobePlatformStreaming' || type === 'adobeExperiencePlatform')
			node.credentials = { adobeExperiencePlatformApi: adobe };
	}
}

/**
 * Imports an example workflow with its credentials, chooses the dataflow, publishes it and waits until n8n answers at
 * each of its URLs.
 * @param change what is different before it is saved
 * @param file one of `workflows/` with a trigger
 * @param owner stands in the names of its credentials; those of that name are brought up to date
 */
export async function publishExample(
	n8n: N8nApi,
	n8nUrl: string,
	emulatorUrl: string,
	dataflow: DemoDataflow,
	change: (workflow: Workflow) => void = () => {},
	file = 'chatlio-to-adobe-experience-platform.json',
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
		// n8n publishes in the background: until then the version of the last start would answer.
		await n8n.unpublish(saved);
		await isGone(urlOf('new-conversation'));
	}
	await n8n.publish(saved);
	for (const path of chatlioPaths()) await isThere(urlOf(path));
	await answers(urlOf('new-conversation'));
	return { workflowId: saved.id, urlOf };
}

const anyStatus = { proxy: false, validateStatus: () => true } as const;

/** n8n publishes in the background; longer is a hang. */
const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 50;
const patience = { retries: PATIENCE_MS / LOOK_EVERY_MS, factor: 1, minTimeout: LOOK_EVERY_MS };

/**
 * Waits until n8n has put the URL up: it does so in the background, one after the other. Two answers, since two webhook
 * processors may take turns.
 */
async function isThere(url: string): Promise<void> {
	let answers = 0;
	await pRetry(async () => {
		answers = (await isUp(url)) ? answers + 1 : 0;
		if (answers < 2) throw new Error('n8n does not answer at what was published');
	}, patience);
}

/** Waits until the trigger itself answers. The body starts nothing. */
async function answers(url: string): Promise<void> {
	await pRetry(async () => {
		const { status } = await axios.post(url, [], anyStatus);
		if (status === 404) throw new Error('The trigger that was published does not answer');
	}, patience);
}

/** Waits until n8n has taken the URL down. Asked as above, it may go on to know a URL that nothing answers at. */
async function isGone(url: string): Promise<void> {
	await pRetry(async () => {
		const { status } = await axios.post(url, [], anyStatus);
		if (status !== 404) throw new Error('n8n still answers with what was published before');
	}, patience);
}

/**
 * Whether n8n answers posts at the URL, asked as a browser asks before it posts from another page: nothing runs, and
 * n8n makes none of the isolates that each post costs by its defaults, a third of a second of work.
 */
async function isUp(url: string): Promise<boolean> {
	const { status } = await axios.options(url, {
		...anyStatus,
		headers: { origin: 'https://chatlio.com', 'access-control-request-method': 'POST' },
	});
	return status === 204;
}
