import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../playground/n8n-api.mts';
import { startN8n } from '../../playground/n8n.mts';
import { copyPreparedDatabase } from '../../playground/preparedDatabase.mts';
import { buildPackage, installIntoN8n } from '../../playground/package.mts';
import { startStub } from '../stub/stub.mts';
import { publish, type Target } from './target.mts';

/** With this setting, n8n creates an isolate for expressions only if there are any: called "lazy" below. */
export const LAZY = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

export interface Instance extends Target {
	close: () => Promise<void>;
}

/** Starts a stub and one n8n with SQLite, the packed package and the workflows, in a separate folder. */
export async function startInstance(env: Record<string, string>): Promise<Instance> {
	const userFolder = mkdtempSync(join(tmpdir(), 'bench-n8n-'));
	const stops: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const stop of stops.splice(0).reverse()) await stop();
		rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		const stub = await startStub();
		stops.push(stub.stop);
		await buildPackage();
		await copyPreparedDatabase(userFolder);
		await installIntoN8n(userFolder);
		const running = await startN8n({ userFolder, env });
		stops.push(running.stop);
		const n8n = await N8nApi.signIn(running.url);
		return { ...(await publish(n8n, [running.url], stub)), close };
	} catch (error) {
		await close();
		throw error;
	}
}
