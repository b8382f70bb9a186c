import type { FastifyRequest } from 'fastify';
import { asText, type JsonObject } from '../json.mts';
import { originOf, queryValue, queryValues } from './request.mts';

const FULL_LIMIT = 300;
const SHORT_FIELDS = ['title', '$id', 'meta:altId', 'version'];
const FILTER = /^([\w:$.-]+?)(?:(==|!=|~)(.*))?$/;

/** One page of a registry's list, in the order and range that were asked for. */
export function listResources(
	request: FastifyRequest,
	container: 'global' | 'tenant',
	all: JsonObject[],
	form: 'short' | 'full',
): JsonObject {
	const orderby = queryValue(request, 'orderby') ?? 'title';
	const start = queryValue(request, 'start');
	const limit = Math.min(Number(queryValue(request, 'limit') ?? FULL_LIMIT), FULL_LIMIT);
	const field = orderby.replace(/^[-+ ]/, '');
	const sign = orderby.startsWith('-') ? -1 : 1;
	const filters = queryValues(request, 'property').map(readFilter);
	const value = (one: JsonObject) => asText(one[field]) ?? '';
	const sorted = all
		.filter((one) => filters.every((fits) => fits(one)))
		.sort((a, b) => sign * value(a).localeCompare(value(b)));
	const rest =
		start === undefined
			? sorted
			: sorted.filter((one) => sign * value(one).localeCompare(start) >= 0);
	const page = rest.slice(0, limit);
	const following = rest[page.length];
	const next = following === undefined ? null : value(following);
	const here = `${originOf(request)}${request.url.split('?')[0]}`;
	return {
		results: form === 'full' ? page : page.map(asShort),
		_page: { orderby, next, count: page.length },
		_links: {
			next:
				next === null
					? null
					: { href: `${here}?orderby=${orderby}&start=${encodeURIComponent(next)}&limit=${limit}` },
			...(container === 'tenant'
				? { global_schemas: { href: here.replace('/tenant/', '/global/') } }
				: {}),
		},
	};
}

function asShort(resource: JsonObject): JsonObject {
	return Object.fromEntries(SHORT_FIELDS.map((name) => [name, resource[name]]));
}

function readFilter(filter: string): (resource: JsonObject) => boolean {
	const match = FILTER.exec(filter);
	if (!match) return () => false;
	const [, name = '', operator, wanted = ''] = match;
	return (resource) => {
		const value = resource[name];
		if (operator === undefined) return value !== undefined;
		if (operator === '~') return JSON.stringify(value ?? '').includes(wanted);
		return (String(value) === wanted) === (operator === '==');
	};
}
