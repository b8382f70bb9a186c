import type { Emulator } from '../../emulator/start.mts';
import type { OwnN8n } from './ownN8n.mts';
import { until } from './until.mts';

/**
 * Every place in which somebody could read what n8n and the emulator hold, by name, as text, once no execution runs any
 * more. n8n is ended then: what it has still to write is written.
 */
export async function everythingShown(
	own: OwnN8n,
	emulator: Emulator,
): Promise<Record<string, string>> {
	const { api } = own;
	const shown: Record<string, string> = {};
	const text = async (path: string) => (shown[path] = JSON.stringify(await api.get(path)));
	const ids = async (path: string) =>
		(await api.get<Array<{ id: string }>>(path)).map(({ id }) => id);
	const list = '/executions?limit=100';
	let statuses: string[] = [];
	await until(
		() => `all executions ended; they are ${[...new Set(statuses)].join(', ')}`,
		async () => {
			const { results } = await api.get<{ results: Array<{ status: string }> }>(list);
			statuses = results.map(({ status }) => status);
			return !statuses.includes('new') && !statuses.includes('running');
		},
	);
	await text(list);
	// A list ends at a hundred; their numbers begin with 1.
	const [newest] = (await api.get<{ results: Array<{ id: string }> }>(list)).results;
	for (let id = 1; id <= Number(newest?.id); id++) await text(`/executions/${id}`);
	for (const id of await ids('/workflows')) await text(`/workflows/${id}`);
	await text('/credentials?includeData=true');
	for (const id of await ids('/credentials')) await text(`/credentials/${id}?includeData=true`);
	await text('/settings');
	shown['requests of the emulator'] = JSON.stringify(await emulator.control.requests());
	await own.end();
	shown.log = own.log();
	shown.database = own.database().toString('latin1');
	return shown;
}

/** A secret as it could be written: as it is, in a URL, in base64, within JSON. */
export function writings(secret: string): string[] {
	const latin1 = Buffer.from(secret).toString('latin1');
	const json = JSON.stringify(secret).slice(1, -1);
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [...new Set([secret, latin1, json, encodeURIComponent(secret), base64])];
}
