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
import { ensureBase, ensureDataflow } from './ensureDataflow';
import { ensureDataset } from './ensureDataset';
import { ensureMappingSet } from './ensureMappingSet';
import { ensureNamespaces } from './ensureNamespaces';
import { ensureFieldGroup, ensureSchema } from './ensureSchema';
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
	/** Resources that this dataflow needs, in the order in which they were checked. */
	steps: SetUpStep[];
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
export async function setUp(call: PlatformCall, settings: SetUpSettings): Promise<SetUpRow[]> {
	const run: SetUpRun = { call, write: true, steps: [] };
	try {
		const results = await ensureAll(run, settings);
		return await Promise.all(results.map(async (result) => await rowOf(call, result)));
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

async function ensureAll(run: SetUpRun, settings: SetUpSettings): Promise<DataflowResult[]> {
	const tenantId = await getTenantId(run.call);
	const names = sharedNames(settings);
	await ensureNamespaces(run, settings);
	const fieldGroupId = await ensureFieldGroup(
		run,
		names.fieldGroup,
		tenantId,
		settings.mergeFieldGroup,
	);
	const schemaId = await ensureSchema(run, names.schema, fieldGroupId, settings.profile);
	const datasetId = await ensureDataset(run, names.dataset, schemaId, settings.profile);
	const dataflows = dataflowNames(settings);
	const baseId = await ensureBase(run, dataflows[0], settings);
	const shared = [...run.steps];

	const results: DataflowResult[] = [];
	for (const dataflow of dataflows) {
		const from = run.steps.length;
		const mappings = mappingsOf(settings, tenantId, dataflow);
		const mappingSetId =
			mappings &&
			(await ensureMappingSet(
				run,
				dataflow.mappingSet,
				schemaId,
				mappings,
				mapDestinations(tenantId),
			));
		const destination = { schemaId, datasetId };
		const flowId = await ensureDataflow(run, dataflow, baseId, destination, mappingSetId);
		const steps = [...shared, ...run.steps.slice(from)];
		results.push({ names: dataflow, flowId, mappingSetId, schemaId, datasetId, steps });
	}
	return results;
}

function mappingsOf(settings: SetUpSettings, tenantId: string, { event }: DataflowNames) {
	if (event) return chatlioPayloadMappings(tenantId, event, settings);
	return settings.deliveryRoute === 'raw' ? triggerItemMappings(tenantId, settings) : undefined;
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
