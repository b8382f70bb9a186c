import sparticuz from '@sparticuz/chromium';
import { chromium, type BrowserContext } from 'playwright-core';

// n8n's canvas needs no 3D. Drawn by a software 3D driver, the frames of its animations pile up: the next page then
// waits for seconds, on a busy machine for a minute, until all are drawn.
sparticuz.setGraphicsMode = false;

/** Unpacks the browser where it is not yet: not to be done by two at once, as one would start what the other still writes. */
export const unpackBrowser = async (): Promise<string> => await sparticuz.executablePath();

/**
 * A headless Chromium from npm that asks nobody outside this machine for anything.
 * @param options `sharp`: more pixels than a page needs, for pictures
 */
export async function openBrowser(
	options: { dark?: boolean; sharp?: boolean } = {},
): Promise<BrowserContext> {
	// Playwright makes a folder for it, and removes it when the browser has ended.
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
			// The editor asks npm's registry about a node's package.
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
		],
	});
	// For a hang: on a busy machine everything takes its time.
	context.setDefaultTimeout(180_000);
	return context;
}
