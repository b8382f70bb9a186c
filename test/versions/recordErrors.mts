// Records what the HTTP helpers of other versions of n8n throw, for the tests of `readRequestError`:
// node playground/run.mjs test/versions/recordErrors.mts VERSION...
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { buildPackage } from '../../playground/package.mts';
import { recordsFolder } from './recordedErrors.mts';
import { installEngine } from './versions.mts';

const run = promisify(execFile);
const versions = process.argv.slice(2);
if (versions.length === 0) throw new Error('Name the versions, e.g. 2.20.12 2.30.8');

await buildPackage();
for (const version of versions) {
	try {
		await record(version);
		console.log(`Recorded what n8n ${version} throws`);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}

async function record(version: string): Promise<void> {
	const folder = await installEngine(version);
	const script = join(import.meta.dirname, 'throwErrors.mts');
	const { stdout } = await run(process.execPath, [script, folder]);
	const recorded = JSON.stringify({ n8n: version, ...(JSON.parse(stdout) as object) }).replaceAll(
		// The ports and times of this run say nothing about n8n.
		/(?<=127\.0\.0\.1:)\d+|(?<="date":")[^"]+/g,
		'1',
	);
	const file = join(recordsFolder, `${version}.json`);
	writeFileSync(file, await format(recorded, { ...(await resolveConfig(file)), filepath: file }));
}
