import { chmodSync, readFileSync } from 'node:fs';
import axios from 'axios';
import type { ShownRecord } from '../../emulator/controlClient.mts';
import { setUpAdobe, type SetUpDataflow } from '../../playground/adobe.mts';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { hasRedis } from '../../playground/cluster/redis.mts';
import type { System } from '../../playground/cluster/system.mts';
import { publishExample, type PublishedExample } from '../../playground/example.mts';
import { N8nApi, type Workflow } from '../../playground/n8n-api.mts';
import { temporaryFolder } from './temporary.mts';

/** The reason why no cluster can be started here; empty where one can. */
export const leftOut = hasRedis() ? '' : ' (left out: this machine has no redis-server)';

/** A cluster of a test's own, with the example workflow published in it. */
export interface StartedCluster {
	system: System;
	n8n: N8nApi;
	/** Made by Set Up in n8n. */
	dataflow: SetUpDataflow;
	workflowId: string;
	/** Publishes the example again, with something different in it and a new secret in its URLs. */
	publish: (change: (workflow: Workflow) => void) => Promise<void>;
	/** Where the events go, by the last part of the path; through the gate unless another address is given. */
	urlOf: (path: string, through?: string) => string;
	/** Waits until the marked event is in the dataset. */
	record: (mark: string) => Promise<ShownRecord>;
	/** The process goes on existing and does nothing: whoever asks it waits. */
	freeze: (part: string) => void;
	/** The executions that each worker began, by its name. */
	executionsOf: (worker: string) => string[];
	stop: () => Promise<void>;
}

export async function startedCluster(): Promise<StartedCluster> {
	const folder = temporaryFolder();
	// PostgreSQL does not run as root and must reach its data.
	chmodSync(folder.path, 0o755);
	const system = await startCluster({ home: folder.path });
	const { url, emulator, part } = system;
	const n8n = await N8nApi.signIn(url);
	const dataflow = await setUpAdobe(n8n, emulator);

	const webhooks = system.parts.filter(({ role }) => role === 'webhook');
	const through = (address: string, other: string) => address.replace(url, other);
	/** Waits until every webhook processor knows the URL. */
	const isLive = async (address: string) => {
		// The body starts nothing.
		for (const webhook of webhooks)
			while ((await postTo(through(address, webhook.url!), [])) === 404) await pause(100);
	};
	let published: PublishedExample;
	const publish: StartedCluster['publish'] = async (change) => {
		published = await publishExample(n8n, url, emulator.url, dataflow, change);
		await isLive(published.urlOf('new-conversation'));
	};
	await publish(() => {});
	return {
		system,
		n8n,
		dataflow,
		workflowId: published!.workflowId,
		publish,
		urlOf: (path, address = url) => through(published.urlOf(path), address),
		record: async (mark) => {
			const deadline = Date.now() + 60_000;
			for (;;) {
				const records = await emulator.control.records({ datasetId: dataflow.datasetId });
				const found = records.find(({ record }) => JSON.stringify(record).includes(mark));
				if (found && found.status !== 'received') return found;
				if (Date.now() > deadline) throw new Error(`${mark} did not arrive`);
				await pause(100);
			}
		},
		freeze: (name) => process.kill(part(name).pid()!, 'SIGSTOP'),
		executionsOf: (worker) =>
			[...readFileSync(part(worker).log, 'utf8').matchAll(/Worker started execution (\d+)/g)].map(
				([, id]) => id,
			),
		stop: async () => {
			await system.stop();
			folder.remove();
		},
	};
}

/** Posts and gives the status; 0 when the connection broke. */
export async function postTo(url: string, body: unknown): Promise<number> {
	try {
		const { status } = await axios.post(url, body, { validateStatus: () => true, proxy: false });
		return status;
	} catch {
		return 0;
	}
}

const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
