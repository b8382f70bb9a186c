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
		(one) => isInRange(request, one) && hasName(request, one) && hasTags(request, one),
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

/**
 * Applies `tags=<name>:<value>,<name>:<value>`: all of them must match. A `*` in a value stands for any text. Source:
 * Adobe, "Filter Catalog data using query parameters".
 */
function hasTags(request: FastifyRequest, { tags }: JsonObject): boolean {
	const filters = queryValue(request, 'tags')?.split(',') ?? [];
	return filters.every((filter) => {
		const [name = '', ...rest] = filter.split(':');
		if (!Object.hasOwn(asObject(tags), name)) return false;
		const pattern = rest.join(':');
		const values = [asObject(tags)[name]].flat().map(String);
		return pattern === '' || pattern === '*' || values.some((value) => matches(value, pattern));
	});
}

/** Compares a text with a pattern in which `*` stands for any text, in one pass from left to right. */
function matches(text: string, pattern: string): boolean {
	const [first = '', ...parts] = pattern.split('*');
	if (parts.length === 0) return text === first;
	const last = parts.pop() ?? '';
	if (text.length < first.length + last.length) return false;
	if (!text.startsWith(first) || !text.endsWith(last)) return false;
	const end = text.length - last.length;
	let at = first.length;
	for (const part of parts) {
		const found = text.indexOf(part, at);
		if (found < 0 || found + part.length > end) return false;
		at = found + part.length;
	}
	return true;
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
