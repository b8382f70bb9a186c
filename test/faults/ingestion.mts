import type { Control } from '../../emulator/controlClient.mts';
import { setUpAdobe } from '../../playground/adobe.mts';
import type { System } from '../../playground/cluster/system.mts';
import { publishKeptExample } from '../../playground/deadLetters.mts';
import { N8nApi } from '../../playground/n8n-api.mts';
import { Executions, patiently } from './executions.mts';
import type { StoredRecord } from './reconcile.mts';

/** The example workflows that keep dead letters and replay them, without their alerts, in a running system. */
export interface Ingestion {
	adobe: Control;
	executions: Executions;
	urlOf: (path: string) => string;
	/** What Adobe stored since a moment, in milliseconds since 1970. */
	records: (since: number) => Promise<StoredRecord[]>;
	/** Returns the payloads of the dead letters. */
	deadLetters: () => Promise<string[]>;
	/** Sends every dead letter once more. */
	replay: () => Promise<void>;
}

/** Most that the emulator gives at once. */
const MOST_RECORDS = 100_000;

/** @param retrySeconds how long an execution tries to deliver; default as the example is shipped */
export async function publishIngestion(system: System, retrySeconds?: number): Promise<Ingestion> {
	const { control: adobe, url: adobeUrl } = system.emulator;
	const n8n = await N8nApi.signIn(system.url);
	const dataflow = await setUpAdobe(n8n, system.emulator);
	const example = await publishKeptExample(n8n, system.url, adobeUrl, dataflow, ({ nodes }) => {
		const { parameters } = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
		// No chat is there to receive alerts.
		for (const node of nodes) if (node.name === 'Tell Somebody') node.disabled = true;
		if (retrySeconds !== undefined) Object.assign(parameters.options as object, { retrySeconds });
	});
	return {
		adobe,
		executions: new Executions(n8n, example.workflowId),
		urlOf: example.urlOf,
		records: async (since) => {
			const { datasetId } = dataflow;
			const found = await adobe.records({ datasetId, since, limit: MOST_RECORDS });
			return found
				.filter(({ status }) => status === 'stored')
				.map(({ _id, receivedAt, record }) => ({ _id, receivedAt, text: JSON.stringify(record) }));
		},
		deadLetters: async () => {
			const letters = await patiently(example.deadLetters);
			return letters.map(({ payload }) => payload);
		},
		replay: example.replayAll,
	};
}
