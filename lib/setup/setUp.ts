import type { ChatlioEventKind } from '../chatlio/chatlioEvent';
import type { PlatformCall } from '../platform/transport/platformRequest';
import { readDataflow } from '../platform/services/flowService';
import { getTenantId } from '../platform/services/schemaRegistry';
import { streamingEndpoint } from '../platform/services/streamingEndpoint';
import {
	chatlioPayloadMappings,
	mapDestinations,
	triggerItemMappings,
} from '../xdm/dataPrep/chatlioMappings';
import type { CustomField } from '../xdm/fields/customFields';
import { requireTenantKey } from '../xdm/fields/tenantKey';
import { fieldLabels } from '../xdm/fields/usageLabels';
import { ensureBase, ensureDataflow } from './ensureDataflow';
import { ensureDataset } from './ensureDataset';
import { ensureMappingSet } from './ensureMappingSet';
import { ensureNamespaces } from './ensureNamespaces';
import { ensureFieldGroup, planFieldGroup } from './ensureFieldGroup';
import { ensureLabels, summarizeLabels } from './ensureLabels';
import { mappingNote } from './mappingNote';
import { ensureSchema } from './ensureSchema';
import {
	dataflowNames,
	sharedNames,
	type DataflowNames,
	type SetUpSettings,
} from './setUpSettings';
import { errorAfter, type SetUpStep, type SetUpRun } from './ensureResource';

/** Result for one dataflow; the fields a person looks for come first, as n8n's table shows them in this order. */
export interface SetUpRow {
	/** Only for the direct route: the Chatlio event that the URL is for. */
	event?: ChatlioEventKind;
	/** URL to paste in Chatlio. */
	chatlioUrl?: string;
	flowName: string;
	state: string;
	/** Time from which sent data is kept. RFC 3339. */
	readyAt: string;
	flowId: string;
	datasetId: string;
	schemaId: string;
	mappingSetId?: string;
	inletUrl: string;
	authenticated: boolean;
	/** Resources that this dataflow needs, in the order in which they were checked, and the labels of their fields. */
	steps: SetUpStep[];
}

/** Result of one run of Set Up. */
export interface SetUpResult {
	/** One per dataflow. */
	rows: SetUpRow[];
	/** Every resource in the order in which it was checked; one that was found and then changed has two. */
	steps: SetUpStep[];
	/** Names of the custom fields that the schema did not have before. */
	addedFields: string[];
	/** True if the dataset is enabled for Profile, now or before. */
	inProfile: boolean;
}

interface DataflowResult {
	names: DataflowNames;
	flowId: string;
	mappingSetId: string | undefined;
	datasetId: string;
	schemaId: string;
	steps: SetUpStep[];
}

/**
 * Finds or creates everything that events need to arrive; running it again changes nothing.
 * @throws ServiceError with what exists by then
 */
export async function setUp(call: PlatformCall, settings: SetUpSettings): Promise<SetUpResult> {
	const run: SetUpRun = { call, write: true, steps: [] };
	try {
		const { results, ...facts } = await ensureAll(run, settings);
		const rows = await Promise.all(results.map(async (result) => await rowOf(call, result)));
		return { rows, steps: run.steps, ...facts };
	} catch (cause) {
		throw errorAfter(cause, run.steps);
	}
}

/** Returns the steps that `setUp` would take, with the requests that it would send; writes nothing. */
export async function preview(call: PlatformCall, settings: SetUpSettings): Promise<SetUpStep[]> {
	const run: SetUpRun = { call, write: false, steps: [] };
	await ensureAll(run, settings);
	return run.steps;
}

interface AllResults extends Pick<SetUpResult, 'addedFields' | 'inProfile'> {
	results: DataflowResult[];
}

async function ensureAll(run: SetUpRun, settings: SetUpSettings): Promise<AllResults> {
	const tenantId = await getTenantId(run.call);
	const names = sharedNames(settings);
	// Before anything is created or changed, in particular namespaces, which are permanent.
	const plan = await planFieldGroup(run.call, names.fieldGroup, tenantId, settings);
	await ensureNamespaces(run, settings);
	const fieldGroupId = await ensureFieldGroup(run, plan, settings.mergeFieldGroup);
	const schemaId = await ensureSchema(run, names.schema, fieldGroupId, settings.profile);
	const dataset = await ensureDataset(run, names.dataset, schemaId, settings.profile);
	const { id: datasetId, inProfile } = dataset;
	const dataflows = dataflowNames(settings);
	const baseId = await ensureBase(run, dataflows[0], settings);
	const shared = [...run.steps];

	const results: DataflowResult[] = [];
	for (const dataflow of dataflows) {
		const from = run.steps.length;
		const mappings = mappingsOf(settings, tenantId, dataflow, plan.customFields);
		const note = mappingNote(mapDestinations(tenantId), plan.customFields, dataflow);
		const mappingSetId =
			mappings && (await ensureMappingSet(run, dataflow.mappingSet, schemaId, mappings, note));
		const destination = { schemaId, datasetId };
		const flowId = await ensureDataflow(run, dataflow, baseId, destination, mappingSetId);
		const steps = [...shared, ...run.steps.slice(from)];
		results.push({ names: dataflow, flowId, mappingSetId, schemaId, datasetId, steps });
	}
	const facts = { addedFields: plan.missing.map(({ name }) => name), inProfile };
	if (!settings.labelPersonalData) return { results, ...facts };
	// Last, because labels are optional: whatever happens here, the events arrive.
	const labelsFrom = run.steps.length;
	const labels = fieldLabels(requireTenantKey(tenantId), plan.customFields);
	await ensureLabels(run, { schemaId, fieldGroupId }, labels);
	const labelSteps = summarizeLabels(run.steps.slice(labelsFrom));
	const labeled = results.map((result) => ({ ...result, steps: [...result.steps, ...labelSteps] }));
	return { results: labeled, ...facts };
}

function mappingsOf(
	settings: SetUpSettings,
	tenantId: string,
	{ event }: DataflowNames,
	custom: readonly CustomField[],
) {
	if (event) return chatlioPayloadMappings(tenantId, event, settings, undefined, custom);
	return settings.deliveryRoute === 'raw'
		? triggerItemMappings(tenantId, settings, undefined, custom)
		: undefined;
}

async function rowOf(
	call: PlatformCall,
	{ names, flowId, mappingSetId, datasetId, schemaId, steps }: DataflowResult,
): Promise<SetUpRow> {
	const endpoint = streamingEndpoint(await readDataflow(call, flowId));
	const { state, inletUrl, url, authenticated, readyAt } = endpoint;
	return {
		...(names.event && { event: names.event, chatlioUrl: url }),
		flowName: names.flow,
		state,
		readyAt,
		flowId,
		datasetId,
		schemaId,
		...(mappingSetId && { mappingSetId }),
		inletUrl,
		authenticated,
		steps,
	};
}
