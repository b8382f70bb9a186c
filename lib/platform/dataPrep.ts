import { serviceText } from '../serviceText';
import { jsonText } from '../jsonText';
import type { PlatformCall } from './call';
import { PlatformRefusal } from './refusal';
import { pathSegment } from '../pathSegment';

/** Source: Data Prep API, "Mapping sets". */
const MAPPING_SETS = '/data/foundation/conversion/mappingSets';

export interface Mapping {
	/** ATTRIBUTE, EXPRESSION or STATIC; stored ones may have a media type. */
	sourceType?: string;
	source?: string;
	destination?: string;
	/** The older spellings of source and destination. */
	sourceAttribute?: string;
	destinationXdmPath?: string;
	[other: string]: unknown;
}

/** A mapping set as Data Prep has it. */
export interface MappingSet {
	id: string;
	version?: number;
	name?: string;
	outputSchema?: { schemaRef?: { id?: string; contentType?: string } };
	/** The older spelling of the output schema's id. */
	xdmSchema?: string;
	mappings?: Mapping[];
	createdDate?: number;
	modifiedDate?: number;
	[other: string]: unknown;
}

/** What is needed of a mapping set that is only tried out. */
export type MappingDraft = Pick<MappingSet, 'name' | 'outputSchema' | 'mappings'>;

/**
 * A mapping set over a schema.
 * @param schemaVersion must be the one of the dataset's schema, in whose dataflow it is used (FLOW-1425)
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

/** Creates a mapping set and answers with its id and version. @throws PlatformRefusal */
export async function createMappingSet(call: PlatformCall, draft: MappingDraft) {
	const task = 'create the mapping set';
	const answer = (await call({
		task,
		method: 'POST',
		path: MAPPING_SETS,
		body: draft,
		advice: 'Mapping Set: Validate says which of the mappings is wrong.',
	})) as Partial<MappingSet> | undefined;
	const { id, version = 0 } = answer ?? {};
	if (id) return { id, version };
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe's Data Prep answered without its id`,
		description: 'Run it again: a mapping set that nothing uses does no harm.',
		status: 200,
	});
}

/** @throws PlatformRefusal */
export async function readMappingSet(call: PlatformCall, id: string): Promise<MappingSet> {
	const task = `read the mapping set ${id}`;
	const path = `${MAPPING_SETS}/${pathSegment(id)}`;
	return { id, ...((await call({ task, path })) as Partial<MappingSet> | undefined) };
}

export const mappingSourceOf = ({ source, sourceAttribute }: Mapping) => source ?? sourceAttribute;
export const mappingTargetOf = ({ destination, destinationXdmPath }: Mapping) =>
	destination ?? destinationXdmPath;

/** What Data Prep thinks of one mapping. */
export interface MappingVerdict {
	valid: boolean;
	source?: string;
	destination?: string;
	/** Adobe's words; empty for a valid one. */
	reasons: string[];
}

interface ValidationAnswer {
	validationResponse?: Array<{ status?: string; errors?: unknown } | null>;
}

/**
 * Has Data Prep check every mapping, without keeping anything.
 * @returns a verdict per mapping, in order; one without an answer is not valid
 * @throws PlatformRefusal
 */
export async function validateMappings(
	call: PlatformCall,
	draft: MappingDraft,
): Promise<MappingVerdict[]> {
	const answer = (await call({
		task: 'validate the mapping set',
		method: 'POST',
		path: `${MAPPING_SETS}/validate`,
		body: draft,
	})) as ValidationAnswer | undefined;
	const verdicts = answer?.validationResponse ?? [];
	return (draft.mappings ?? []).map((mapping, at) => {
		const verdict = verdicts[at];
		return {
			valid: verdict?.status === 'SUCCESS',
			source: mappingSourceOf(mapping),
			destination: mappingTargetOf(mapping),
			reasons: verdict ? reasonsIn(verdict.errors) : ['Adobe gave no verdict'],
		};
	});
}

/** What a record would become. */
export interface MappingPreview {
	record: object;
	/** What could not be computed and is left out of the record, in Adobe's words. */
	warnings: string[];
}

/**
 * Has Data Prep apply a mapping set to data, without sending or keeping anything.
 * @throws PlatformRefusal
 */
export async function previewMapping(
	call: PlatformCall,
	draft: MappingDraft,
	data: object,
): Promise<MappingPreview> {
	const answer = await call({
		task: 'preview the mapping set',
		method: 'POST',
		path: `${MAPPING_SETS}/preview`,
		body: { data, mappingSet: draft },
	});
	// Adobe's OpenAPI document shows a list, its tutorial one object.
	const [first] = [answer].flat() as Array<{ data?: object; errors?: unknown } | undefined>;
	return { record: first?.data ?? {}, warnings: reasonsIn(first?.errors) };
}

/** Adobe shows errors as texts, as `{ message }`, and as `{ source, destination, exception }`. */
function reasonsIn(errors: unknown): string[] {
	if (!Array.isArray(errors)) return [];
	return errors.map((error: unknown) => {
		if (typeof error !== 'object' || error === null) return serviceText(String(error));
		const { message, exception, source, destination } = error as Record<string, unknown>;
		const reason = message ?? exception ?? jsonText(error);
		const place = [source, destination].filter(Boolean).map(String).join(' > ');
		return serviceText(place ? `${place}: ${String(reason)}` : String(reason));
	});
}

/** A mapping set in short. */
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
