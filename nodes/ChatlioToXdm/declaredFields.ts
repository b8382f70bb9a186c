import type { IExecuteFunctions } from 'n8n-workflow';
import { executionClock } from '../../lib/n8n/executionClock';
import { ADOBE_CREDENTIAL } from '../../lib/n8n/httpHelpers';
import { LookupCache, type Lookup } from '../../lib/platform/services/lookupCache';
import { readResource } from '../../lib/platform/services/schemaRegistry';
import { connectPlatform, type Platform } from '../../lib/platform/transport/connectPlatform';
import type { PlatformCall } from '../../lib/platform/transport/platformRequest';
import { serviceError } from '../../lib/problem/serviceError';
import { toProblem } from '../../lib/problem/toProblem';
import { findByTitle } from '../../lib/setup/ensureSchema';
import { sharedNames } from '../../lib/setup/setUpSettings';
import {
	customFieldsOf,
	customNameProblem,
	type CustomField,
} from '../../lib/xdm/fields/customFields';

/** The custom fields of a schema, by name. */
export type DeclaredFields = ReadonlyMap<string, CustomField>;

/**
 * Looks up the custom fields of a schema. Returns neither fields nor a problem if the node has no Adobe credential.
 * @param schemaId empty for the schema that Set Up creates by default
 * @param names of the custom fields of an item: the schema may have got them since it was read
 */
export type FindDeclared = (
	schemaId: string,
	tenantKey: string,
	names: readonly string[],
) => Promise<Lookup<DeclaredFields>>;

const declaredFields = new LookupCache<DeclaredFields>();

/** Milliseconds for which a schema that was never read is asked for while Adobe gives no definite answer. */
const FIRST_LOOKUP_BUDGET_MS = 10_000;

/** Title of the schema that Set Up creates if its field Name keeps its default. */
export const DEFAULT_SCHEMA = sharedNames({ name: 'Chatlio', datasetName: '' }).schema;

/** Creates the function that looks up the custom fields of schemas for an execution. */
export function declaredFieldsFinder(context: IExecuteFunctions): FindDeclared {
	if (!context.getNode().credentials?.[ADOBE_CREDENTIAL]) return async () => ({});
	const patience = {
		budgetMs: FIRST_LOOKUP_BUDGET_MS,
		clock: executionClock(context),
		outages: new Map(),
	};
	let connection: Promise<Platform> | undefined;
	return async (schemaId, tenantKey, names) => {
		try {
			connection ??= connectPlatform(context, '', patience);
			const { cacheKey, call, callOnce } = await connection;
			return await declaredFields.find(
				JSON.stringify([cacheKey, schemaId, tenantKey]),
				async (isKnown) => await readFields(isKnown ? callOnce : call, schemaId, tenantKey),
				(fields) => names.every((name) => fields.has(name) || customNameProblem(name)),
			);
		} catch (error) {
			return { problem: toProblem(error) };
		}
	};
}

async function readFields(
	call: PlatformCall,
	schemaId: string,
	tenantKey: string,
): Promise<DeclaredFields> {
	const id = schemaId || (await defaultSchemaId(call));
	const schema = await readResource(call, 'schemas', id, 'full');
	return new Map(customFieldsOf(schema, tenantKey).map((field) => [field.name, field]));
}

async function defaultSchemaId(call: PlatformCall): Promise<string> {
	const found = await findByTitle(call, 'schemas', DEFAULT_SCHEMA);
	if (found.length === 1) return found[0].$id;
	throw serviceError('mapping.schemaNotFound', { count: found.length, title: DEFAULT_SCHEMA });
}
