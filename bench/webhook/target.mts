import axios from 'axios';
import pRetry from 'p-retry';
import type { N8nApi } from '../../playground/n8n-api.mts';
import type { Stub } from '../stub/stub.mts';
import { builtIn, HEARD_PATH, ours, UNHEARD_PATH, type Example } from './workflows.mts';

/** Addresses for each kind of load; several if several processes of n8n respond. */
export interface Urls {
	ours: string[];
	oursFinished: string[];
	never: string[];
	/** Address that the trigger responds to without an execution. */
	limit: string[];
	builtIn: string[];
}

/** An n8n, or several that work together, with the workflows published in it. */
export interface Target {
	n8n: N8nApi;
	stub: Stub;
	urls: Urls;
}

/**
 * Publishes the workflows with one inlet.
 * @param webhooks addresses of the processes that respond to webhooks
 */
export async function publish(n8n: N8nApi, webhooks: string[], stub: Stub): Promise<Target> {
	const publishExample = async (example: Example, path: string) => {
		const saved = await n8n.saveWorkflow(example.workflow);
		await n8n.publish(saved);
		const urlsOf = (end: string) =>
			webhooks.map((origin) => `${origin}/webhook/${example.webhookId}${end}`);
		for (const url of urlsOf(path)) await waitUntilPublished(url);
		return urlsOf;
	};
	const collected = await publishExample(ours(stub.url, 'whenBusy'), `/${UNHEARD_PATH}`);
	const never = await publishExample(ours(stub.url, 'never'), `/${UNHEARD_PATH}`);
	const plain = await publishExample(builtIn(stub.url), '');
	const urls = {
		ours: collected(`/${HEARD_PATH}`),
		oursFinished: collected(`/${HEARD_PATH}-wait`),
		never: never(`/${HEARD_PATH}`),
		limit: collected(`/${UNHEARD_PATH}`),
		builtIn: plain(''),
	};
	return { n8n, stub, urls };
}

/** Waits for one URL: n8n publishes in the background, and every process learns of it separately. */
async function waitUntilPublished(url: string): Promise<void> {
	await pRetry(
		async () => {
			const { status } = await axios.post(url, [], { validateStatus: () => true, proxy: false });
			if (status === 404) throw new Error('n8n has not published the workflow yet');
		},
		{ retries: 300, factor: 1, minTimeout: 100 },
	);
}
