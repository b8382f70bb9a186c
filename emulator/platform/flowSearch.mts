import type { FastifyRequest } from 'fastify';
import { asArray, asObject, asText, at, type JsonObject } from '../json.mts';
import { orderItems } from './paging.mts';
import { jsonBody } from './request.mts';

const SEARCHED = ['id', 'name', 'description'];

/**
 * A search by text. Adobe's specification names the parameters of the body without saying how the text is read: here it
 * is a part of the id, name or description, in any case.
 */
export function search(request: FastifyRequest, all: JsonObject[]): JsonObject {
	const { queryString, limit, orderby, count, projectionFields } = asObject(jsonBody(request));
	const text = (asText(queryString) ?? '').replaceAll('*', '').toLowerCase();
	const found = all.filter((one) =>
		SEARCHED.some((field) => asText(one[field])?.toLowerCase().includes(text)),
	);
	if (count === true) return { count: found.length };
	const page = orderItems(found, asText(orderby)).slice(0, Number(limit ?? 20));
	const fields = asArray(projectionFields).map(String);
	return { items: fields.length > 0 ? page.map((one) => only(one, fields)) : page, _links: {} };
}

function only(item: JsonObject, fields: string[]): JsonObject {
	return Object.fromEntries(fields.map((field) => [field, at(item, field)]));
}
