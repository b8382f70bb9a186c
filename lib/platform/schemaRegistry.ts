import type { PlatformCall } from './call';
import { readPages, type Page } from './paging';
import { PlatformRefusal } from './refusal';
import { contains, searchPages, withoutRepeats } from './search';
import { pathSegment } from '../pathSegment';

/** Source: Schema Registry API guide. */
const REGISTRY = '/data/foundation/schemaregistry';

/**
 * How an answer is to look. A list takes no version, a single resource must have one.
 * Source: Schema Registry API guide, "Accept header".
 */
const ACCEPT = {
	list: 'application/vnd.adobe.xed-id+json',
	fullList: 'application/vnd.adobe.xed+json',
	/** With references, as it was made. */
	plain: 'application/vnd.adobe.xed+json; version=1',
	/** With all references followed. */
	full: 'application/vnd.adobe.xed-full+json; version=1',
} as const;

/** The class of events. */
export const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';

/** Rows of one page; the registry takes 500 as a hint and answers with 300 at most. Source: as above. */
const PAGE = 300;

export type Container = 'tenant' | 'global';
export type ResourceKind = 'schemas' | 'fieldgroups';

/** A schema or field group in short. */
export interface RegistryResource {
	$id: string;
	title?: string;
	'meta:altId'?: string;
	version?: string;
	[other: string]: unknown;
}

/**
 * The organization's tenant id, without its underscore: `acme` for fields below `_acme`.
 * @throws PlatformRefusal
 */
export async function getTenantId(call: PlatformCall): Promise<string> {
	const task = 'read the tenant ID';
	const stats = (await call({ task, path: `${REGISTRY}/stats` })) as
		| { tenantId?: unknown }
		| undefined;
	if (typeof stats?.tenantId === 'string' && stats.tenantId) return stats.tenantId;
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe's Schema Registry answered without one`,
		description:
			'Type the tenant ID instead: Adobe shows it in the name of every field of your own, such as _acme.',
		status: 200,
	});
}

/** Adobe's own resources are in the global container, all others in the organization's. */
const containerOf = (id: string): Container =>
	/^(https:\/\/ns\.adobe\.com\/xdm\/|_xdm\.)/.test(id) ? 'global' : 'tenant';

/**
 * One resource of the registry.
 * @param id its `$id` or its `meta:altId`
 * @param form `full` with all references followed: what records are checked against
 */
export async function readResource(
	call: PlatformCall,
	kind: ResourceKind,
	id: string,
	form: 'plain' | 'full',
): Promise<RegistryResource> {
	return (await call({
		task: `read the ${KIND_WORDS[kind].one} ${id}`,
		path: `${REGISTRY}/${containerOf(id)}/${kind}/${pathSegment(id)}`,
		headers: { Accept: ACCEPT[form] },
	})) as RegistryResource;
}

const KIND_WORDS: Record<ResourceKind, { one: string; many: string }> = {
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
	/** Part of the title or id; the filter is applied here, so that upper and lower case do not matter. */
	search?: string;
	/** Whole resources instead of title, ids and version. */
	whole?: boolean;
}

/** A page of resources by title, the next one that has any. @param cursor from the page before */
export async function searchResources(
	call: PlatformCall,
	{ kind, container, search = '', whole }: RegistryQuery,
	cursor?: string,
): Promise<Page<RegistryResource>> {
	return await searchPages(
		async (start) => {
			const page = (await call({
				task: `list the ${KIND_WORDS[kind].many}`,
				path: `${REGISTRY}/${container}/${kind}`,
				query: { orderby: 'title', limit: PAGE, start },
				headers: { Accept: whole ? ACCEPT.fullList : ACCEPT.list },
			})) as RegistryPage | undefined;
			return { entities: page?.results ?? [], next: page?._page?.next ?? undefined };
		},
		({ $id, title }) => contains(search, $id, title),
		cursor,
	);
}

/**
 * All resources of a container by title. Pages overlap where titles are alike: none is given twice.
 * @param limit most to return; Infinity for all
 */
export async function listResources(call: PlatformCall, query: RegistryQuery, limit: number) {
	const read = async (cursor?: string) => await searchResources(call, query, cursor);
	return withoutRepeats(await readPages(limit, read), ({ $id }) => $id);
}

/** The organization's field groups, then Adobe's own. @param cursor from the page before; undefined starts at the first */
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

/** A record made up by Adobe that fits the schema. */
export async function sampleRecord(call: PlatformCall, schemaId: string): Promise<object> {
	return (await call({
		task: `read a sample record of the schema ${schemaId}`,
		path: `${REGISTRY}/rpc/sampledata/${pathSegment(schemaId)}`,
		headers: { Accept: ACCEPT.plain },
	})) as object;
}

/** Creates a field group or schema of the organization. */
export async function createResource(
	call: PlatformCall,
	kind: ResourceKind,
	body: { title: string },
): Promise<RegistryResource> {
	return (await call({
		task: `create the ${KIND_WORDS[kind].one} "${body.title}"`,
		method: 'POST',
		path: `${REGISTRY}/tenant/${kind}`,
		headers: { Accept: ACCEPT.plain },
		body,
	})) as RegistryResource;
}

/**
 * The body of a schema of events.
 * @param fieldGroupIds `$id`s, standard and own
 * @param profile for Profile, which cannot be undone once data has arrived
 */
export function eventSchema(
	title: string,
	description: string,
	fieldGroupIds: readonly string[],
	profile = false,
) {
	return {
		title,
		...(description && { description }),
		type: 'object',
		allOf: [EXPERIENCE_EVENT, ...fieldGroupIds].map(($ref) => ({ $ref })),
		...(profile && { 'meta:immutableTags': ['union'] }),
	};
}
