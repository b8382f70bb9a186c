import type { Resource } from '../shared/operation';
import { chatlioSource } from './chatlioSource';
import { dataflow } from './dataflow';
import { dataflowRun } from './dataflowRun';
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

/** Sorted by name. */
export const resources: Resource[] = [
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
];
