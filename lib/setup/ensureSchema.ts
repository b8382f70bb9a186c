import type { PlatformCall } from '../platform/transport/platformRequest';
import {
	createResource,
	isSchemaInProfile,
	listResources,
	patchResourceRequest,
	readResource,
	type RegistryResource,
	type ResourceKind,
} from '../platform/services/schemaRegistry';
import { chatlioSchema } from '../xdm/schema/chatlioSchema';
import {
	changeResource,
	ensureResource,
	type ManagedResource,
	type SetUpRun,
} from './ensureResource';

/** Creates a schema or field group that is found by its title. */
export const registryResource = (
	kind: ResourceKind,
	kindName: string,
	body: { title: string },
	note?: string,
): ManagedResource<RegistryResource> => ({
	kind: kindName,
	name: body.title,
	...(note && { note }),
	find: async (call) => await findByTitle(call, kind, body.title),
	idOf: ({ $id }) => $id,
	create: async (call) => (await createResource(call, kind, body)).$id,
});

/** Finds the organization's resources with exactly that title. */
export async function findByTitle(call: PlatformCall, kind: ResourceKind, title: string) {
	const query = { kind, container: 'tenant', search: title } as const;
	return (await listResources(call, query, Infinity)).filter(
		(resource) => resource.title === title,
	);
}

/** Finds or creates the schema with the field group and, if requested, enables it for Profile. */
export async function ensureSchema(
	run: SetUpRun,
	title: string,
	fieldGroupId: string,
	profile: boolean,
): Promise<string> {
	const schema = { ...chatlioSchema(fieldGroupId, title), title };
	const body = profile ? { ...schema, 'meta:immutableTags': ['union'] } : schema;
	const kind = 'schema';
	const { id, existing } = await ensureResource(run, registryResource('schemas', kind, body));
	if (existing) {
		await changeResource(run, { kind, name: title, id }, async () => {
			const present = await readResource(run.call, 'schemas', id, 'plain');
			const operations = [
				...(hasFieldGroup(present, fieldGroupId)
					? []
					: [{ op: 'add', path: '/allOf/-', value: { $ref: fieldGroupId } }]),
				...(!profile || isSchemaInProfile(present)
					? []
					: [{ op: 'add', path: '/meta:immutableTags', value: ['union'] }]),
			];
			return operations.length > 0
				? patchResourceRequest('schemas', id, title, operations)
				: undefined;
		});
	}
	return id;
}

const hasFieldGroup = ({ allOf }: RegistryResource, id: string) =>
	Array.isArray(allOf) && (allOf as Array<{ $ref?: string }>).some(({ $ref }) => $ref === id);
