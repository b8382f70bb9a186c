import sparticuz from '@sparticuz/chromium';
import { chromium, type BrowserContext } from 'playwright-core';

// n8n's canvas needs no 3D. With a software 3D driver, the frames of its animations pile up: the
// next page then waits for seconds, on a busy machine for a minute, until all are drawn.
sparticuz.setGraphicsMode = false;

/**
 * Unpacks the browser if necessary. Two processes must not do this at the same time: one would start what the other is
 * still writing.
 */
export const unpackBrowser = async (): Promise<string> => await sparticuz.executablePath();

/**
 * Opens a headless Chromium from npm that sends no requests outside this machine.
 * @param options `sharp`: more pixels than a page needs, for screenshots
 */
export async function openBrowser(
	options: { dark?: boolean; sharp?: boolean } = {},
): Promise<BrowserContext> {
	// Playwright creates a folder for the profile, and removes it when the browser has ended.
	const context = await chromium.launchPersistentContext('', {
		executablePath: await unpackBrowser(),
		headless: true,
		timeout: 180_000,
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: options.sharp ? 1.5 : 1,
		colorScheme: options.dark ? 'dark' : 'light',
		reducedMotion: 'reduce',
		args: [
			...sparticuz.args,
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--disable-quic',
			'--no-first-run',
			'--no-proxy-server',
			// Without this, the editor requests data about a node's package from npm's registry.
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
		],
	});
	// Guards against a hang: on a busy machine, everything takes longer.
	context.setDefaultTimeout(180_000);
	return context;
}
