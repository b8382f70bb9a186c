import axios from 'axios';
import type { Control } from '../../emulator/controlClient.mts';
import type { PreparedDataflow } from '../../emulator/prepare.mts';
import type { Emulator } from '../../emulator/start.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { publishKeptExample, type KeptExample } from '../../playground/deadLetters.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { fillInUrls } from './examples.mts';
import { addresses, signedIn } from './running.mts';
import type { StubServer } from './stubServer.mts';

export interface Kept extends KeptExample {
	n8n: N8nApi;
	adobe: Control;
	dataflow: PreparedDataflow;
	/** Posts to the URL that responds when the workflow has finished, and returns the status. */
	post: (path: string, body: unknown) => Promise<number>;
	/** Returns the `_id` of each record in the dataset of this example, duplicates included. */
	stored: () => Promise<string[]>;
}

/** Turns off retries within an execution, which other tests cover: here they would only take time. */
function sendOnce({ nodes }: Workflow): void {
	const { parameters } = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
	Object.assign(parameters.options as object, { retrySeconds: 0 });
}

/**
 * Publishes the workflow that keeps dead letters under its own name, with its own dataflow and credentials.
 * @param chat gets the alerts
 * @param change applied to it and to the one that replays
 */
export async function keptExample(
	{ url: emulatorUrl, control: adobe }: Emulator,
	chat: StubServer,
	name: string,
	change: (workflow: Workflow) => void = () => {},
): Promise<Kept> {
	const { n8n: n8nUrl } = addresses();
	const dataflow = await prepareAdobe({ url: emulatorUrl }, name);
	const n8n = signedIn();
	const kept = await publishKeptExample(
		n8n,
		n8nUrl,
		emulatorUrl,
		dataflow,
		(workflow) => {
			workflow.name = `${name}: ${workflow.name}`;
			sendOnce(workflow);
			fillInUrls(workflow, chat);
			change(workflow);
		},
		name,
	);
	const post: Kept['post'] = async (path, body) => {
		const reply = await axios.post(kept.urlOf(`${path}-wait`), body, {
			validateStatus: () => true,
			timeout: 300_000,
		});
		return reply.status;
	};
	return {
		...kept,
		n8n,
		adobe,
		dataflow,
		post,
		stored: async () => {
			const records = await adobe.records({ datasetId: dataflow.datasetId, status: 'stored' });
			return records.map(({ _id }) => String(_id));
		},
	};
}
