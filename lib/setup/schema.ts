import type { PlatformCall, PlatformRequest } from '../platform/call';
import {
	createResource,
	listResources,
	readResource,
	type RegistryResource,
	type ResourceKind,
} from '../platform/schemaRegistry';
import { chatlioFieldGroup, chatlioSchema } from '../xdm/fieldGroup';
import { additionsTo } from './additions';
import { change, ensure, type Part, type Work } from './work';
import { pathSegment } from '../pathSegment';

/** Source: Adobe, "Schema Registry API", update a schema or field group; the version is needed in the answer's form. */
function patchOf(
	kind: ResourceKind,
	id: string,
	name: string,
	operations: object[],
): PlatformRequest {
	return {
		task: `change "${name}"`,
		method: 'PATCH',
		path: `/data/foundation/schemaregistry/tenant/${kind}/${pathSegment(id)}`,
		headers: { Accept: 'application/vnd.adobe.xed+json; version=1' },
		body: operations,
	};
}

function registryPart(
	kind: ResourceKind,
	words: string,
	body: { title: string },
): Part<RegistryResource> {
	return {
		kind: words,
		name: body.title,
		find: async (call) => await findByTitle(call, kind, body.title),
		idOf: ({ $id }) => $id,
		create: async (call) => (await createResource(call, kind, body)).$id,
	};
}

/** The organization's resources of exactly that title. */
export async function findByTitle(call: PlatformCall, kind: ResourceKind, title: string) {
	const query = { kind, container: 'tenant', search: title } as const;
	return (await listResources(call, query, Infinity)).filter((one) => one.title === title);
}

/** Finds or makes the field group; what the field table has got since is added to one that was found, if asked for. */
export async function ensureFieldGroup(
	work: Work,
	title: string,
	tenantId: string,
	merge: boolean,
): Promise<string> {
	const body = { ...chatlioFieldGroup(tenantId), title };
	const kind = 'field group';
	const { id, held } = await ensure(work, registryPart('fieldgroups', kind, body));
	if (held && merge) {
		await change(work, { kind, name: title, id }, async () => {
			const present = await readResource(work.call, 'fieldgroups', id, 'plain');
			const additions = additionsTo(present, body);
			return additions.length > 0 ? patchOf('fieldgroups', id, title, additions) : undefined;
		});
	}
	return id;
}

/** Finds or makes the schema, with the field group in it and, if asked for, enabled for Profile. */
export async function ensureSchema(
	work: Work,
	title: string,
	fieldGroupId: string,
	profile: boolean,
): Promise<string> {
	const made = { ...chatlioSchema(fieldGroupId, title), title };
	const body = profile ? { ...made, 'meta:immutableTags': ['union'] } : made;
	const kind = 'schema';
	const { id, held } = await ensure(work, registryPart('schemas', kind, body));
	if (held) {
		await change(work, { kind, name: title, id }, async () => {
			const present = await readResource(work.call, 'schemas', id, 'plain');
			const operations = [
				...(hasPart(present, fieldGroupId)
					? []
					: [{ op: 'add', path: '/allOf/-', value: { $ref: fieldGroupId } }]),
				...(!profile || isInProfile(present)
					? []
					: [{ op: 'add', path: '/meta:immutableTags', value: ['union'] }]),
			];
			return operations.length > 0 ? patchOf('schemas', id, title, operations) : undefined;
		});
	}
	return id;
}

const hasPart = ({ allOf }: RegistryResource, id: string) =>
	Array.isArray(allOf) && (allOf as Array<{ $ref?: string }>).some(({ $ref }) => $ref === id);

const isInProfile = (schema: RegistryResource) =>
	[schema['meta:immutableTags']].flat().includes('union');
