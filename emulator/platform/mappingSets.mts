import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLIENT_ID } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { applyMapping } from '../dataprep/applyMapping.mts';
import { normalizeMapping } from '../dataprep/normalizeMapping.mts';
import { hex } from '../ids.mts';
import { asArray, asObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { mappingMistake, readMappingSet, schemaIdOf } from './mappingSetForms.mts';
import { jsonBody, queryValue } from './request.mts';

const MAPPING_SETS = '/data/foundation/conversion/mappingSets';

interface ById {
	Params: { id: string };
}

/** Registers Data Prep: mapping sets, their validation and their preview. They cannot be deleted. */
export function mappingSetRoutes(app: FastifyInstance, world: World): void {
	app.post(MAPPING_SETS, (request) => {
		const set = readMappingSet(world, request, jsonBody(request));
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

	app.get(MAPPING_SETS, (request) => listSets(world, request));

	app.get<ById>(`${MAPPING_SETS}/:id`, (request) => find(world, request));

	app.put<ById>(`${MAPPING_SETS}/:id`, (request) => {
		const current = find(world, request);
		const set = readMappingSet(world, request, jsonBody(request));
		const id = String(current.id);
		const version = Number(current.version);
		world.documents.put('mappingSetVersion', request.sandbox, `${id}/${version}`, current);
		const { createdDate, createdBy } = current;
		const next = {
			id,
			version: version + 1,
			createdDate,
			createdBy,
			modifiedDate: world.now(),
			modifiedBy: CLIENT_ID,
			...set,
		};
		world.documents.put('mappingSet', request.sandbox, id, next);
		return next;
	});

	app.get<ById>(`${MAPPING_SETS}/:id/mappings`, (request) => find(world, request).mappings);

	app.get<{ Params: { id: string; mappingId: string } }>(
		`${MAPPING_SETS}/:id/mappings/:mappingId`,
		(request) => {
			const { mappingId } = request.params;
			const mapping = asArray(find(world, request).mappings)
				.map(asObject)
				.find((one) => one.id === mappingId);
			if (!mapping) throw notFound(`The mapping ${mappingId} is not found`);
			return mapping;
		},
	);

	app.post(`${MAPPING_SETS}/validate`, (request) => {
		const set = asObject(jsonBody(request));
		const schema = targetOf(world, request, set);
		return {
			validationResponse: asArray(set.mappings).map((raw) => {
				const exception = mappingMistake(raw, schema);
				return exception === undefined
					? { status: 'SUCCESS', errors: null }
					: { status: 'FAILED', errors: [errorInfo(raw, exception)] };
			}),
		};
	});

	app.post(`${MAPPING_SETS}/preview`, (request) => {
		const { data, mappingSet } = asObject(jsonBody(request));
		if (!Array.isArray(data) && world.settings.previewData === 'list') {
			throw badRequest('The data of a preview is a list of records');
		}
		const set = asObject(mappingSet);
		const mappings = asArray(set.mappings).map(normalizeMapping);
		const targetSchema = targetOf(world, request, set);
		return (Array.isArray(data) ? data : [data]).map((source) => {
			const { record, warnings } = applyMapping(mappings, asObject(source), {
				...(targetSchema ? { targetSchema } : {}),
				now: new Date(world.now()),
				mapTargets: world.settings.mapTargets,
			});
			return {
				data: record,
				errors:
					warnings.length > 0
						? warnings.map((one) => ({ ...one, columnName: one.destination }))
						: null,
			};
		});
	});
}

/** Returns the given version of a mapping set, or undefined if it does not exist. */
export function mappingSetVersion(
	world: World,
	sandbox: string,
	id: string,
	version: number,
): JsonObject | undefined {
	const latest = world.documents.get('mappingSet', sandbox, id);
	return Number(latest?.version) === version
		? latest
		: world.documents.get('mappingSetVersion', sandbox, `${id}/${version}`);
}

/** Source: Adobe, Data Prep API specification, TransformErrorInfo. */
function errorInfo(raw: unknown, exception: string): JsonObject {
	const { sourceType, source, sourceAttribute, destination, destinationXdmPath } = asObject(raw);
	const target = destination ?? destinationXdmPath;
	return {
		source: source ?? sourceAttribute,
		destination: target,
		columnName: target,
		sourceType,
		exception,
	};
}

function targetOf(world: World, request: FastifyRequest, set: JsonObject): JsonObject | undefined {
	const schemaId = schemaIdOf(set);
	return schemaId === undefined
		? undefined
		: world.schemas.compiled(request.sandbox, schemaId)?.full;
}

function find(world: World, request: FastifyRequest<ById>): JsonObject {
	const { id } = request.params;
	const version = queryValue(request, 'version');
	const set =
		version === undefined
			? world.documents.get('mappingSet', request.sandbox, id)
			: mappingSetVersion(world, request.sandbox, id, Number(version));
	if (!set) throw notFound(`The mapping set ${id} is not found`);
	return set;
}

/** Adobe's response is not documented. */
function notFound(detail: string): Answer {
	return new Answer(404, {
		type: '/placeholder/type/uri',
		status: 404,
		title: 'Not Found',
		detail,
	});
}

/** Fields of the order, and the fields of a set that hold them. Source: Adobe, "Mapping sets endpoint", list. */
const ORDERABLE: Record<string, 'createdDate' | 'modifiedDate'> = {
	createdDate: 'createdDate',
	updatedDate: 'modifiedDate',
};

function listSets(world: World, request: FastifyRequest): JsonObject {
	const limit = Number(queryValue(request, 'limit') ?? NaN);
	const start = Number(queryValue(request, 'start') ?? NaN);
	if (Number.isNaN(limit) || Number.isNaN(start)) {
		throw badRequest('The parameters limit and start are required');
	}
	const name = queryValue(request, 'name');
	const all = world.documents
		.list('mappingSet', request.sandbox)
		.filter((set) => name === undefined || set.name === name);
	const data = ordered(all, queryValue(request, 'orderBy')).slice(start, start + limit);
	return { data, _page: { count: data.length, limit }, _links: {} };
}

function ordered(all: JsonObject[], orderBy: string | undefined): JsonObject[] {
	if (orderBy === undefined) return all;
	const name = orderBy.replace(/^[-+ ]/, '');
	if (!Object.hasOwn(ORDERABLE, name)) throw badRequest(`The orderBy ${orderBy} is not valid`);
	const field = ORDERABLE[name]!;
	const sign = orderBy.startsWith('-') ? -1 : 1;
	return [...all].sort((a, b) => sign * (Number(a[field]) - Number(b[field])));
}
