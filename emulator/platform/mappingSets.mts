import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLIENT_ID } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { applyMapping } from '../dataprep/applyMapping.mts';
import type { Mapping } from '../dataprep/mapping.mts';
import { normalizeMapping } from '../dataprep/normalizeMapping.mts';
import { validateMapping } from '../dataprep/validateMapping.mts';

import { hex } from '../ids.mts';
import { asArray, asObject, asText, at, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { jsonBody, queryValue } from './request.mts';

const DATA_PREP = '/data/foundation/conversion';
const FULL_FORM = 'application/vnd.adobe.xed-full+json;version=1';

interface ById {
	Params: { id: string };
}

/** Data Prep: mapping sets, their check and their preview. */
export function mappingSetRoutes(app: FastifyInstance, world: World): void {
	app.post(`${DATA_PREP}/mappingSets`, (request) => {
		const set = readSet(world, request, jsonBody(request));
		const id = hex(32);
		const now = world.now();
		const stamps = {
			createdDate: now,
			modifiedDate: now,
			createdBy: CLIENT_ID,
			modifiedBy: CLIENT_ID,
		};
		world.documents.put('mappingSet', request.sandbox, id, { id, version: 0, ...stamps, ...set });
		return { id, version: 0, ...stamps };
	});

	app.get(`${DATA_PREP}/mappingSets`, (request) => {
		const limit = Number(queryValue(request, 'limit') ?? NaN);
		const start = Number(queryValue(request, 'start') ?? NaN);
		if (Number.isNaN(limit) || Number.isNaN(start)) {
			throw badRequest('The parameters limit and start are required');
		}
		const all = world.documents.list('mappingSet', request.sandbox);
		const data = all.slice(start, start + limit);
		return { data, _page: { count: data.length, limit }, _links: {} };
	});

	app.get<ById>(`${DATA_PREP}/mappingSets/:id`, (request) => {
		const set = world.documents.get('mappingSet', request.sandbox, request.params.id);
		if (!set) {
			throw new Answer(404, {
				type: '/placeholder/type/uri',
				status: 404,
				title: 'Not Found',
				detail: `The mapping set ${request.params.id} is not found`,
			});
		}
		return set;
	});

	app.post(`${DATA_PREP}/mappingSets/validate`, (request) => ({
		validationResponse: asArray(asObject(jsonBody(request)).mappings).map((raw) => {
			const wrong = validateMapping(normalizeMapping(raw));
			return wrong === undefined
				? { status: 'SUCCESS', errors: null }
				: { status: 'FAILURE', errors: [{ message: wrong }] };
		}),
	}));

	app.post(`${DATA_PREP}/mappingSets/preview`, (request) => {
		const { data, mappingSet } = asObject(jsonBody(request));
		const mappings = asArray(asObject(mappingSet).mappings).map(normalizeMapping);
		const schemaId = schemaIdOf(asObject(mappingSet));
		const targetSchema =
			schemaId === undefined ? undefined : world.schemas.compiled(request.sandbox, schemaId)?.full;
		return (Array.isArray(data) ? data : [data]).map((source) => {
			const { record, warnings } = applyMapping(mappings, asObject(source), {
				...(targetSchema ? { targetSchema } : {}),
				now: new Date(world.now()),
			});
			return { data: record, errors: warnings.length > 0 ? warnings : null };
		});
	});
}

/** The mappings of a kept set, in the form the engine reads. */
export function storedMappings(set: JsonObject): Mapping[] {
	return asArray(set.mappings).map(normalizeMapping);
}

/** Checks a mapping set and gives what is kept of it; the legacy form becomes the modern one. */
function readSet(world: World, request: FastifyRequest, body: unknown): JsonObject {
	if (!isObject(body)) throw badRequest('The request body is null or empty');
	const schemaId = schemaIdOf(body);
	if (schemaId === undefined) throw badRequest('The output schema is missing');
	if (!world.documents.get('schema', request.sandbox, schemaId)) {
		throw badRequest(`The schema ${schemaId} is not found`);
	}
	const mappings = asArray(body.mappings);
	for (const raw of mappings) {
		const wrong = validateMapping(normalizeMapping(raw));
		if (wrong !== undefined) throw badRequest(wrong);
	}
	const contentType = asText(at(body, 'outputSchema.schemaRef.contentType')) ?? FULL_FORM;
	return {
		name: body.name,
		status: 'PUBLISHED',
		strictMapping: false,
		allowNullValues: false,
		outputSchema: { schemaRef: { id: schemaId, contentType } },
		mappings: mappings.map(asStored),
	};
}

function schemaIdOf(set: JsonObject): string | undefined {
	return asText(at(set, 'outputSchema.schemaRef.id')) ?? asText(set.xdmSchema);
}

/** Stored mappings come back with both spellings and the fields that nobody sent. */
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
