import type { PlatformCall } from './call';

/** Source: Catalog Service API reference. */
const DATASETS = '/data/foundation/catalog/dataSets';

interface Dataset {
	schemaRef?: { id?: string };
}

/** The id of a dataset's schema. Catalog answers with an object keyed by dataset id, also for one. */
export async function readSchemaId(call: PlatformCall, datasetId: string) {
	const path = `${DATASETS}/${encodeURIComponent(datasetId)}`;
	const answer = (await call({ task: `read the dataset ${datasetId}`, path })) as
		| Record<string, Dataset>
		| undefined;
	return answer?.[datasetId]?.schemaRef?.id;
}
