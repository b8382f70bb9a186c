import type { Locator } from 'playwright-core';
import { eventually } from '../../../harness/eventually.mts';

/**
 * Clicks a button that starts an execution until n8n is asked for it: just opened, the editor may not have its
 * connection with n8n yet, and then says so and starts nothing.
 */
export async function execute(button: Locator): Promise<void> {
	const page = button.page();
	const refusal = page.locator('.el-notification', { hasText: 'Lost connection to the server' });
	await eventually(async () => {
		const asked = page.waitForRequest(/\/workflows\/[^/]+\/run$/).then(() => true);
		const refused = refusal
			.first()
			.waitFor()
			.then(() => false);
		// The one that does not come ends with the page.
		for (const outcome of [asked, refused]) outcome.catch(() => {});
		await button.click();
		if (await Promise.race([asked, refused])) return;
		await refusal.locator('.el-notification__closeBtn').first().click();
		throw new Error('The editor has no connection with n8n');
	});
}
