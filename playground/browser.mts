import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type BrowserContext } from 'playwright-core';

// n8n's canvas needs no 3D. Drawn by a software 3D driver, the frames of its animations pile up: the next page then
// waits for seconds, on a busy machine for a minute, until all are drawn.
sparticuz.setGraphicsMode = false;

/** Unpacks the browser where it is not yet: not to be done by two at once, as one would start what the other still writes. */
export const unpackBrowser = async (): Promise<string> => await sparticuz.executablePath();

/** A headless Chromium from npm that asks nobody outside this machine for anything. */
export async function openBrowser(options: { dark?: boolean } = {}): Promise<BrowserContext> {
	const folder = mkdtempSync(join(tmpdir(), 'browser-'));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: await unpackBrowser(),
		headless: true,
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: 1.5,
		colorScheme: options.dark ? 'dark' : 'light',
		args: [
			...sparticuz.args,
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--disable-quic',
			'--no-first-run',
		],
	});
	context.once('close', () => rmSync(folder, { recursive: true, force: true }));
	return context;
}
