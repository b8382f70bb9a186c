import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { PATIENCE_MS } from '../../../harness/eventually.mts';

/** What is asked of the page here: this package has no types of a browser. */
interface Shown {
	contains: (other: unknown) => boolean;
	ownerDocument: {
		createRange: () => {
			selectNodeContents: (node: unknown) => void;
			getClientRects: () => ArrayLike<{ right: number; top: number; height: number }>;
		};
		elementFromPoint: (x: number, y: number) => unknown;
	};
}

/**
 * Whether a text can be read to its end once it is scrolled to: what is seen there is the text itself. Asks
 * again and again, for what is just drawn may still move.
 */
export async function isWhole(text: Locator): Promise<boolean> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		if (await isWholeNow(text)) return true;
		if (Date.now() > deadline) return false;
		await sleep(50);
	}
}

async function isWholeNow(text: Locator): Promise<boolean> {
	await text.scrollIntoViewIfNeeded();
	return await text.evaluate((element) => {
		const shown = element as unknown as Shown;
		const range = shown.ownerDocument.createRange();
		range.selectNodeContents(shown);
		const { right, top, height } = Array.from(range.getClientRects()).at(-1)!;
		return shown.contains(shown.ownerDocument.elementFromPoint(right - 2, top + height / 2));
	});
}
