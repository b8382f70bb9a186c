/** An item of Dataset: Reconcile; on its error output, a row of the ledger with `problem`. */
export interface ReconciledItem {
	reconciliation?: {
		status: 'failed' | 'tooEarly' | 'noObjection';
		period?: {
			flowId?: string;
			from: string;
			accepted: number;
			arrived: number;
			missing: number;
		};
	};
	/** Of the ledger; absent if the item stands for no row. */
	recordId?: string;
	problem?: { code?: string };
}

/** Numbers of a reconciliation; records are in one of the first four. */
export interface Reconciliation {
	failed: number;
	tooEarly: number;
	noObjection: number;
	/** Records that could not be compared. */
	notCompared: number;
	/** Records that did not arrive, at least. Adobe does not say which. */
	missing: number;
	/** Code of the problem that kept records from being compared. */
	code?: string;
}

/** Sums up what Dataset: Reconcile found; each period of a dataflow counts once, although each of its records names it. */
export function sumUpReconciliation(items: ReconciledItem[]): Reconciliation {
	const sum: Reconciliation = {
		failed: 0,
		tooEarly: 0,
		noObjection: 0,
		notCompared: 0,
		missing: 0,
	};
	const periods = new Map<string, number>();
	for (const { reconciliation, recordId, problem } of items) {
		if (reconciliation) {
			const { status, period } = reconciliation;
			sum[status] += 1;
			if (period) periods.set(`${period.flowId} ${period.from}`, period.missing);
		} else if (recordId) {
			sum.notCompared += 1;
			sum.code = problem?.code;
		}
	}
	for (const missing of periods.values()) sum.missing += missing;
	return sum;
}
