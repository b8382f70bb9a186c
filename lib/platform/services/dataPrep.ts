import { isRecord, type JsonRecord } from '../../http/isRecord';
import { serviceText } from '../../problem/serviceText';
import { textOf } from '../../http/textOf';
import { jsonText } from '../../http/jsonText';
import type { PlatformCall } from '../transport/platformRequest';
import { serviceError } from '../../problem/serviceError';
import { readPages } from '../transport/paging';
import { pathSegment } from '../../http/pathSegment';

/** Source: Data Prep API, "Mapping sets". */
const MAPPING_SETS = '/data/foundation/conversion/mappingSets';

export interface Mapping {
	/** ATTRIBUTE, EXPRESSION or STATIC; in stored mappings it may be a media type. */
	sourceType?: string;
	source?: string;
	destination?: string;
	/** Older names of source and destination. */
	sourceAttribute?: string;
	destinationXdmPath?: string;
	[other: string]: unknown;
}

/** A mapping set as Data Prep returns it. */
export interface MappingSet {
	id: string;
	version?: number;
	name?: string;
	outputSchema?: { schemaRef?: { id?: string; contentType?: string } };
	/** Older form of the output schema's ID. */
	xdmSchema?: string;
	mappings?: Mapping[];
	createdDate?: number;
	modifiedDate?: number;
	[other: string]: unknown;
}

/** Parts of a mapping set that validation and preview need. */
export type MappingDraft = Pick<MappingSet, 'name' | 'outputSchema' | 'mappings'>;

/**
 * Creates the draft of a mapping set for a schema.
 * @param schemaVersion must be that of the schema of the dataflow's dataset (FLOW-1425)
 */
export const mappingDraft = (
	schemaId: string,
	mappings: Mapping[],
	name = '',
	schemaVersion = 1,
): MappingDraft => ({
	...(name && { name }),
	outputSchema: {
		schemaRef: {
			id: schemaId,
			contentType: `application/vnd.adobe.xed-full+json;version=${schemaVersion}`,
		},
	},
	mappings,
});

/**
 * Creates a mapping set and returns its ID and version.
 * @throws ServiceError
 */
export async function createMappingSet(call: PlatformCall, draft: MappingDraft) {
	const task = 'create the mapping set';
	const response = (await call({
		task,
		method: 'POST',
		path: MAPPING_SETS,
		body: draft,
		advice: 'Mapping Set: Validate says which of the mappings is wrong.',
	})) as Partial<MappingSet> | undefined;
	const { id, version = 0 } = response ?? {};
	if (id) return { id, version };
	throw serviceError('adobe.incompleteResponse', {
		task,
		what: 'ID',
		advice: 'Run it again: a mapping set that nothing uses does no harm.',
	});
}

/**
 * Reads one mapping set.
 * @throws ServiceError
 */
export async function readMappingSet(call: PlatformCall, id: string): Promise<MappingSet> {
	const task = `read the mapping set ${id}`;
	const path = `${MAPPING_SETS}/${pathSegment(id)}`;
	return { id, ...((await call({ task, path })) as Partial<MappingSet> | undefined) };
}

const PAGE = 100;

/** Lists every mapping set of the sandbox. Adobe offers no way to delete one. */
export async function listMappingSets(call: PlatformCall): Promise<MappingSet[]> {
	return await readPages(Infinity, async (cursor = '0') => {
		const query = { start: cursor, limit: PAGE };
		const response = await call({ task: 'list the mapping sets', path: MAPPING_SETS, query });
		const entities = (response as { data?: MappingSet[] } | undefined)?.data ?? [];
		const next = entities.length < PAGE ? undefined : String(Number(cursor) + PAGE);
		return { entities, next };
	});
}

export const mappingSourceOf = ({ source, sourceAttribute }: Mapping) => source ?? sourceAttribute;
export const mappingTargetOf = ({ destination, destinationXdmPath }: Mapping) =>
	destination ?? destinationXdmPath;

/** Data Prep's validation result for one mapping. */
export interface MappingVerdict {
	valid: boolean;
	source?: string;
	destination?: string;
	/** In Adobe's words; empty for a valid mapping. */
	reasons: string[];
}

interface ValidationResponse {
	validationResponse?: Array<{ status?: string; errors?: unknown } | null>;
}

/**
 * Validates every mapping with Data Prep, without storing anything.
 * @returns one verdict per mapping, in order; a mapping without a result is not valid
 * @throws ServiceError
 */
export async function validateMappings(
	call: PlatformCall,
	draft: MappingDraft,
): Promise<MappingVerdict[]> {
	const response = (await call({
		task: 'validate the mapping set',
		method: 'POST',
		path: `${MAPPING_SETS}/validate`,
		changesNothing: true,
		body: draft,
	})) as ValidationResponse | undefined;
	const verdicts = response?.validationResponse ?? [];
	return (draft.mappings ?? []).map((mapping, index) => {
		const verdict = verdicts[index];
		return {
			valid: verdict?.status === 'SUCCESS',
			source: mappingSourceOf(mapping),
			destination: mappingTargetOf(mapping),
			reasons: verdict ? reasonsIn(verdict.errors) : ['Adobe gave no verdict'],
		};
	});
}

/** Result of applying a mapping set to data. */
export interface MappingPreview {
	record: object;
	/** Fields that could not be computed and were left out of the record, in Adobe's words. */
	warnings: string[];
}

/**
 * Applies a mapping set to data with Data Prep, without sending or storing anything.
 * @throws ServiceError
 */
export async function previewMapping(
	call: PlatformCall,
	draft: MappingDraft,
	data: object,
): Promise<MappingPreview> {
	const response = await call({
		task: 'preview the mapping set',
		method: 'POST',
		path: `${MAPPING_SETS}/preview`,
		changesNothing: true,
		body: { data: [data], mappingSet: draft },
	});
	const { data: record, errors } = firstOf(response);
	return { record: firstOf(record), warnings: reasonsIn(errors) };
}

/**
 * Returns the first object of a list, or the object itself; an empty one for anything else. Adobe's specification
 * describes one object as the response to a list of records, its guide shows a list.
 */
function firstOf(value: unknown): JsonRecord {
	const [first] = [value].flat() as unknown[];
	return isRecord(first) ? first : {};
}

/** Reads error texts: Adobe sends them as texts, as `{ message }`, and as `{ source, destination, exception }`. */
function reasonsIn(errors: unknown): string[] {
	if (!Array.isArray(errors)) return [];
	return errors.map((error: unknown) => {
		if (typeof error !== 'object' || error === null) return serviceText(String(error));
		const { message, exception, source, destination } = error as Record<string, unknown>;
		const reason = textOf(message) ?? textOf(exception) ?? jsonText(error);
		const place = [source, destination].map(textOf).filter(Boolean).join(' > ');
		return serviceText(place ? `${place}: ${reason}` : reason);
	});
}

/** Returns the main fields of a mapping set. */
export function simpleMappingSet(set: MappingSet) {
	const { id, name, version = 0, outputSchema, xdmSchema, mappings = [] } = set;
	return {
		id,
		name,
		version,
		schemaId: outputSchema?.schemaRef?.id ?? xdmSchema,
		mappings: mappings.map((mapping) => ({
			sourceType: mapping.sourceType,
			source: mappingSourceOf(mapping),
			destination: mappingTargetOf(mapping),
		})),
	};
}
