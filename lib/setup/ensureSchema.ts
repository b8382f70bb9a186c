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
import { chatlioFieldGroup, chatlioSchema } from '../xdm/schema/chatlioSchema';
import { fieldGroupPatch } from './fieldGroupPatch';
import {
	changeResource,
	ensureResource,
	type ManagedResource,
	type SetUpRun,
} from './ensureResource';

function registryResource(
	kind: ResourceKind,
	kindName: string,
	body: { title: string },
): ManagedResource<RegistryResource> {
	return {
		kind: kindName,
		name: body.title,
		find: async (call) => await findByTitle(call, kind, body.title),
		idOf: ({ $id }) => $id,
		create: async (call) => (await createResource(call, kind, body)).$id,
	};
}

/** Finds the organization's resources with exactly that title. */
export async function findByTitle(call: PlatformCall, kind: ResourceKind, title: string) {
	const query = { kind, container: 'tenant', search: title } as const;
	return (await listResources(call, query, Infinity)).filter(
		(resource) => resource.title === title,
	);
}

/**
 * Finds or creates the field group; fields that the field table has gained since are added to an existing one, if
 * requested.
 */
export async function ensureFieldGroup(
	run: SetUpRun,
	title: string,
	tenantId: string,
	merge: boolean,
): Promise<string> {
	const body = { ...chatlioFieldGroup(tenantId), title };
	const kind = 'field group';
	const { id, existing } = await ensureResource(run, registryResource('fieldgroups', kind, body));
	if (existing && merge) {
		await changeResource(run, { kind, name: title, id }, async () => {
			const present = await readResource(run.call, 'fieldgroups', id, 'plain');
			const additions = fieldGroupPatch(present, body);
			return additions.length > 0
				? patchResourceRequest('fieldgroups', id, title, additions)
				: undefined;
		});
	}
	return id;
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
