import { rmSync } from 'node:fs';
import type { Running } from './start-n8n.mts';

export default async function stop(): Promise<void> {
	const { running } = globalThis as { running?: Running };
	await running?.n8n.stop();
	await running?.emulator.stop();
	rmSync(process.env.TEST_N8N_FOLDER!, { recursive: true, force: true });
}
