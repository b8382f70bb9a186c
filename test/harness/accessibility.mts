import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../playground/paths.mts';

interface Violation {
	id: string;
	help: string;
	nodes: Array<{ html: string }>;
}

/** Returns one line for each rule of accessibility that the page breaks, as axe sees it. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
	// As the browser's own tools do: a policy of the page would not let a script in.
	await page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
	const violations = await page.evaluate<Violation[]>(
		'axe.run().then(({ violations }) => violations)',
	);
	return violations.map(
		({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
	);
}
