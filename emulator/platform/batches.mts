import { ORG_ID } from '../account.mts';
import type { World } from '../world.mts';
import { batchError } from './ingestionErrors.mts';

/** Source: Adobe, "Partial batch ingestion", errors of a batch whose dataset was made without diagnostics. */
const NOT_DIAGNOSED = {
	code: 'INGEST-1211-400',
	description:
		'Encountered errors while parsing, converting or otherwise validating the data. Error diagnostics are not enabled.',
};

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
	const dataset = world.documents.get('dataSet', sandbox, datasetId);
	const diagnosed = dataset?.enableErrorDiagnostics === true;
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
		errors: stored ? [] : [diagnosed ? batchError(count, failedCount) : NOT_DIAGNOSED],
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		metrics: {
			inputRecordCount: count,
			outputRecordCount: count - failedCount,
			failedRecordCount: failedCount,
		},
		tags: diagnosed ? { acp_enableErrorDiagnostics: ['true'] } : {},
		inputFormat: { format: 'parquet' },
		version: '1.0.0',
	});
	if (!dataset) return;
	world.documents.put('dataSet', sandbox, datasetId, {
		...dataset,
		lastBatchId: batchId,
		lastBatchStatus: stored ? 'success' : 'failed',
		[stored ? 'lastSuccessfulBatch' : 'lastFailedBatch']: batchId,
	});
}
