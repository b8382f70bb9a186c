import type { FastifyRequest } from 'fastify';
import { asText, at, type JsonObject } from '../json.mts';
import { checkFilter, checkParameters } from './flowFilters.mts';
import { badFilter, flowProblem } from './flowProblems.mts';
import { filterByProperties } from './propertyFilter.mts';
import { queryValue, queryValues } from './request.mts';

/** Rows of a page when no limit is asked for, and the most a page has. Adobe documents neither. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const ORDERABLE = ['id', 'name', 'state', 'createdAt', 'updatedAt'];

/** In what one list differs from the others. */
interface ListRules {
	/** Fields it can be ordered by. */
	orderable?: readonly string[];
	/** The filters as this list reads them; default those of the query. */
	filters?: string[];
}

interface Query {
	filters: string[];
	orderby: string | undefined;
	limit: number;
	offset: number;
}

/**
 * One page of a Flow Service list. The link to the next page is relative and holds a continuation token, which carries
 * the whole query; the last page has no link.
 */
export function listPage(
	request: FastifyRequest,
	path: string,
	all: JsonObject[],
	own: ListRules = {},
): JsonObject {
	const counting = queryValue(request, 'count') === 'true';
	checkParameters(request);
	if (counting && queryValue(request, 'limit') !== undefined) throw flowProblem('1401-400');
	const query = readQuery(request, own.filters);
	const matching = orderItems(
		filterByProperties(all, query.filters, badFilter),
		query.orderby,
		own.orderable ?? ORDERABLE,
	);
	if (counting) return { count: matching.length };
	const items = matching.slice(query.offset, query.offset + query.limit);
	const next = query.offset + items.length;
	if (next >= matching.length) return { items, _links: {} };
	const token = Buffer.from(JSON.stringify({ ...query, offset: next })).toString('base64url');
	return { items, _links: { next: { href: `/${path}?continuationToken=${token}` } } };
}

function readQuery(request: FastifyRequest, filters: string[] | undefined): Query {
	const token = queryValue(request, 'continuationToken');
	if (token !== undefined) {
		try {
			return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Query;
		} catch {
			throw flowProblem('1451-400', { detail: 'The continuationToken is not valid.' });
		}
	}
	const limit = Number(queryValue(request, 'limit') ?? DEFAULT_LIMIT);
	if (!Number.isInteger(limit) || limit < 1) {
		throw flowProblem('1451-400', { detail: 'The limit is not valid.' });
	}
	const read = filters ?? queryValues(request, 'property');
	read.forEach(checkFilter);
	return {
		filters: read,
		orderby: queryValue(request, 'orderby'),
		limit: Math.min(limit, MAX_LIMIT),
		offset: 0,
	};
}

/** The items in the order that `orderby` names; throws FLOW-1433-400 for a field that cannot order. */
export function orderItems(
	items: JsonObject[],
	orderby: string | undefined,
	orderable: readonly string[] = ORDERABLE,
): JsonObject[] {
	if (orderby === undefined || orderby === '') return items;
	// A "+" that was not encoded arrives as a space.
	const keys = orderby.split(',').map((key) => ({
		field: key.replace(/^[-+ ]/, ''),
		sign: key.startsWith('-') ? -1 : 1,
	}));
	for (const { field } of keys) {
		if (!orderable.includes(field)) {
			throw flowProblem('1433-400', { detail: `The orderby field '${field}' is not valid.` });
		}
	}
	return [...items].sort((a, b) => {
		for (const { field, sign } of keys) {
			const difference = sign * compareValues(at(a, field), at(b, field));
			if (difference !== 0) return difference;
		}
		return 0;
	});
}

function compareValues(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const [left, right] = [asText(a) ?? '', asText(b) ?? ''];
	return left < right ? -1 : Number(left > right);
}
