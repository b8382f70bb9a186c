import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import type { Page } from '../../http/pages';
import { readPages } from '../transport/paging';
import { serviceError } from '../../problem/serviceError';
import { contains, searchPages } from '../transport/searchPages';
import { pathSegment } from '../../http/pathSegment';

/** Source: Schema Registry API guide. */
const REGISTRY = '/data/foundation/schemaregistry';

/**
 * Accept headers for the forms of a response. A list takes no version, a single resource requires one. Source: Schema
 * Registry API guide, "Accept header".
 */
const ACCEPT = {
	list: 'application/vnd.adobe.xed-id+json',
	fullList: 'application/vnd.adobe.xed+json',
	/** With references, as it was created. */
	plain: 'application/vnd.adobe.xed+json; version=1',
	/** With all references resolved. */
	full: 'application/vnd.adobe.xed-full+json; version=1',
} as const;

/** The class of time-series events. */
export const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';

/** Rows per page; the registry treats 500 as a hint and returns at most 300. Source: as above. */
const PAGE = 300;

export const CONTAINERS = ['tenant', 'global'] as const;

export type Container = (typeof CONTAINERS)[number];
export type ResourceKind = 'schemas' | 'fieldgroups';

/** Main fields of a schema or field group. */
export interface RegistryResource {
	$id: string;
	title?: string;
	'meta:altId'?: string;
	version?: string;
	[other: string]: unknown;
}

/**
 * Reads the organization's tenant ID, without its underscore: `acme` for fields in `_acme`.
 * @throws ServiceError
 */
export async function getTenantId(call: PlatformCall): Promise<string> {
	const task = 'read the tenant ID';
	const stats = (await call({ task, path: `${REGISTRY}/stats` })) as
		| { tenantId?: unknown }
		| undefined;
	if (typeof stats?.tenantId === 'string' && stats.tenantId) return stats.tenantId;
	throw serviceError('adobe.incompleteResponse', {
		task,
		what: 'tenant ID',
		advice:
			'Check the Platform URL in the credential, and whether a proxy responds instead of Adobe.',
	});
}

/** Adobe's own resources are in the global container, all others in the organization's. */
const containerOf = (id: string): Container =>
	/^(https:\/\/ns\.adobe\.com\/xdm\/|_xdm\.)/.test(id) ? 'global' : 'tenant';

/**
 * Reads one resource of the registry.
 * @param id its `$id` or its `meta:altId`
 * @param form `full` resolves all references, as needed to validate records
 */
export async function readResource(
	call: PlatformCall,
	kind: ResourceKind,
	id: string,
	form: 'plain' | 'full',
): Promise<RegistryResource> {
	return (await call({
		task: `read the ${KIND_NAMES[kind].one} ${id}`,
		path: `${REGISTRY}/${containerOf(id)}/${kind}/${pathSegment(id)}`,
		headers: { Accept: ACCEPT[form] },
	})) as RegistryResource;
}

const KIND_NAMES: Record<ResourceKind, { one: string; many: string }> = {
	schemas: { one: 'schema', many: 'schemas' },
	fieldgroups: { one: 'field group', many: 'field groups' },
};

interface RegistryPage {
	results?: RegistryResource[];
	_page?: { next?: string | null };
}

export interface RegistryQuery {
	kind: ResourceKind;
	container: Container;
	/** Part of the title or ID; the filter is applied here, to ignore case. */
	search?: string;
	/** Complete resources instead of title, IDs and version. */
	whole?: boolean;
}

const resourcePages =
	(call: PlatformCall, { kind, container, whole }: RegistryQuery) =>
	async (start?: string): Promise<Page<RegistryResource>> => {
		const page = (await call({
			task: `list the ${KIND_NAMES[kind].many}`,
			path: `${REGISTRY}/${container}/${kind}`,
			query: { orderby: 'title', limit: PAGE, start },
			headers: { Accept: whole ? ACCEPT.fullList : ACCEPT.list },
		})) as RegistryPage | undefined;
		return { entities: page?.results ?? [], next: page?._page?.next ?? undefined };
	};

const isTitled =
	({ search = '' }: RegistryQuery) =>
	({ $id, title }: RegistryResource) =>
		contains(search, $id, title);

/**
 * Returns the next page of resources, by title, that is not empty.
 * @param cursor from the previous page
 */
export const searchResources = async (call: PlatformCall, query: RegistryQuery, cursor?: string) =>
	await searchPages(resourcePages(call, query), isTitled(query), cursor);

/**
 * Lists all resources of a container by title.
 * @param limit most to return; Infinity for all
 */
export async function listResources(call: PlatformCall, query: RegistryQuery, limit: number) {
	return await readPages(limit, resourcePages(call, query), isTitled(query));
}

/**
 * Searches the organization's field groups, then Adobe's own.
 * @param cursor from the previous page; undefined starts at the first
 */
export async function searchFieldGroups(
	call: PlatformCall,
	search: string,
	cursor = 'tenant ',
): Promise<Page<RegistryResource>> {
	const [container, ...title] = cursor.split(' ');
	const { entities, next } = await searchResources(
		call,
		{ kind: 'fieldgroups', container: container as Container, search },
		title.join(' ') || undefined,
	);
	if (next !== undefined) return { entities, next: `${container} ${next}` };
	if (container === 'global') return { entities };
	if (entities.length > 0) return { entities, next: 'global ' };
	return await searchFieldGroups(call, search, 'global ');
}

/** Reads a sample record that fits the schema, generated by Adobe. */
export async function sampleRecord(call: PlatformCall, schemaId: string): Promise<object> {
	return (await call({
		task: `read a sample record of the schema ${schemaId}`,
		path: `${REGISTRY}/rpc/sampledata/${pathSegment(schemaId)}`,
		headers: { Accept: ACCEPT.plain },
	})) as object;
}

/** Creates a field group or schema in the organization. */
export async function createResource(
	call: PlatformCall,
	kind: ResourceKind,
	body: { title: string },
): Promise<RegistryResource> {
	return (await call({
		task: `create the ${KIND_NAMES[kind].one} "${body.title}"`,
		method: 'POST',
		path: `${REGISTRY}/tenant/${kind}`,
		headers: { Accept: ACCEPT.plain },
		body,
	})) as RegistryResource;
}

/**
 * Returns the body of an event schema. Without a description, the title describes it, because every body in Adobe's
 * documents has one.
 * @param fieldGroupIds `$id`s of standard and custom field groups
 * @param profile enables the schema for Profile, permanently once data has arrived
 */
export function eventSchema(
	title: string,
	description: string,
	fieldGroupIds: readonly string[],
	profile = false,
) {
	return {
		title,
		description: description || title,
		type: 'object',
		allOf: [EXPERIENCE_EVENT, ...fieldGroupIds].map(($ref) => ({ $ref })),
		...(profile && { 'meta:immutableTags': ['union'] }),
	};
}

/**
 * Creates the request that changes a field group or schema of the organization.
 * @param operations JSON Patch operations. Source: Adobe, "Schema Registry API", update a field group
 */
export const patchResourceRequest = (
	kind: ResourceKind,
	id: string,
	title: string,
	operations: object[],
): PlatformRequest => ({
	task: `change the ${KIND_NAMES[kind].one} "${title}"`,
	method: 'PATCH',
	path: `${REGISTRY}/tenant/${kind}/${pathSegment(id)}`,
	headers: { Accept: ACCEPT.plain },
	body: operations,
});

/** Creates the request that deletes a field group or schema of the organization. */
export const deleteResourceRequest = (
	kind: ResourceKind,
	id: string,
	title: string,
): PlatformRequest => ({
	task: `delete the ${KIND_NAMES[kind].one} "${title}"`,
	method: 'DELETE',
	path: `${REGISTRY}/tenant/${kind}/${pathSegment(id)}`,
});

/** Returns true if a schema is enabled for Profile. */
export const isSchemaInProfile = (schema: RegistryResource) =>
	[schema['meta:immutableTags']].flat().includes('union');

/** Returns the IDs of the class and the field groups of a schema. */
export function partsOf({ allOf }: RegistryResource): string[] {
	const parts = Array.isArray(allOf) ? (allOf as Array<{ $ref?: unknown } | null>) : [];
	return parts.map((part) => part?.$ref).filter((id) => typeof id === 'string');
}

/** Lists the organization's schemas that contain a field group. */
export async function schemasWith(call: PlatformCall, fieldGroupId: string) {
	const query = { kind: 'schemas', container: 'tenant', whole: true } as const;
	const schemas = await listResources(call, query, Infinity);
	return schemas.filter((schema) => partsOf(schema).includes(fieldGroupId));
}
