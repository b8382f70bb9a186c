import { Agent } from 'node:http';
import axios from 'axios';
import { controlClient, type Control, type ShownRecord } from '../../emulator/controlClient.mts';
import type { PreparedDataflow } from '../../emulator/prepare.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { publishExample } from '../../playground/example.mts';
import { N8nApi, type Workflow } from '../../playground/n8n-api.mts';
import { until } from './until.mts';

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
	/** Waits until the newest execution has ended and gives its status. */
	lastStatus: () => Promise<string>;
	/** Waits for the record of that `_id` to be stored or refused. */
	record: (id: string) => Promise<ShownRecord>;
}

export interface Answer {
	status: number;
	/** The sentence in it, or the whole text. */
	message: string;
}

/** No answer by then is a hang. */
const ANSWER_MS = 300_000;

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
		const reply = await axios.post<string>(urlOf(path), body, {
			headers,
			validateStatus: () => true,
			transformRequest: (data: unknown) =>
				typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data),
			transformResponse: (text: string) => text,
			maxBodyLength: Infinity,
			timeout: ANSWER_MS,
			// A connection that is kept may be closed just when it is used again.
			httpAgent: new Agent({ keepAlive: false }),
		});
		return { status: reply.status, message: sentence(reply.data) };
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
			let status: string | undefined;
			await until(
				() => `the newest execution ended; it is ${status ?? 'not there'}`,
				async () => {
					status = (await n8n.executions(workflowId))[0]?.status;
					return status !== undefined && !['new', 'running'].includes(status);
				},
			);
			return status!;
		},
		record: async (id) => {
			let records: ShownRecord[] = [];
			const find = () => records.find(({ _id, status }) => _id === id && status !== 'received');
			await until(
				() => `${id} settled; there are ${records.map(({ _id }) => _id).join(', ')}`,
				async () => {
					records = await adobe.records({ datasetId: dataflow.datasetId });
					return find() !== undefined;
				},
			);
			return find()!;
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
