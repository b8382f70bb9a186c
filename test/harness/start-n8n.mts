// One real n8n with the packed package, and one emulator, for all tests that need them.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { unpackBrowser } from '../../playground/browser.mts';
import { N8nApi } from '../../playground/n8n-api.mts';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { QUICK_START, quickExpressions } from '../../playground/n8nProgram.mts';
import { buildPackage, installIntoN8n } from '../../playground/package.mts';
import { copyPreparedDatabase } from '../../playground/preparedDatabase.mts';

export interface Running {
	n8n: RunningN8n;
	emulator: Emulator;
}

export default async function start(): Promise<void> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	await unpackBrowser();
	await buildPackage();
	await installIntoN8n(userFolder);
	await copyPreparedDatabase(userFolder);
	const emulator = await startEmulator();
	const env = { ...QUICK_START, ...quickExpressions() };
	const n8n = await startN8n({ userFolder, env });
	(globalThis as { running?: Running }).running = { n8n, emulator };
	// Cut off, jest calls no teardown, and n8n is in a group of its own that no Ctrl-C reaches.
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			process.kill(-n8n.pid);
			process.exit(1);
		});
	// Test files run in processes of their own and inherit these.
	process.env.TEST_N8N_URL = n8n.url;
	process.env.TEST_N8N_SESSION = (await N8nApi.signIn(n8n.url)).session;
	process.env.TEST_N8N_PID = String(n8n.pid);
	process.env.TEST_N8N_FOLDER = userFolder;
	process.env.TEST_EMULATOR_URL = emulator.url;
}
