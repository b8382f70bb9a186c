import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../../harness/eventually.mts';
import { execute } from './execute.mts';

const id = (name: string) => `[data-test-id="${name}"]`;

/** What a user does in the panel of a node. */
export function nodePanel(page: Page) {
	const root = page.locator(id('ndv'));
	const field = (name: string) => root.locator(id(`parameter-input-${name}`));
	const listError = page.locator(id('rlc-error-container'));
	return {
		root,
		field,
		/** Shown instead of a list that could not be loaded. */
		listError,
		output: root.locator(id('output-panel')),
		hints: root.locator(id('node-hint')),
		error: {
			message: root.locator(id('node-error-message')),
			description: root.locator(id('node-error-description')),
		},
		/** Expects these fields and no others, from top to bottom. */
		hasFields: async (...names: string[]) =>
			await eventually(async () => {
				const labels = root.locator(`${id('node-parameters')} label`).filter({ visible: true });
				const texts = await labels.allInnerTexts();
				expect(texts.map((label) => label.trim().split('\n')[0])).toEqual(names);
			}),
		/** Opens the list of a field that asks Adobe; its entries. */
		list: async (name: string): Promise<Locator> => {
			await field(name).locator(id('rlc-input')).click();
			const entries = page.locator(id('rlc-item')).filter({ visible: true });
			await entries.or(listError).first().waitFor();
			return entries;
		},
		/** Returns the value that a list field shows. */
		chosen: async (name: string): Promise<string> =>
			await field(name)
				.locator(`${id('rlc-input')} input, input${id('rlc-input')}`)
				.inputValue(),
		/** Chooses in a field with a fixed list. */
		choose: async (name: string, option: string) => {
			await field(name).locator('input').click();
			await page
				.locator(id('parameter-input-item'))
				.filter({ visible: true })
				.getByText(option, { exact: true })
				.click();
		},
		addOption: async (option: string) => {
			await root.locator(id('collection-parameter-add')).click();
			await page
				.locator(id('collection-parameter-option'))
				.getByText(option, { exact: true })
				.click();
		},
		execute: async () => await execute(root.locator(id('node-execute-button'))),
		/** Drags a field of the input's schema view into a field of the panel. */
		drag: async (name: string, into: string) => {
			const pill = root.locator(`[data-target="mappable"][data-name="${name}"]`).first();
			await pill.scrollIntoViewIfNeeded();
			const from = (await pill.boundingBox())!;
			await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
			await page.mouse.down();
			const to = (await field(into).boundingBox())!;
			await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
			await page.mouse.up();
		},
	};
}
