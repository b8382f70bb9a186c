import { asArray, asObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { isInUnion } from './registryRules.mts';

const SUFFIX = '__union';

/**
 * Returns the union of each class that has schemas enabled for Profile; the registry creates it, and clients cannot
 * edit it.
 */
export function unions(world: World, sandbox: string): JsonObject[] {
	const members = world.documents.list('schema', sandbox).filter(isInUnion);
	const classes = [...new Set(members.map((schema) => String(schema['meta:class'])))];
	return classes.map((id) => {
		const parts = members
			.filter((schema) => schema['meta:class'] === id)
			.flatMap((schema) => asArray(schema.allOf).map((part) => String(asObject(part).$ref)));
		return {
			type: 'object',
			description: `Union view of all schemas that extend ${id}`,
			allOf: [...new Set([id, ...parts])].map(($ref) => ({ $ref })),
			title: `Union object for ${id}`,
			$id: `${id}${SUFFIX}`,
			'meta:containerId': 'tenant',
			'meta:class': id,
			'meta:altId': `${id.replace('https://ns.adobe.com/', '_').replaceAll('/', '.')}${SUFFIX}`,
			version: '1.0',
			'meta:resourceType': 'unions',
			'meta:registryMetadata': {},
		};
	});
}
