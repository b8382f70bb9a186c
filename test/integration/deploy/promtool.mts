import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from '../../../playground/paths.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** The reason why tests that evaluate alert rules are left out here; empty where they are not. */
export const withoutPromtool = hasPromtool
	? ''
	: ' (left out: this machine has no promtool; install it with: apt-get install prometheus)';

const rules = join(root, 'deploy', 'alerts.yml');

/** Samples of a metric, one per minute from minute 0: `_` means no sample, `1x5` means 1 and then 1 five more times. */
export type Series = Record<string, string>;

/** Returns what is wrong with the syntax of deploy/alerts.yml. */
export const checkRules = (): string => promtool('check', 'rules', rules);

/** Returns true if an alert fires in that minute of those series. */
export function firesAt(alertname: string, series: Series, minute: number): boolean {
	const folder = temporaryFolder();
	const file = join(folder.path, 'test.yml');
	// promtool says what fires only if something else was expected.
	const expected = { exp_labels: { expected: 'nothing' } };
	writeFileSync(
		file,
		stringify({
			rule_files: [rules],
			evaluation_interval: '1m',
			tests: [
				{
					interval: '1m',
					input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
					alert_rule_test: [{ eval_time: `${minute}m`, alertname, exp_alerts: [expected] }],
				},
			],
		}),
	);
	const said = promtool('test', 'rules', file);
	folder.remove();
	const [, got] = /got:\s*\[([^]*)\]/.exec(said) ?? [];
	if (got === undefined) throw new Error(said);
	return got.trim() !== '';
}

/** Runs promtool. @returns what it says about faults */
function promtool(...args: string[]): string {
	const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
	return status === 0 ? '' : stdout + stderr;
}
