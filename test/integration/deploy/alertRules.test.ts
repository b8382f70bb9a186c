import { alertRules } from '../../harness/alertRules.mts';
import { checkRules, firesAt, hasPromtool, withoutPromtool, type Series } from './promtool.mts';

test.each(alertRules('n8n').filter(({ expr }) => expr.includes('increase(')))(
	'$alert also counts what the first value of a counter counts',
	({ expr }) => {
		const [, counter] = /increase\((.+)\[10m\]\) > 0/.exec(expr)!;
		expect(expr).toContain(`or (${counter} unless ${counter} offset 10m)`);
	},
);

const UP = 'up{job="n8n",instance="main"}';
const UP_2 = 'up{job="n8n",instance="worker"}';
const FAILED = 'n8n_workflow_execution_duration_seconds_count{status="failed",instance="main"}';
const REJECTED =
	'n8n_webhook_request_duration_seconds_count{status_code="500",workflow_id="w",instance="main"}';
const NOT_STORED = 'n8n_execution_data_writes_total{result="failure",instance="main"}';

const run = hasPromtool ? test : test.skip;
run(`the rules are valid in Prometheus, and fire as they should${withoutPromtool}`, () => {
	expect(checkRules()).toBe('');
});

function inPrometheus(): void {
	describe.each([
		['N8nExecutionsFail', FAILED],
		['N8nRejectsEvents', REJECTED],
		['N8nCannotStoreExecutions', NOT_STORED],
	])('%s fires', (alert, series) => {
		test.each<[string, string, number, boolean]>([
			['when the counter appears with its first value', '_x20 1x30', 21, true],
			['for several minutes after the first value', '_x20 1x30', 28, true],
			['no more when nothing was added for ten minutes', '_x20 1x30', 34, false],
			['when the counter grows', '1x20 2x30', 22, true],
			['when the counter appears anew after a restart', '7x20 _x20 1x30', 43, true],
			['when a restart lasts less than the window', '7x20 _x2 1x30', 24, true],
			['not while the counter stays the same', '7x60', 40, false],
			['not for a counter that is not there', '_x60', 40, false],
		])('%s', (_, values, minute, fires) => {
			expect(firesAt(alert, { [series]: values }, minute)).toBe(fires);
		});
	});

	describe('N8nDown fires', () => {
		test.each<[string, Series, number, boolean]>([
			['when a process does not respond', { [UP]: '1x9 0x20', [UP_2]: '1x60' }, 15, true],
			['when every target is gone', { [UP]: '1x9' }, 20, true],
			['when there never was a target', {}, 5, true],
			['when one of two targets is gone', { [UP]: '1x60', [UP_2]: '1x9 stale' }, 15, true],
			['not while all respond', { [UP]: '1x60', [UP_2]: '1x60' }, 30, false],
			['not when a target comes to the others', { [UP]: '1x60', [UP_2]: '_x20 1x40' }, 40, false],
			[
				'not when a process has another address',
				{ [UP]: '1x19 stale', [UP_2]: '_x20 1x40' },
				40,
				false,
			],
		])('%s', (_, series, minute, fires) => {
			expect(firesAt('N8nDown', series, minute)).toBe(fires);
		});
	});
}

// One line about all of them is enough where they are left out.
if (hasPromtool) describe('in Prometheus', inPrometheus);
