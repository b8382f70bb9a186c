import type { System } from '../../playground/cluster/system.mts';
import { faultsOf } from '../faults/faults.mts';
import { missedGoals } from '../faults/goals.mts';
import type { Row } from '../faults/reconcile.mts';
import type { Result } from '../faults/run.mts';

/** What shows that a fault of Adobe was felt at all; that a process was another one afterwards, the run itself checks. */
const TRACES: Record<string, keyof Row> = {
	'main-killed': 'neverAcknowledged',
	'some-rejected': 'byReplay',
	'tokens-rejected': 'byReplay',
	'postgres-stopped': 'neverAcknowledged',
};

/** Asserts that all faults of the short run happened, and that every acknowledged event is somewhere, under one `_id`. */
export function expectNothingLost(results: Result[], system: System['name']): void {
	expect(missedGoals(results)).toEqual([]);
	const asked = faultsOf(system, { short: true, fault: [] });
	expect(results.map(({ fault }) => fault)).toEqual(asked.map(({ name }) => name));
	for (const { fault, rows } of results) {
		const trace = TRACES[fault];
		if (trace) expect([fault, rows.some((row) => Number(row[trace]) > 0)]).toEqual([fault, true]);
		for (const { sent, atOnce } of rows) expect(Math.min(sent, atOnce)).toBeGreaterThan(0);
	}
}
