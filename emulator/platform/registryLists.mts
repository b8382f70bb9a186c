import type { FastifyRequest } from 'fastify';
import { badRequest } from '../answer.mts';
import { asText, type JsonObject } from '../json.mts';
import { readFilter } from './registryFilter.mts';
import { originOf, queryValue, queryValues } from './request.mts';

const FULL_LIMIT = 300;
const SHORT_FIELDS = ['title', '$id', 'meta:altId', 'version'];

/** Returns one page of a registry list, in the requested order and range. */
export function listResources(
	request: FastifyRequest,
	container: 'global' | 'tenant',
	all: JsonObject[],
	form: 'short' | 'full',
): JsonObject {
	const orderby = queryValue(request, 'orderby') ?? 'title';
	const start = queryValue(request, 'start');
	const isPaged = start !== undefined || queryValue(request, 'limit') !== undefined;
	if (isPaged && queryValue(request, 'orderby') === undefined) {
		throw badRequest('The parameters start and limit need orderby');
	}
	const limit = readLimit(queryValue(request, 'limit'));
	const field = orderby.replace(/^[-+ ]/, '');
	const sign = orderby.startsWith('-') ? -1 : 1;
	const filters = queryValues(request, 'property').map(readFilter);
	const value = (one: JsonObject) => asText(one[field]) ?? '';
	const sorted = all
		.filter((one) => filters.every((test) => test(one)))
		.sort((a, b) => sign * value(a).localeCompare(value(b)));
	const rest =
		start === undefined
			? sorted
			: sorted.filter((one) => sign * value(one).localeCompare(start) >= 0);
	const page = rest.slice(0, limit);
	const following = rest[page.length];
	const next = following === undefined ? null : value(following);
	const listUrl = `${originOf(request)}${request.url.split('?')[0]}`;
	return {
		results: form === 'full' ? page : page.map(asShort),
		_page: { orderby, next, count: page.length },
		_links: {
			next:
				next === null
					? null
					: {
							href: `${listUrl}?orderby=${orderby}&start=${encodeURIComponent(next)}&limit=${limit}`,
						},
			...(container === 'tenant'
				? { global_schemas: { href: listUrl.replace('/tenant/', '/global/') } }
				: {}),
		},
	};
}

/** A hint from 0 (as many as possible) to 500, of which at most 300 are returned. */
function readLimit(text: string | undefined): number {
	const limit = Number(text ?? FULL_LIMIT);
	if (!Number.isInteger(limit) || limit < 0 || limit > 500) {
		throw badRequest('The limit must be between 0 and 500');
	}
	return limit === 0 ? FULL_LIMIT : Math.min(limit, FULL_LIMIT);
}

function asShort(resource: JsonObject): JsonObject {
	return Object.fromEntries(SHORT_FIELDS.map((name) => [name, resource[name]]));
}
