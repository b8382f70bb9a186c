import type { ChatlioEventKind } from '../chatlio/types';
import type { PlatformCall } from '../platform/call';
import { readDataflow } from '../platform/flowService';
import { getTenantId } from '../platform/schemaRegistry';
import { streamingEndpoint } from '../platform/streamingEndpoint';
import { rawMappings, straightMappings } from '../xdm/dataPrep';
import { ensureBase, ensureDataflow } from './dataflow';
import { ensureDataset } from './dataset';
import { ensureMappingSet } from './mappingSets';
import { ensureNamespaces } from './namespaces';
import { ensureFieldGroup, ensureSchema } from './schema';
import { dataflowNames, sharedNames, type DataflowNames, type SetUpSettings } from './settings';
import { refusalAfter, type Step, type Work } from './work';

/** What events of one dataflow arrive through; first what a person looks for, as n8n's table shows it. */
export interface SetUpRow {
	/** Of the way `straight`: which of Chatlio's events the URL is for. */
	event?: ChatlioEventKind;
	/** What to paste at Chatlio. */
	chatlioUrl?: string;
	flowName: string;
	state: string;
	/** From then on what is sent is kept. RFC 3339. */
	readyAt: string;
	flowId: string;
	datasetId: string;
	schemaId: string;
	mappingSetId?: string;
	inletUrl: string;
	authenticated: boolean;
	/** What this dataflow needs, in the order it was looked for. */
	steps: Step[];
}

interface Made {
	names: DataflowNames;
	flowId: string;
	mappingSetId: string | undefined;
	datasetId: string;
	schemaId: string;
	steps: Step[];
}

/**
 * Makes everything events need to arrive, or finds it by its name; running it again changes nothing.
 * @throws PlatformRefusal with what exists by then
 */
export async function setUp(call: PlatformCall, settings: SetUpSettings): Promise<SetUpRow[]> {
	const work: Work = { call, write: true, steps: [] };
	try {
		const made = await ensureAll(work, settings);
		return await Promise.all(made.map(async (one) => await rowOf(call, one)));
	} catch (cause) {
		throw refusalAfter(cause, work.steps);
	}
}

/** The steps `setUp` would take, with the requests it would send; nothing is written. */
export async function preview(call: PlatformCall, settings: SetUpSettings): Promise<Step[]> {
	const work: Work = { call, write: false, steps: [] };
	await ensureAll(work, settings);
	return work.steps;
}

async function ensureAll(work: Work, settings: SetUpSettings): Promise<Made[]> {
	const tenantId = await getTenantId(work.call);
	const names = sharedNames(settings);
	await ensureNamespaces(work, settings);
	const fieldGroupId = await ensureFieldGroup(
		work,
		names.fieldGroup,
		tenantId,
		settings.mergeFieldGroup,
	);
	const schemaId = await ensureSchema(work, names.schema, fieldGroupId, settings.profile);
	const datasetId = await ensureDataset(work, names.dataset, schemaId, settings.profile);
	const dataflows = dataflowNames(settings);
	const baseId = await ensureBase(work, dataflows[0], settings);
	const shared = [...work.steps];

	const made: Made[] = [];
	for (const dataflow of dataflows) {
		const from = work.steps.length;
		const mappings = mappingsOf(settings, tenantId, dataflow);
		const mappingSetId =
			mappings && (await ensureMappingSet(work, dataflow.mappingSet, schemaId, mappings));
		const destination = { schemaId, datasetId };
		const flowId = await ensureDataflow(work, dataflow, baseId, destination, mappingSetId);
		const steps = [...shared, ...work.steps.slice(from)];
		made.push({ names: dataflow, flowId, mappingSetId, schemaId, datasetId, steps });
	}
	return made;
}

function mappingsOf(settings: SetUpSettings, tenantId: string, { event }: DataflowNames) {
	if (event) return straightMappings(tenantId, event, settings);
	return settings.way === 'raw' ? rawMappings(tenantId, settings) : undefined;
}

async function rowOf(
	call: PlatformCall,
	{ names, flowId, mappingSetId, datasetId, schemaId, steps }: Made,
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
