import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../../../bench/report/results.mts';
import { root } from '../../../playground/paths.mts';
import { runCommand, type Outcome } from '../../harness/command.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

/** Runs the short benchmark as a user does and reads what it wrote. */
export async function quickBenchmark(): Promise<Outcome & { results: Results }> {
	const folder = temporaryFolder();
	try {
		const file = join(folder.path, 'results.json');
		// What is cut off leaves its files where this removes them.
		const temporary = ['env', `TMPDIR=${folder.path}`];
		const command = [...temporary, 'npm', 'run', 'bench', '--', '--quick', '--json', file];
		const outcome = await runCommand(command, { folder: root, home: folder.path });
		if (outcome.code !== 0)
			throw new Error(`Exit code ${outcome.code}:\n${outcome.output.slice(-6_000)}`);
		return { ...outcome, results: JSON.parse(readFileSync(file, 'utf8')) as Results };
	} finally {
		folder.remove();
	}
}
