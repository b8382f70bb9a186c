import type { Locator, Request } from 'playwright-core';
import { eventually } from '../../../harness/eventually.mts';
import { until } from '../../../harness/until.mts';

/** How long n8n is given to be asked before the click is tried again. */
const ASKED_WITHIN_MS = 20_000;

/**
 * Clicks a button until the editor asks n8n for something: a button that moves at that moment does not get the click.
 * @param path how the address ends that is asked, e.g. /credentials/test
 * @returns the body of n8n's answer
 */
export async function clickToAsk<Body>(button: Locator, path: string): Promise<Body> {
	const page = button.page();
	let asked: Request | undefined;
	const listen = (request: Request) => {
		if (request.url().endsWith(path)) asked ??= request;
	};
	page.on('request', listen);
	try {
		await eventually(async () => {
			if (asked) return;
			await button.click({ timeout: ASKED_WITHIN_MS });
			await until(`the editor asks n8n for ${path}`, () => !!asked, ASKED_WITHIN_MS);
		});
		return (await (await asked!.response())!.json()) as Body;
	} finally {
		page.off('request', listen);
	}
}
