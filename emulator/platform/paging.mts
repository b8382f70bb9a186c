import type { FastifyRequest } from 'fastify';
import { asText, at, type JsonObject } from '../json.mts';
import { checkFilter, checkParameters } from './flowFilters.mts';
import { badFilter, flowProblem } from './flowProblems.mts';
import { filterByProperties } from './propertyFilter.mts';
import { queryValue, queryValues } from './request.mts';

/** Rows per page without a limit, and the maximum. Adobe documents neither. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const ORDERABLE = ['id', 'name', 'state', 'createdAt', 'updatedAt'];

/** Differences between the lists. */
interface ListRules {
	/** Fields it can be ordered by. */
	orderable?: readonly string[];
	/** Filters as this list interprets them; default: those of the query. */
	filters?: string[];
}

interface Query {
	filters: string[];
	orderby: string | undefined;
	limit: number;
	offset: number;
}

/**
 * Returns one page of a Flow Service list. The link to the next page is relative and contains a continuation token,
 * which encodes the whole query; the last page has no link.
 */
export function listPage(
	request: FastifyRequest,
	path: string,
	all: JsonObject[],
	rules: ListRules = {},
): JsonObject {
	const onlyCount = queryValue(request, 'count') === 'true';
	checkParameters(request);
	if (onlyCount && queryValue(request, 'limit') !== undefined) throw flowProblem('1401-400');
	const query = readQuery(request, rules.filters);
	const matching = orderItems(
		filterByProperties(all, query.filters, badFilter),
		query.orderby,
		rules.orderable ?? ORDERABLE,
	);
	if (onlyCount) return { count: matching.length };
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
	const filterList = filters ?? queryValues(request, 'property');
	filterList.forEach(checkFilter);
	return {
		filters: filterList,
		orderby: queryValue(request, 'orderby'),
		limit: Math.min(limit, MAX_LIMIT),
		offset: 0,
	};
}

/** Sorts the items by `orderby`; throws FLOW-1433-400 for a field that cannot be sorted by. */
export function orderItems(
	items: JsonObject[],
	orderby: string | undefined,
	orderable: readonly string[] = ORDERABLE,
): JsonObject[] {
	if (orderby === undefined || orderby === '') return items;
	// An unencoded "+" arrives as a space.
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
