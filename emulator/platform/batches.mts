import { ORG_ID } from '../account.mts';
import type { World } from '../world.mts';

/** Notes a batch that streaming made in Catalog, and on its dataset. Good and bad records never share one. */
export function keepBatch(
	world: World,
	sandbox: string,
	datasetId: string,
	batchId: string,
	stored: boolean,
	count: number,
): void {
	const now = world.now();
	const failedCount = stored ? 0 : count;
	world.documents.put('batch', sandbox, batchId, {
		id: batchId,
		imsOrg: ORG_ID,
		created: now,
		started: now,
		completed: now,
		updated: now,
		status: stored ? 'success' : 'failed',
		recordCount: count - failedCount,
		failedRecordCount: failedCount,
		errors: [],
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		metrics: {
			inputRecordCount: count,
			outputRecordCount: count - failedCount,
			failedRecordCount: failedCount,
		},
		tags: {},
		inputFormat: { format: 'parquet' },
		version: '1.0.0',
	});
	const dataset = world.documents.get('dataSet', sandbox, datasetId);
	if (!dataset) return;
	world.documents.put('dataSet', sandbox, datasetId, {
		...dataset,
		lastBatchId: batchId,
		lastBatchStatus: stored ? 'success' : 'failed',
		[stored ? 'lastSuccessfulBatch' : 'lastFailedBatch']: batchId,
	});
}
