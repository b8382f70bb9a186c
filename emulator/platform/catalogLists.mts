import type { FastifyRequest } from 'fastify';
import { badRequest } from '../answer.mts';
import { asObject, asText, type JsonObject } from '../json.mts';
import { filterByProperties } from './propertyFilter.mts';
import { queryValue, queryValues } from './request.mts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/**
 * Returns one page of a Catalog list by its query rules: an object keyed by ID. Throws 400 for a limit outside 1 to
 * 100.
 */
export function listCatalog(request: FastifyRequest, all: JsonObject[]): JsonObject {
	const limit = Number(queryValue(request, 'limit') ?? DEFAULT_LIMIT);
	if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
		throw badRequest(`The limit must be between 1 and ${MAX_LIMIT}`);
	}
	const start = Number(queryValue(request, 'start') ?? 0);
	if (!Number.isInteger(start) || start < 0) throw badRequest('The start must be 0 or more');
	const matching = filterByProperties(all, queryValues(request, 'property'), badRequest).filter(
		(one) => isInRange(request, one) && hasName(request, one) && hasTag(request, one),
	);
	const page = sort(matching, queryValue(request, 'orderBy')).slice(start, start + limit);
	const properties = queryValue(request, 'properties')?.split(',');
	return Object.fromEntries(
		page.map(({ id, ...resource }) => [
			String(id),
			properties ? Object.fromEntries(properties.map((name) => [name, resource[name]])) : resource,
		]),
	);
}

function isInRange(request: FastifyRequest, resource: JsonObject): boolean {
	const after = queryValue(request, 'createdAfter');
	const before = queryValue(request, 'createdBefore');
	const created = Number(resource.created);
	return (
		(after === undefined || created > Number(after)) &&
		(before === undefined || created < Number(before))
	);
}

function hasName(request: FastifyRequest, resource: JsonObject): boolean {
	const name = queryValue(request, 'name');
	return name === undefined || resource.name === name;
}

/** Applies `tags=<name>:<value>`; several values, separated by commas, match any of them. */
function hasTag(request: FastifyRequest, { tags }: JsonObject): boolean {
	const filter = queryValue(request, 'tags');
	if (filter === undefined) return true;
	const [name = '', ...rest] = filter.split(':');
	const values = [asObject(tags)[name]].flat().map(String);
	const value = rest.join(':');
	return value === ''
		? Object.hasOwn(asObject(tags), name)
		: value.split(',').some((one) => values.includes(one));
}

/** Sorts by `asc:created`, `desc:created`, or the name of a field alone. */
function sort(all: JsonObject[], orderBy: string | undefined): JsonObject[] {
	if (orderBy === undefined) return all;
	const [direction, field] = orderBy.includes(':') ? orderBy.split(':') : ['asc', orderBy];
	if (direction !== 'asc' && direction !== 'desc') {
		throw badRequest(`The orderBy ${orderBy} is not valid`);
	}
	const sign = direction === 'desc' ? -1 : 1;
	return [...all].sort((a, b) => {
		const [left, right] = [a[field!], b[field!]];
		if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
		return sign * (asText(left) ?? '').localeCompare(asText(right) ?? '');
	});
}
