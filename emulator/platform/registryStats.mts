import { ORG_ID, TENANT_ID } from '../account.mts';
import { asObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { isInUnion } from './registryRules.mts';

/** Returns the registry's statistics for a sandbox; clients read their tenant ID from it. */
export function registryStats(world: World, sandbox: string): JsonObject {
	const schemas = world.documents.list('schema', sandbox);
	const fieldGroups = world.documents.list('fieldGroup', sandbox);
	const classes = [...new Set(schemas.map((schema) => String(schema['meta:class'])))];
	return {
		imsOrg: ORG_ID,
		tenantId: TENANT_ID,
		counts: {
			schemas: schemas.length,
			mixins: fieldGroups.length,
			datatypes: 0,
			classes: 0,
			unions: new Set(schemas.filter(isInUnion).map((one) => one['meta:class'])).size,
		},
		recentlyCreatedResources: [...schemas, ...fieldGroups].slice(-10).map(asNamed),
		recentlyUpdatedResources: [...schemas, ...fieldGroups].slice(-10).map(asNamed),
		classUsage: classes.map((id) => {
			const using = schemas.filter((schema) => schema['meta:class'] === id);
			const title = asObject(world.schemas.lookup(sandbox, id)).title;
			return { $id: id, title, numberOfSchemas: using.length, schemas: using.map(asNamed) };
		}),
	};
}

const asNamed = (resource: JsonObject) => ({ $id: resource.$id, title: resource.title });
