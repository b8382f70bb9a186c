import { ask } from '../../playground/cluster/ask.mts';

/**
 * Takes the oldest job from n8n's queue for nobody: what Redis does when it hands a job to a worker that has just died,
 * since a worker waits for its next one in Redis itself.
 * @returns whether there was one
 */
export async function takeJob(redisUrl: string): Promise<boolean> {
	const port = Number(new URL(redisUrl).port);
	const reply = await ask(port, 'RPOPLPUSH bull:jobs:wait bull:jobs:active\r\n');
	// A text's length comes first; -1 for none.
	return /^\$[1-9]/.test(reply.toString());
}
