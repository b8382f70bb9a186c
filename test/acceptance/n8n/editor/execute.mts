import type { Locator } from 'playwright-core';
import { eventually } from '../../../harness/eventually.mts';

/** How long the editor takes to ask n8n for an execution, in ms. */
const ASKS_WITHIN_MS = 10_000;

/**
 * Clicks a button that starts an execution until n8n is asked for it: just opened, the editor may not have its
 * connection with n8n yet, and then says "Lost connection to the server" and starts nothing.
 */
export async function execute(button: Locator): Promise<void> {
	await eventually(
		async () =>
			void (await Promise.all([
				button.page().waitForRequest(/\/workflows\/[^/]+\/run/, { timeout: ASKS_WITHIN_MS }),
				button.click(),
			])),
		60_000,
	);
}
