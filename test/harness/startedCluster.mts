import { readFileSync } from 'node:fs';
import axios from 'axios';
import type { ShownRecord } from '../../emulator/controlClient.mts';
import { setUpAdobe, type SetUpDataflow } from '../../playground/adobe.mts';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { hasRedis } from '../../playground/cluster/redis.mts';
import type { System } from '../../playground/cluster/system.mts';
import { publishExample, type PublishedExample } from '../../playground/example.mts';
import { NO_TASK_RUNNER, QUICK_START } from '../../playground/n8nProgram.mts';
import { N8nApi, type Workflow } from '../../playground/n8n-api.mts';
import { metricsSettings } from './alertRules.mts';
import { temporarySystem, type TemporarySystem } from './temporarySystem.mts';
import { until } from './until.mts';

/** The reason why no cluster can be started here, and what to do about it; empty where one can. */
export const leftOut = hasRedis()
	? ''
	: ' (left out: this machine has no redis-server; install it with: apt-get install redis-server)';

/** A cluster of a test's own, with the example workflow published in it. */
export interface StartedCluster extends TemporarySystem {
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
	/** The same of several, in their order. */
	records: (marks: string[]) => Promise<ShownRecord[]>;
	/** The process goes on existing and does nothing: whoever asks it waits. */
	freeze: (part: string) => void;
	/** Lets these processes work and no other of their kind. */
	haveOnly: (role: 'webhook' | 'worker', ...parts: string[]) => Promise<void>;
	/** The executions that each worker began, by its name. */
	executionsOf: (worker: string) => string[];
}

/** Starts it; what was started ends again when a later step stops half-way. */
export async function startedCluster(): Promise<StartedCluster> {
	// None of the workflows has a Code node.
	const settings = { ...QUICK_START, ...NO_TASK_RUNNER };
	const env = { ...settings, ...metricsSettings('deploy/queue', 'main') };
	return await temporarySystem(
		'cluster',
		async (home) => await startCluster({ home, env }),
		withExample,
	);
}

async function withExample(system: System): Promise<Omit<StartedCluster, keyof TemporarySystem>> {
	const { url, emulator, part } = system;
	const n8n = await N8nApi.signIn(url);
	const dataflow = await setUpAdobe(n8n, emulator);

	const having = (role: string) => system.parts.filter((one) => one.role === role);
	const through = (address: string, other: string) => address.replace(url, other);
	/** Waits until every webhook processor knows the URL. */
	const isLive = async (address: string) => {
		// The body starts nothing.
		for (const { name, url: own } of having('webhook'))
			await until(
				`${name} knows the URL of the example`,
				async () => (await postTo(through(address, own!), [])) !== 404,
			);
	};
	const records = async (marks: string[]) => {
		let found: Array<ShownRecord | undefined> = [];
		const missing = () => marks.filter((_, index) => isUnderWay(found[index]));
		await until(
			() => `${missing().join(', ')} of ${marks.length} events are in the dataset`,
			async () => {
				const all = await emulator.control.records({ datasetId: dataflow.datasetId });
				const texts = all.map(({ record }) => JSON.stringify(record));
				found = marks.map((mark) => all[texts.findIndex((text) => text.includes(mark))]);
				return !found.some(isUnderWay);
			},
		);
		return found as ShownRecord[];
	};

	let published: PublishedExample;
	const publish: StartedCluster['publish'] = async (change) => {
		published = await publishExample(n8n, url, emulator.url, dataflow, change);
		await isLive(published.urlOf('new-conversation'));
	};
	await publish(() => {});
	return {
		n8n,
		dataflow,
		workflowId: published!.workflowId,
		publish,
		urlOf: (path, address = url) => through(published.urlOf(path), address),
		record: async (mark) => (await records([mark]))[0],
		records,
		freeze: (name) => process.kill(part(name).pid()!, 'SIGSTOP'),
		haveOnly: async (role, ...names) => {
			const wanted = having(role).filter(({ name }) => names.includes(name));
			const others = having(role).filter((one) => !wanted.includes(one));
			await Promise.all(others.map((one) => one.stop()));
			await Promise.all(wanted.map((one) => one.start()));
			await Promise.all(wanted.map((one) => one.ready()));
		},
		executionsOf: (worker) =>
			[...readFileSync(part(worker).log, 'utf8').matchAll(/Worker started execution (\d+)/g)].map(
				([, id]) => id,
			),
	};
}

const isUnderWay = (record?: ShownRecord) => !record || record.status === 'received';

/** Posts and gives the status; 0 when the connection broke. */
export async function postTo(url: string, body: unknown): Promise<number> {
	try {
		const { status } = await axios.post(url, body, { validateStatus: () => true, proxy: false });
		return status;
	} catch {
		return 0;
	}
}
