import type { FastifyRequest } from 'fastify';
import { TECHNICAL_ACCOUNT } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { isObject, type JsonObject } from '../json.mts';
import { ownValue, safeEntries } from '../xdm/safe.mts';
import { applyPatch, PatchRefused } from './jsonPatch.mts';
import { jsonBody } from './request.mts';

/** What Catalog assigns and no client changes. */
const READ_ONLY = ['id', 'imsOrg', 'created', 'createdClient', 'createdUser', 'viewId', 'files'];

/** A merge of plain JSON, or a JSON Patch by its content type. */
export function patchDataset(request: FastifyRequest, current: JsonObject): JsonObject {
	const body = jsonBody(request);
	if (!String(request.headers['content-type']).includes('json-patch')) {
		if (!isObject(body)) throw badRequest('The request body is null or empty');
		return mergeInto(current, body);
	}
	try {
		return applyPatch(current, body);
	} catch (error) {
		if (error instanceof PatchRefused) throw badRequest(error.message);
		throw error;
	}
}

function mergeInto(current: JsonObject, change: JsonObject): JsonObject {
	const merged = { ...current };
	for (const [key, value] of safeEntries(change)) {
		const before = ownValue(merged, key);
		if (value === null) delete merged[key];
		else merged[key] = isObject(before) && isObject(value) ? mergeInto(before, value) : value;
	}
	return merged;
}

/** A changed dataset with a new version; what Catalog assigned stays. */
export function nextDataset(current: JsonObject, changed: JsonObject, now: number): JsonObject {
	const [major, minor, patch] = String(current.version).split('.');
	return {
		...changed,
		...Object.fromEntries(READ_ONLY.map((name) => [name, current[name]])),
		updated: now,
		updatedUser: TECHNICAL_ACCOUNT,
		version: `${major}.${minor}.${Number(patch) + 1}`,
	};
}

/** The newer calls honour `If-Match`, which carries the dataset's version. */
export function checkDatasetVersion(request: FastifyRequest, current: JsonObject): void {
	const wanted = request.headers['if-match']?.replaceAll('"', '');
	if (wanted === undefined || wanted === '*' || wanted === current.version) return;
	throw new Answer(412, {
		type: 'http://ns.adobe.com/aep/errors/catalog',
		status: 412,
		title: 'PreconditionFailedError',
		detail: `The version ${wanted} is not the current one, ${String(current.version)}`,
	});
}
