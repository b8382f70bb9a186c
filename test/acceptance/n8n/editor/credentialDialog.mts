import type { Locator } from 'playwright-core';
import type { Editor } from '../../../harness/editor.mts';
import { clickToAsk } from './clickToAsk.mts';
import { isWhole } from './shownWhole.mts';

/** The dialog of one credential, as it opens from n8n's list of credentials. */
export interface CredentialDialog {
	root: Locator;
	fill: (values: Record<string, string>) => Promise<void>;
	/** Chooses an entry of a list. */
	choose: (field: string, entry: string) => Promise<void>;
	/** Saves, has n8n test it, and gives what the dialog then says: the whole of it. */
	save: () => Promise<string>;
	/** What is said about a field, beside it or when the pointer is on its question mark. */
	about: (field: string) => Promise<string>;
	close: () => Promise<void>;
}

export const PASSED = 'Connection tested successfully';

/** @param type its name in n8n's list, e.g. Chatlio API */
export async function openCredentialDialog(
	{ page, visit }: Editor,
	type: string,
): Promise<CredentialDialog> {
	await visit('/home/credentials');
	await page.locator('[data-test-id="add-resource-credential"]').first().click();
	const search = page.locator('[data-test-id="new-credential-type-select"] input');
	await search.click();
	await search.fill(type);
	await page
		.locator('[data-test-id="new-credential-type-select-option"]')
		.getByText(type, { exact: true })
		.click();
	await page.locator('[data-test-id="new-credential-type-button"]').click();
	const root = page.locator('[data-test-id="editCredential-modal"]');
	const row = (field: string) =>
		root.locator('[data-test-id="credential-connection-parameter"]', {
			has: page.locator(`[data-test-id="${field}"]`),
		});
	await root.locator('[data-test-id="credential-connection-parameter"]').first().waitFor();
	return {
		root,
		fill: async (values) => {
			for (const [field, value] of Object.entries(values))
				await row(field).locator('input').fill(value);
		},
		choose: async (field, entry) => {
			await row(field).locator('input').click();
			await page
				.locator('.el-select-dropdown__item')
				.filter({ visible: true })
				.getByText(entry, { exact: true })
				.click();
		},
		save: async () => {
			const { data } = await clickToAsk<{ data: { status: string; message: string } }>(
				root.locator('[data-test-id="credential-save-button"]'),
				'/credentials/test',
			);
			if (data.status === 'OK') {
				await root.getByText(PASSED).filter({ visible: true }).waitFor();
				return PASSED;
			}
			const sentence = root.getByText(data.message, { exact: true });
			const more = root.getByText('More details', { exact: true }).filter({ visible: true });
			await sentence.or(more).first().waitFor();
			if (await more.isVisible()) await more.click();
			await sentence.waitFor();
			if (!(await isWhole(sentence))) throw new Error(`Cut off: ${data.message}`);
			return await sentence.innerText();
		},
		about: async (field) => {
			await row(field).hover();
			await row(field).locator(`[data-test-id="${field}"] label svg`).first().hover();
			const tooltip = page.locator('[data-test-id="tooltip-content"] > div');
			await tooltip.waitFor();
			const said = await tooltip.innerText();
			// Nothing there: a long name of a credential has a tooltip of its own.
			await page.mouse.move(0, 0);
			await tooltip.waitFor({ state: 'detached' });
			return `${said} ${await row(field).innerText()}`;
		},
		close: async () => {
			await page.keyboard.press('Escape');
			await root.waitFor({ state: 'detached' });
		},
	};
}
