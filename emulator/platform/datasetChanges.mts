import type { FastifyRequest } from 'fastify';
import { TECHNICAL_ACCOUNT } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { isObject, type JsonObject } from '../json.mts';
import { ownValue, safeEntries } from '../xdm/safe.mts';
import { applyPatch, PatchRefused } from './jsonPatch.mts';
import { jsonBody } from './request.mts';

/** Fields that Catalog assigns and no client can change. */
const READ_ONLY = ['id', 'imsOrg', 'created', 'createdClient', 'createdUser', 'viewId', 'files'];

/** Merges plain JSON, or applies a JSON Patch, depending on the content type. */
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

/** Returns a changed dataset with a new version; fields that Catalog assigned stay. */
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

/** The newer calls honor `If-Match`, which contains the dataset's version. */
export function checkDatasetVersion(request: FastifyRequest, current: JsonObject): void {
	const requestedVersion = request.headers['if-match']?.replaceAll('"', '');
	if (
		requestedVersion === undefined ||
		requestedVersion === '*' ||
		requestedVersion === current.version
	)
		return;
	throw new Answer(412, {
		type: 'http://ns.adobe.com/aep/errors/catalog',
		status: 412,
		title: 'PreconditionFailedError',
		detail: `The version ${requestedVersion} is not the current one, ${String(current.version)}`,
	});
}
