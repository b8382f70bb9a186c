import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { controlClient, type Control, type ShownRecord } from '../../emulator/controlClient.mts';
import type { PreparedDataflow } from '../../emulator/prepare.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { publishExample } from '../../playground/example.mts';
import { N8nApi, type Workflow } from '../../playground/n8n-api.mts';

/** The n8n and the emulator that run for all tests of this kind. */
export interface RunningExample {
	n8n: N8nApi;
	adobe: Control;
	dataflow: PreparedDataflow;
	workflowId: string;
	/** Where Chatlio posts an event, by the last part of the path. */
	urlOf: (path: string) => string;
	/** Posts and gives the answer, whatever its status. */
	post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
	/** Executions of the example workflow up to now. */
	executions: () => Promise<number>;
	/** Waits until no execution runs, then gives the newest one's status. Throws after a minute. */
	lastStatus: () => Promise<string>;
	/** Waits for the record of that `_id` to be stored or refused. */
	record: (id: string) => Promise<ShownRecord>;
}

export interface Answer {
	status: number;
	/** The sentence in it, or the whole text. */
	message: string;
	milliseconds: number;
}

/** Where the n8n and the emulator of this test run are. */
export const addresses = () => ({
	n8n: process.env.TEST_N8N_URL!,
	emulator: process.env.TEST_EMULATOR_URL!,
});

/** The owner of the n8n of this test run, who signed in when it started. */
export const signedIn = () => N8nApi.resume(addresses().n8n, process.env.TEST_N8N_SESSION!);

/**
 * Publishes the example workflow under a name of its own, with a dataflow and credentials of its own.
 * @param change what is different in it
 */
export async function runningExample(
	name: string,
	change: (workflow: Workflow) => void = () => {},
): Promise<RunningExample> {
	const { n8n: n8nUrl, emulator: emulatorUrl } = addresses();
	const adobe = controlClient(emulatorUrl);
	const dataflow = await prepareAdobe({ url: emulatorUrl }, name);
	const n8n = signedIn();
	const { workflowId, urlOf } = await publishExample(
		n8n,
		n8nUrl,
		emulatorUrl,
		dataflow,
		(workflow) => {
			workflow.name = name;
			change(workflow);
		},
		undefined,
		name,
	);

	const post: RunningExample['post'] = async (path, body, headers = {}) => {
		const started = Date.now();
		const reply = await axios.post<string>(urlOf(path), body, {
			headers,
			validateStatus: () => true,
			transformRequest: (data: unknown) =>
				typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data),
			transformResponse: (text: string) => text,
			maxBodyLength: Infinity,
			timeout: 60_000,
		});
		return {
			status: reply.status,
			message: sentence(reply.data),
			milliseconds: Date.now() - started,
		};
	};

	return {
		n8n,
		adobe,
		dataflow,
		workflowId,
		urlOf,
		post,
		executions: async () => (await n8n.executions(workflowId)).length,
		lastStatus: async () => {
			const deadline = Date.now() + 60_000;
			for (;;) {
				const [newest] = await n8n.executions(workflowId);
				if (newest && !['new', 'running'].includes(newest.status)) return newest.status;
				if (Date.now() > deadline)
					throw new Error(`The newest execution is ${newest?.status ?? 'not there'}`);
				await sleep(50);
			}
		},
		record: async (id) => {
			const deadline = Date.now() + 20_000;
			for (;;) {
				const records = await adobe.records({ datasetId: dataflow.datasetId });
				const found = records.find(({ _id, status }) => _id === id && status !== 'received');
				if (found) return found;
				if (Date.now() > deadline)
					throw new Error(`${id} is not among ${records.map(({ _id }) => _id).join(', ')}`);
				await sleep(50);
			}
		},
	};
}

function sentence(text: string): string {
	try {
		const { message } = JSON.parse(text) as { message?: string };
		return message ?? text;
	} catch {
		return text;
	}
}
