import type { FastifyRequest } from 'fastify';
import { asArray, asObject, asText, at, type JsonObject } from '../json.mts';
import { orderItems } from './paging.mts';
import { jsonBody } from './request.mts';

const SEARCH_FIELDS = ['id', 'name', 'description'];

/**
 * Searches by text. Adobe's specification names the parameters of the body but not how the text is interpreted: here it
 * is a part of the ID, name or description, ignoring case.
 */
export function search(request: FastifyRequest, all: JsonObject[]): JsonObject {
	const { queryString, limit, orderby, count, projectionFields } = asObject(jsonBody(request));
	const text = (asText(queryString) ?? '').replaceAll('*', '').toLowerCase();
	const matching = all.filter((one) =>
		SEARCH_FIELDS.some((field) => asText(one[field])?.toLowerCase().includes(text)),
	);
	if (count === true) return { count: matching.length };
	const page = orderItems(matching, asText(orderby)).slice(0, Number(limit ?? 20));
	const fields = asArray(projectionFields).map(String);
	return {
		items: fields.length > 0 ? page.map((one) => pickFields(one, fields)) : page,
		_links: {},
	};
}

function pickFields(item: JsonObject, fields: string[]): JsonObject {
	return Object.fromEntries(fields.map((field) => [field, at(item, field)]));
}
