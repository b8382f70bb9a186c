import type { FastifyRequest } from 'fastify';
import { badRequest } from '../answer.mts';
import { BadInput } from '../badInput.mts';
import type { Mapping } from '../dataprep/mapping.mts';
import { normalizeMapping } from '../dataprep/normalizeMapping.mts';
import { validateMapping } from '../dataprep/validateMapping.mts';
import { hex } from '../ids.mts';
import { asArray, asObject, asText, at, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';

const FULL_FORM = 'application/vnd.adobe.xed-full+json;version=1';

/** Checks a mapping set and returns the stored fields; the legacy form becomes the modern one. */
export function readMappingSet(world: World, request: FastifyRequest, body: unknown): JsonObject {
	if (!isObject(body)) throw badRequest('The request body is null or empty');
	const schemaId = schemaIdOf(body);
	if (schemaId === undefined) throw badRequest('The output schema is missing');
	const schema = world.schemas.compiled(request.sandbox, schemaId)?.full;
	if (!schema) throw badRequest(`The schema ${schemaId} is not found`);
	const mappings = asArray(body.mappings);
	for (const raw of mappings) {
		const mistake = mappingMistake(raw, schema);
		if (mistake !== undefined) throw badRequest(mistake);
	}
	const contentType = asText(at(body, 'outputSchema.schemaRef.contentType')) ?? FULL_FORM;
	return {
		name: body.name,
		status: 'PUBLISHED',
		strictMapping: false,
		allowNullValues: false,
		...(isObject(body.inputSchema) ? { inputSchema: body.inputSchema } : {}),
		outputSchema: { schemaRef: { id: schemaId, contentType } },
		mappings: mappings.map(asStored),
	};
}

/** Returns the reason that a mapping cannot work, also for malformed ones; undefined if it can. */
export function mappingMistake(raw: unknown, schema: JsonObject | undefined): string | undefined {
	try {
		return validateMapping(normalizeMapping(raw), schema);
	} catch (error) {
		if (error instanceof BadInput) return error.message;
		throw error;
	}
}

/** Returns the ID of the schema that a mapping set is for, in the modern or the legacy form. */
export function schemaIdOf(set: JsonObject): string | undefined {
	return (
		asText(at(set, 'outputSchema.schemaRef.id')) ??
		asText(at(set, 'schemaRef.id')) ??
		asText(set.xdmSchema)
	);
}

/** Returns the mappings of a stored set, in the form that the engine reads. */
export function storedMappings(set: JsonObject): Mapping[] {
	return asArray(set.mappings).map(normalizeMapping);
}

/** Stored mappings are returned with both spellings and with fields that the client did not send. */
function asStored(raw: unknown): JsonObject {
	const { sourceType = 'text/x.schema-path', source, destination } = normalizeMapping(raw);
	return {
		id: hex(32),
		version: 0,
		sourceType,
		source,
		destination,
		...(sourceType === 'EXPRESSION' || sourceType === 'STATIC' ? {} : { sourceAttribute: source }),
		destinationXdmPath: destination,
		name: asText(asObject(raw).name),
		description: asText(asObject(raw).description),
		identity: false,
		primaryIdentity: false,
		matchScore: 0,
		functionVersion: 0,
	};
}
