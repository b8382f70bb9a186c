import { chatlioSource } from './chatlioSource';
import { dataflow, dataflowRun } from './dataflow';
import { dataset } from './dataset';
import { failedRecord } from './failedRecord';
import { fieldGroup } from './fieldGroup';
import { identityNamespace } from './identityNamespace';
import { mappingSet } from './mappingSet';
import { metric } from './metric';
import { privacyRequest } from './privacyRequest';
import { record } from './record';
import { sandbox } from './sandbox';
import { schema } from './schema';
import type { ResourceCases } from './types';

/** By the values of the resources. */
export const operationCases: Record<string, ResourceCases> = {
	chatlioSource,
	dataflow,
	dataflowRun,
	dataset,
	failedRecord,
	fieldGroup,
	identityNamespace,
	mappingSet,
	metric,
	privacyRequest,
	record,
	sandbox,
	schema,
};
