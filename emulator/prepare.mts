import axios, { type AxiosInstance } from 'axios';
import { CLIENT_ID, CLIENT_SECRET, ORG_ID, SCOPES, TENANT_ID } from './account.mts';
import { controlClient } from './controlClient.mts';
import type { JsonObject } from './json.mts';

const FLOW_SERVICE = '/data/foundation/flowservice';
const REGISTRY = '/data/foundation/schemaregistry';
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const CONTENT_TYPE = 'application/vnd.adobe.xed-full+json;version=1';
const HTTP_API = { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' };
const DATA_LAKE = { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' };
const XDM_FLOW = { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' };
const RAW_FLOW = { id: 'c1a19761-d2c7-4702-b9fa-fe91f0613e81', version: '1.0' };

export interface NamespaceToMake {
	code: string;
	name?: string;
	idType?: string;
}

export interface PrepareOptions {
	/** Name of everything that is created; must not exist in the sandbox yet. */
	name: string;
	/**
	 * The tenant's own field group; its title becomes the name plus "fields". If absent, only standard fields are used.
	 */
	fieldGroup?: (tenantId: string) => object;
	/** Standard field groups; default Web Details and Environment Details. */
	fieldGroupRefs?: string[];
	format: 'xdm' | 'raw';
	authenticated: boolean;
	/** For `raw`: in modern or legacy form. */
	mappings?: readonly object[];
	/** Enables schema and dataset for Profile; default: false. */
	profile?: boolean;
	/** Identity namespaces to create; a text is the code. Existing ones stay unchanged. */
	namespaces?: (string | NamespaceToMake)[];
	/** Makes the dataflow older at once, to skip its warm-up; default: true. */
	aged?: boolean;
	/** Default `prod`. */
	sandbox?: string;
	/** Name of the sender in the connection, for messages without `header.source.name`; null for none. */
	sourceId?: string | null;
}

export interface PreparedDataflow {
	name: string;
	format: 'xdm' | 'raw';
	sandbox: string;
	tenantId: string;
	schemaId: string;
	fieldGroupId: string | undefined;
	datasetId: string;
	connectionId: string;
	sourceConnectionId: string;
	targetConnectionId: string;
	mappingSetId: string | undefined;
	flowId: string;
	inletId: string;
	inletUrl: string;
	/** `schemaRef` as it appears in a message. */
	schemaRef: { id: string; contentType: string };
}

/** Creates everything that a record needs to arrive, with the calls of Adobe's tutorial on HTTP API sources. */
export async function prepareDataflow(
	url: string,
	options: PrepareOptions,
): Promise<PreparedDataflow> {
	const { name, sandbox = 'prod' } = options;
	const http = await signIn(url, sandbox);
	await makeNamespaces(http, options.namespaces ?? []);
	const { schemaId, fieldGroupId } = await makeSchema(http, options);
	const schemaRef = { id: schemaId, contentType: CONTENT_TYPE };
	const tags = options.profile
		? { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] }
		: {};
	const datasets = await post<string[]>(http, '/data/foundation/catalog/dataSets', {
		name,
		schemaRef,
		tags,
	});
	const datasetId = datasets[0]!.split('/').pop()!;
	const mappingSetId =
		options.format === 'raw' ? await makeMapping(http, options, schemaRef) : undefined;
	const flow = await makeFlow(http, options, schemaRef, datasetId, mappingSetId);
	if (options.aged ?? true) await controlClient(url).ageFlow(flow.flowId);
	return {
		name,
		format: options.format,
		sandbox,
		tenantId: TENANT_ID,
		schemaId,
		fieldGroupId,
		datasetId,
		mappingSetId,
		schemaRef,
		...flow,
	};
}

/** Fetches an access token for the emulator's only account. */
export async function fetchToken(url: string): Promise<string> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: CLIENT_ID,
		client_secret: CLIENT_SECRET,
		scope: SCOPES.join(','),
	});
	const { data } = await axios.post<{ access_token: string }>(`${url}/ims/token/v3`, form, {
		proxy: false,
	});
	return data.access_token;
}

/** Creates a client of the platform's APIs with every required header. */
export async function signIn(url: string, sandbox = 'prod'): Promise<AxiosInstance> {
	return axios.create({
		baseURL: url,
		proxy: false,
		headers: {
			Authorization: `Bearer ${await fetchToken(url)}`,
			'x-api-key': CLIENT_ID,
			'x-gw-ims-org-id': ORG_ID,
			'x-sandbox-name': sandbox,
		},
	});
}

async function post<T>(http: AxiosInstance, path: string, body: object): Promise<T> {
	return (await http.post<T>(path, body)).data;
}

async function makeNamespaces(
	http: AxiosInstance,
	namespaces: (string | NamespaceToMake)[],
): Promise<void> {
	const path = '/data/core/idnamespace/identities';
	const { data: existing } = await http.get<{ code: string }[]>(path);
	for (const one of namespaces) {
		const namespace = typeof one === 'string' ? { code: one } : one;
		if (existing.some(({ code }) => code === namespace.code)) continue;
		await post(http, path, { name: namespace.code, idType: 'Cross_device', ...namespace });
	}
}

async function makeSchema(
	http: AxiosInstance,
	options: PrepareOptions,
): Promise<{ schemaId: string; fieldGroupId: string | undefined }> {
	const { name, fieldGroupRefs = [`${CLASS}-web`, `${CLASS}-environment-details`] } = options;
	const refs = [CLASS, ...fieldGroupRefs];
	let fieldGroupId: string | undefined;
	if (options.fieldGroup) {
		const body = { ...options.fieldGroup(TENANT_ID), title: `${name} fields` };
		const fieldGroup = await post<JsonObject>(http, `${REGISTRY}/tenant/fieldgroups`, body);
		fieldGroupId = String(fieldGroup.$id);
		refs.push(fieldGroupId);
	}
	const schema = await post<JsonObject>(http, `${REGISTRY}/tenant/schemas`, {
		title: name,
		type: 'object',
		allOf: refs.map(($ref) => ({ $ref })),
		...(options.profile ? { 'meta:immutableTags': ['union'] } : {}),
	});
	return { schemaId: String(schema.$id), fieldGroupId };
}

async function makeMapping(
	http: AxiosInstance,
	options: PrepareOptions,
	schemaRef: object,
): Promise<string> {
	const { id } = await post<{ id: string }>(http, '/data/foundation/conversion/mappingSets', {
		name: `${options.name} mapping`,
		outputSchema: { schemaRef },
		mappings: options.mappings ?? [],
	});
	return id;
}

async function makeFlow(
	http: AxiosInstance,
	options: PrepareOptions,
	schemaRef: { id: string; contentType: string },
	datasetId: string,
	mappingId: string | undefined,
) {
	const { name, format, sourceId = name } = options;
	const make = async (path: string, body: object) =>
		(await post<{ id: string }>(http, `${FLOW_SERVICE}/${path}`, { name, ...body })).id;
	const sender = { sourceId: sourceId ?? '', name: sourceId ?? '' };
	const connectionId = await make('connections', {
		connectionSpec: HTTP_API,
		auth: {
			specName: 'Streaming Connection',
			params: { ...sender, dataType: format, authenticationRequired: options.authenticated },
		},
	});
	const sourceConnectionId = await make('sourceConnections', {
		baseConnectionId: connectionId,
		connectionSpec: HTTP_API,
	});
	const targetConnectionId = await make('targetConnections', {
		connectionSpec: DATA_LAKE,
		data: { schema: { id: schemaRef.id, version: schemaRef.contentType } },
		params: { dataSetId: datasetId },
	});
	const flowId = await make('flows', {
		flowSpec: mappingId === undefined ? XDM_FLOW : RAW_FLOW,
		sourceConnectionIds: [sourceConnectionId],
		targetConnectionIds: [targetConnectionId],
		...(mappingId === undefined
			? {}
			: { transformations: [{ name: 'Mapping', params: { mappingId, mappingVersion: 0 } }] }),
	});
	const { data } = await http.get<{
		items: { auth: { params: { inletId: string; inletUrl: string } } }[];
	}>(`${FLOW_SERVICE}/connections/${connectionId}`);
	const { inletId, inletUrl } = data.items[0]!.auth.params;
	return { connectionId, sourceConnectionId, targetConnectionId, flowId, inletId, inletUrl };
}
