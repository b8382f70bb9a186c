import { startCluster } from '../../playground/cluster/cluster.mts';
import { hasRedis, NO_REDIS } from '../../playground/cluster/redis.mts';
import { temporaryHome } from '../../playground/cluster/temporaryHome.mts';
import { N8nApi } from '../../playground/n8n-api.mts';
import type { Figure, OpenSession, Scale, Session } from '../figure.mts';
import { LAZY, startInstance } from './instance.mts';
import { sidesOf, warmUp } from './sides.mts';
import { publish } from './target.mts';

const SENDERS = 50;
const SINGLE = 'the single instance';
const PAIR = 'n8n’s Webhook + HTTP Request on the same cluster';
const EVENTS = { unit: 'events/s' };

const figures: Figure[] = [
	{
		...EVENTS,
		id: 'cluster-single',
		title: 'Cluster, Collect Events on, 50 senders',
		against: SINGLE,
		goal: {},
		ours: 'cluster: ours',
		theirs: 'single: ours',
	},
	{
		...EVENTS,
		id: 'cluster-never-single',
		title: 'Cluster, Collect Events Never, 50 senders',
		against: SINGLE,
		goal: {},
		ours: 'cluster: ours with Never',
		theirs: 'single: ours with Never',
	},
	{
		...EVENTS,
		id: 'cluster-pair',
		title: 'Cluster, Collect Events on, 50 senders',
		against: PAIR,
		goal: { atLeast: 10 },
		ours: 'cluster: ours',
		theirs: 'cluster: built-in',
	},
	{
		...EVENTS,
		id: 'cluster-never-pair',
		title: 'Cluster, Collect Events Never, 50 senders',
		against: PAIR,
		goal: {},
		ours: 'cluster: ours with Never',
		theirs: 'cluster: built-in',
	},
];

/** Opens the cluster and a single instance next to it; only one of them works at a time. */
async function open(scale: Scale): Promise<OpenSession> {
	const home = temporaryHome('bench-cluster');
	const stops: Array<() => Promise<void>> = [async () => home.remove()];
	const close = async () => {
		for (const stop of stops.splice(0).reverse()) await stop();
	};
	try {
		const system = await startCluster({ home: home.path, env: LAZY });
		stops.push(system.stop);
		const instance = await startInstance(LAZY);
		stops.push(instance.close);
		const webhooks = system.parts.filter(({ role }) => role === 'webhook').map(({ url }) => url!);
		const n8n = await N8nApi.signIn(system.url);
		const cluster = await publish(n8n, webhooks, instance.stub);
		for (const target of [cluster, instance]) await warmUp(target, scale);
		const [onCluster, onOne] = [sidesOf(cluster, scale), sidesOf(instance, scale)];
		return {
			sides: {
				'cluster: ours': onCluster.delivers('ours', SENDERS),
				'single: ours': onOne.delivers('ours', SENDERS),
				'cluster: built-in': onCluster.delivers('builtIn', SENDERS),
				'cluster: ours with Never': onCluster.delivers('never', SENDERS),
				'single: ours with Never': onOne.delivers('never', SENDERS),
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

export const session: Session = {
	title: 'Cluster of 2 webhook processors and 2 workers, lazy',
	figures,
	// Starting a cluster takes minutes.
	plan: { rounds: 1, turns: 8 },
	leftOut: ({ quick }) => {
		if (quick) return 'left out of the quick run';
		return hasRedis() ? undefined : NO_REDIS;
	},
	open,
};
