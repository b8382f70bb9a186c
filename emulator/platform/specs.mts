import type { FastifyInstance } from 'fastify';
import { queryValues } from './request.mts';
import { filterByProperties } from './propertyFilter.mts';
import { badFilter, notFound } from './flowProblems.mts';

// Fixed IDs from Adobe's pages "Create an HTTP API streaming connection" and "Create a source
// connection for Chatlio".
export const HTTP_API_SPEC = 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb';
export const CHATLIO_SPEC = '073127a3-26e3-496c-9d94-9f48fb93fba8';
export const DATA_LAKE_SPEC = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
export const XDM_FLOW_SPEC = 'd8a6f005-7eaf-4153-983e-e8574508b877';
export const RAW_FLOW_SPEC = 'c1a19761-d2c7-4702-b9fa-fe91f0613e81';
export const SDK_FLOW_SPEC = 'e77fde5a-22a8-11ed-861d-0242ac120002';

/** The provider of every streaming source. */
const PROVIDER = '521eee4d-8cbe-4906-bb48-fb6bd4450033';

const connectionSpecs = [
	{
		id: HTTP_API_SPEC,
		name: 'Streaming Connection',
		providerId: PROVIDER,
		version: '1.0',
		type: 'source',
		authSpec: [{ name: 'Streaming Connection', type: 'Streaming_Connection' }],
		attributes: { category: 'streaming', isSource: true, uiAttributes: { isSource: true } },
	},
	{
		id: CHATLIO_SPEC,
		name: 'Chatlio',
		providerId: PROVIDER,
		version: '1.0',
		type: 'source',
		authSpec: [],
		attributes: {
			category: 'marketingAutomation',
			isSource: true,
			uiAttributes: { isSource: true },
		},
	},
	{
		id: DATA_LAKE_SPEC,
		name: 'Data Lake',
		providerId: PROVIDER,
		version: '1.0',
		type: 'target',
		authSpec: [],
		attributes: { isDestination: false },
	},
];

const flowSpec = (id: string, name: string, source: string) => ({
	id,
	name,
	providerId: PROVIDER,
	version: '1.0',
	sourceConnectionSpecIds: [source],
	targetConnectionSpecIds: [DATA_LAKE_SPEC],
	attributes: { isSourceFlow: true },
});

const flowSpecs = [
	flowSpec(XDM_FLOW_SPEC, 'Streaming Ingest', HTTP_API_SPEC),
	flowSpec(RAW_FLOW_SPEC, 'Streaming Ingest with Transformation', HTTP_API_SPEC),
	flowSpec(SDK_FLOW_SPEC, 'Streaming SDK Source with Transformation', CHATLIO_SPEC),
];

/** Returns true for source specs whose dataflow has its own inlet: self-serve streaming SDK sources. */
export function isSdkSpec(id: string): boolean {
	return id === CHATLIO_SPEC;
}

/** Registers Flow Service's fixed specs. */
export function specRoutes(app: FastifyInstance): void {
	const base = '/data/foundation/flowservice';
	for (const [path, specs] of [
		['connectionSpecs', connectionSpecs],
		['flowSpecs', flowSpecs],
	] as const) {
		app.get(`${base}/${path}`, (request) => ({
			items: filterByProperties([...specs], queryValues(request, 'property'), badFilter),
			_links: {},
		}));
		app.get<{ Params: { id: string } }>(`${base}/${path}/:id`, (request) => {
			const spec = specs.find((one) => one.id === request.params.id);
			if (!spec) throw notFound(path, request.params.id);
			return { items: [spec] };
		});
	}
}
