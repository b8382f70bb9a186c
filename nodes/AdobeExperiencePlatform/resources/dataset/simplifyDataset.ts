import type { IDataObject } from 'n8n-workflow';
import { recordsIn } from '../../../../lib/http/isRecord';
import { textOf } from '../../../../lib/http/textOf';
import type { Batch, Dataset } from '../../../../lib/platform/services/catalog';
import { serviceText } from '../../../../lib/problem/serviceText';
import { isoOf } from '../../shared/readDateTime';

/** Adobe's own samples also contain a space. */
const ENABLED = /^enabled:\s*true$/;

/** Returns the main fields of a dataset. */
export const simpleDataset = (dataset: Dataset): IDataObject => ({
	id: dataset.id,
	name: dataset.name,
	description: dataset.description,
	schemaId: dataset.schemaRef?.id,
	profileEnabled: dataset.tags?.unifiedProfile?.some((tag) => ENABLED.test(tag)) ?? false,
	errorDiagnostics: dataset.enableErrorDiagnostics ?? false,
	lastBatchId: dataset.lastBatchId,
	lastBatchStatus: dataset.lastBatchStatus,
	created: isoOf(dataset.created),
	updated: isoOf(dataset.updated),
});

/** Returns the main fields of a batch. */
export const simpleBatch = (batch: Batch): IDataObject => ({
	id: batch.id,
	status: batch.status,
	recordCount: batch.recordCount ?? batch.metrics?.outputRecordCount,
	failedRecordCount: batch.failedRecordCount ?? batch.metrics?.failedRecordCount,
	reasons: recordsIn(batch.errors).map(({ code, description }) =>
		serviceText([code, description].map(textOf).filter(Boolean).join(': ')),
	),
	created: isoOf(batch.created),
	completed: isoOf(batch.completed),
});
