import { ORG_ID } from '../account.mts';
import type { World } from '../world.mts';
import { batchError } from './ingestionErrors.mts';

/** Source: Adobe, "Partial batch ingestion", errors of a batch whose dataset was created without diagnostics. */
const NOT_DIAGNOSED = {
	code: 'INGEST-1211-400',
	description:
		'Encountered errors while parsing, converting or otherwise validating the data. Error diagnostics are not enabled.',
};

/**
 * Adds a batch that streaming created to Catalog, and to its dataset. Valid and invalid records are never in the same
 * batch.
 */
export function keepBatch(
	world: World,
	sandbox: string,
	datasetId: string,
	batchId: string,
	isStored: boolean,
	count: number,
): void {
	const now = world.now();
	const failedCount = isStored ? 0 : count;
	const dataset = world.documents.get('dataSet', sandbox, datasetId);
	const hasDiagnostics = dataset?.enableErrorDiagnostics === true;
	world.documents.put('batch', sandbox, batchId, {
		id: batchId,
		imsOrg: ORG_ID,
		created: now,
		started: now,
		completed: now,
		updated: now,
		status: isStored ? 'success' : 'failed',
		recordCount: count - failedCount,
		failedRecordCount: failedCount,
		errors: isStored ? [] : [hasDiagnostics ? batchError(count, failedCount) : NOT_DIAGNOSED],
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		metrics: {
			inputRecordCount: count,
			outputRecordCount: count - failedCount,
			failedRecordCount: failedCount,
		},
		tags: hasDiagnostics ? { acp_enableErrorDiagnostics: ['true'] } : {},
		inputFormat: { format: 'parquet' },
		version: '1.0.0',
	});
	if (!dataset) return;
	world.documents.put('dataSet', sandbox, datasetId, {
		...dataset,
		lastBatchId: batchId,
		lastBatchStatus: isStored ? 'success' : 'failed',
		[isStored ? 'lastSuccessfulBatch' : 'lastFailedBatch']: batchId,
	});
}
