import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../../playground/paths.mts';
import {
	compareVersions,
	readVersionResults,
	resultTable,
} from '../../versions/versionResults.mts';

export const PAGE = 'docs/versions.md';

const file = join(root, PAGE);

/** Heading above the table of results. */
const HEADING = '## What was run\n';

/** Earlier versions have a section of their own: most tests cannot pass there. */
const OLDEST = '2.20';

const supported = () =>
	Object.keys(readVersionResults()).filter((version) => compareVersions(version, OLDEST) >= 0);

/** Returns the page with the table of the last results of `npm run test:versions`. */
export async function versionsPage(): Promise<string> {
	const [before, after] = readFileSync(file, 'utf8').split(HEADING);
	const text =
		before + HEADING + after.replace(/^(\|.*\n)+/m, () => `${resultTable(supported())}\n`);
	return await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

/** Writes the page if the environment variable WRITE_PAGES is set. */
export function writeIfAsked(page: string): void {
	if (process.env.WRITE_PAGES) writeFileSync(file, page);
}
