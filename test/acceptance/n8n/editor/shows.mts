import type { Locator } from 'playwright-core';
import { eventually } from '../../../harness/eventually.mts';

/** Waits until a part of the page says all of these; throws with what it says instead. */
export async function shows(where: Locator, texts: string[]): Promise<void> {
	await eventually(async () => {
		const shown = await where.innerText();
		for (const text of texts)
			if (!shown.includes(text)) throw new Error(`"${text}" is not in: ${shown}`);
	});
}
