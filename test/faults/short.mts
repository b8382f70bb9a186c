import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from '../../playground/cluster/system.mts';
import { root } from '../../playground/paths.mts';
import { temporaryFolder } from '../harness/temporary.mts';
import type { Report } from './report.mts';

/** Lets the short run break one system, in a process of its own. @throws Error with its output when it wrote no figures */
export async function shortRun(system: System['name']): Promise<Report> {
	const { path, remove } = temporaryFolder();
	const file = join(path, 'results.json');
	const child = spawn(
		process.execPath,
		[
			'--disable-warning=ExperimentalWarning',
			join(root, 'test', 'faults', 'main.mts'),
			...['--short', '--system', system, '--json', file],
		],
		// It ends with this process, by its channel, and keeps nothing outside of the folder.
		{
			cwd: root,
			env: { ...process.env, TMPDIR: path },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		},
	);
	let output = '';
	for (const stream of [child.stdout!, child.stderr!])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	await new Promise((resolve) => child.once('close', resolve));
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Report;
	} catch {
		throw new Error(`The fault run wrote no figures:\n${output.slice(-6_000)}`);
	} finally {
		remove();
	}
}
