import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { SCOPES } from '../../emulator/account.mts';
import { setUpAdobe } from '../../playground/adobe.mts';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { hasRedis, NO_REDIS } from '../../playground/cluster/redis.mts';
import { startSingle, type SingleOptions } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { temporaryHome } from '../../playground/cluster/temporaryHome.mts';
import { emulatorCredential, publishExample } from '../../playground/example.mts';
import { N8nApi } from '../../playground/n8n-api.mts';
import {
	QUICK_SETTINGS,
	type OpenSession,
	type Pass,
	type Scale,
	type Session,
} from '../figure.mts';

const EXECUTIONS = 20;
const PATH = 'new-conversation';
const TIMEOUT_MS = 60_000;

/**
 * Starts this many executions at the same time with a credential that has no token yet, and counts the token requests.
 */
async function open(
	start: (options: SingleOptions) => Promise<System>,
	processes: number,
	{ quick }: Scale,
): Promise<OpenSession> {
	const home = temporaryHome('bench-tokens');
	let system: System | undefined;
	const close = async () => {
		await system?.stop();
		home.remove();
	};
	try {
		const running = await start({
			home: home.path,
			prepared: true,
			env: quick ? QUICK_SETTINGS : {},
		});
		system = running;
		const n8n = await N8nApi.signIn(running.url);
		const dataflow = await setUpAdobe(n8n, running.emulator);
		let turns = 0;
		const turn = async (): Promise<Pass> => {
			const { emulator, parts } = running;
			// Processes cache a token by its client and its scopes, so another order is new to them.
			const scopes = permutation(SCOPES, ++turns).join(',');
			const newCredential = await n8n.saveCredential(
				`Cold ${turns}`,
				'adobeExperiencePlatformApi',
				{
					...emulatorCredential(emulator.url),
					scopes,
				},
			);
			const { urlOf } = await publishExample(
				n8n,
				running.url,
				emulator.url,
				dataflow,
				(workflow) => {
					for (const { name, parameters, ...node } of workflow.nodes) {
						// With Collect Events on, all events would be in one execution.
						if (name === 'Chatlio Trigger') parameters.options = { collectEvents: 'never' };
						if (name === 'Adobe Platform Streaming')
							Object.assign(node.credentials!, { adobeExperiencePlatformApi: newCredential });
					}
				},
			);
			for (const { role, url } of parts)
				if (role === (processes > 1 ? 'webhook' : 'main'))
					while ((await post(urlOf(PATH).replace(running.url, url!), [])) === 404) await sleep(100);

			const before = await emulator.control.tokens();
			const ids = Array.from({ length: EXECUTIONS }, (_, index) => `cold-${turns}-${index}.`);
			await Promise.all(ids.map((id) => post(urlOf(PATH), { conversationUUID: id })));
			const countArrivals = async () => {
				const records = await emulator.control.records({ datasetId: dataflow.datasetId });
				const texts = records.map(({ record }) => JSON.stringify(record));
				return ids.map((id) => texts.filter((text) => text.includes(id)).length);
			};
			let counts = await countArrivals();
			const deadline = Date.now() + TIMEOUT_MS;
			while (counts.includes(0) && Date.now() < deadline) {
				await sleep(200);
				counts = await countArrivals();
			}
			const { requests } = await emulator.control.tokens();
			return {
				value: requests - before.requests,
				lost: counts.filter((count) => count === 0).length,
				doubled: counts.filter((count) => count > 1).length,
			};
		};
		const statedPass = async () => ({ value: processes, lost: 0, doubled: 0 });
		return { sides: { 'token requests': turn, processes: statedPass }, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Returns the list in another order for each number from 1 on; number 0 is the original order. */
function permutation<T>(list: readonly T[], number: number): T[] {
	const remaining = [...list];
	const order: T[] = [];
	for (let rest = number; remaining.length > 0; ) {
		const at = rest % remaining.length;
		rest = Math.floor(rest / remaining.length);
		order.push(...remaining.splice(at, 1));
	}
	return order;
}

async function post(url: string, body: unknown): Promise<number> {
	const { status } = await axios
		.post(url, body, { validateStatus: () => true, proxy: false })
		.catch(() => ({ status: 0 }));
	return status;
}

const figure = {
	unit: 'requests',
	goal: { atMost: 1 },
	ours: 'token requests',
	theirs: 'processes',
};
const title = `Token requests of ${EXECUTIONS} executions at once on a new credential`;

/** Requests are counted, not timed: one round is as good as three. */
const plan = { rounds: 1, turns: 5 };

/** Measures how often one process, and the two workers of a cluster, request a token from Adobe. */
export const tokens: Session[] = [
	{
		title: 'Tokens, one n8n',
		plan,
		figures: [{ ...figure, id: 'tokens-one', title, against: 'one for the process' }],
		open: async (scale) => await open(startSingle, 1, scale),
	},
	{
		title: 'Tokens, a cluster',
		plan,
		figures: [
			{ ...figure, id: 'tokens-workers', title, against: 'one for each of the two workers' },
		],
		leftOut: ({ quick }) => {
			if (quick) return 'left out of the quick run';
			return hasRedis() ? undefined : NO_REDIS;
		},
		open: async (scale) => await open(startCluster, 2, scale),
	},
];
