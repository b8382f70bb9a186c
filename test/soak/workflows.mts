import axios from 'axios';
import pRetry from 'p-retry';
import { setUpAdobe } from '../../playground/adobe.mts';
import type { System } from '../../playground/cluster/system.mts';
import { publishExample } from '../../playground/example.mts';
import { N8nApi } from '../../playground/n8n-api.mts';

/** Where the load goes, and what became of it. */
export interface Target {
	urlOf: (path: string) => string;
	/** How many records are valid in Adobe's dataset; undefined when none are sent there. */
	stored: () => Promise<number | undefined>;
}

/** The example workflow, from the webhooks to the local Adobe. */
export async function publishOurs({ url, emulator }: System): Promise<Target> {
	const n8n = await N8nApi.signIn(url);
	const dataflow = await setUpAdobe(n8n, emulator);
	const { urlOf } = await publishExample(n8n, url, emulator.url, dataflow);
	await answers(urlOf('new-conversation'));
	return {
		urlOf,
		stored: async () => {
			const { data } = await axios.get<{ counts: { stored: number } }>(
				`${emulator.url}/emulator/records`,
				{ params: { datasetId: dataflow.datasetId, limit: 0 }, proxy: false },
			);
			return data.counts.stored;
		},
	};
}

/** n8n's own Webhook and No Operation: what grows there too is n8n's. */
export async function publishBuiltIn({ url }: System): Promise<Target> {
	const n8n = await N8nApi.signIn(url);
	const path = 'soak';
	const saved = await n8n.saveWorkflow({
		name: 'Soak: built-in nodes',
		nodes: [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				name: 'No Operation',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Webhook: { main: [[{ node: 'No Operation', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await n8n.publish(saved);
	const target = `${url}/webhook/${path}`;
	await answers(target);
	return { urlOf: () => target, stored: async () => undefined };
}

/** n8n publishes in the background, and every webhook process learns of it by itself. The body starts nothing of ours. */
async function answers(url: string): Promise<void> {
	let inARow = 0;
	await pRetry(
		async () => {
			const { status } = await axios.post(url, [], { validateStatus: () => true, proxy: false });
			inARow = status === 404 ? 0 : inARow + 1;
			if (inARow < 4) throw new Error('n8n has not published the workflow yet');
		},
		{ retries: 300, factor: 1, minTimeout: 100 },
	);
}
