import axios from 'axios';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { results, platformNode } from '../../harness/experiencePlatform';
import { chosen } from '../../integration/operationCases/types';
import { documented } from '../../payloads';

let adobe: Emulator;

beforeAll(async () => {
	adobe = await startEmulator();
});

afterAll(async () => await adobe?.stop());

/** What earlier operations of the tour created. */
interface Made {
	flowId: string;
	datasetId: string;
	schemaId: string;
	mappingSetId: string;
	otherMappingSetId: string;
	otherDatasetId: string;
	jobId: string;
	fieldGroupId: string;
}

interface Stop {
	resource: string;
	operation: string;
	parameters?: (made: Made) => INodeParameters;
	items?: IDataObject[];
	/** Keeps what later stops need of what it returned. */
	keep?: (items: IDataObject[], made: Made) => void;
	/** The least number of items it returns; default 1. */
	atLeast?: number;
}

const flow = ({ flowId }: Made) => ({ dataflow: chosen(flowId) });
const dataset = ({ datasetId }: Made) => ({ dataset: chosen(datasetId) });
const schema = ({ schemaId }: Made) => ({ schema: chosen(schemaId) });
const MAPPINGS = '[{ "sourceType": "ATTRIBUTE", "source": "eventId", "destination": "_id" }]';
const event = { _id: 'tour-1', timestamp: '2026-01-31T12:00:00.000Z', eventType: 'chatlio.tour' };

/** In an order in which each finds what it needs. */
const tour: Stop[] = [
	{ resource: 'sandbox', operation: 'getMany' },
	{
		resource: 'identityNamespace',
		operation: 'create',
		parameters: () => ({ code: 'TourVisitor', idType: 'Cookie' }),
	},
	{ resource: 'identityNamespace', operation: 'getMany' },
	{
		resource: 'chatlioSource',
		operation: 'preview',
		parameters: () => ({
			name: 'Tour',
			deliveryRoute: 'raw',
			inlet: 'open',
			createNamespaces: true,
		}),
	},
	{
		resource: 'chatlioSource',
		operation: 'setUp',
		parameters: () => ({
			name: 'Tour',
			deliveryRoute: 'raw',
			inlet: 'open',
			createNamespaces: true,
		}),
		keep: ([row], made) => Object.assign(made, row),
	},
	{ resource: 'dataflow', operation: 'get', parameters: flow },
	{ resource: 'dataflow', operation: 'getMany' },
	{ resource: 'dataflow', operation: 'getStreamingEndpoint', parameters: flow },
	{ resource: 'dataflow', operation: 'disable', parameters: flow },
	{ resource: 'dataflow', operation: 'enable', parameters: flow },
	{ resource: 'schema', operation: 'get', parameters: schema },
	{ resource: 'schema', operation: 'getMany' },
	{ resource: 'schema', operation: 'getSampleRecord', parameters: schema },
	{
		resource: 'fieldGroup',
		operation: 'create',
		parameters: () => ({
			title: 'Tour ratings',
			fields: '[{ "path": "tour.rating", "type": "integer" }]',
		}),
	},
	{ resource: 'fieldGroup', operation: 'getMany' },
	{
		resource: 'schema',
		operation: 'createFromFields',
		parameters: () => ({
			title: 'Tour schema',
			fields: '[{ "path": "tour.words", "type": "string" }]',
		}),
	},
	{
		resource: 'mappingSet',
		operation: 'create',
		parameters: (made) => ({ ...schema(made), mappings: MAPPINGS }),
		keep: ([{ id }], made) => (made.otherMappingSetId = String(id)),
	},
	{
		resource: 'mappingSet',
		operation: 'get',
		parameters: ({ mappingSetId }) => ({ mappingSetId }),
	},
	{
		resource: 'mappingSet',
		operation: 'validate',
		parameters: (made) => ({ mappingsFrom: 'json', ...schema(made), mappings: MAPPINGS }),
	},
	{
		resource: 'mappingSet',
		operation: 'preview',
		parameters: (made) => ({ mappingsFrom: 'json', ...schema(made), mappings: MAPPINGS }),
		items: [{ eventId: 'tour-2' }],
	},
	{
		resource: 'dataflow',
		operation: 'updateMapping',
		parameters: (made) => ({ ...flow(made), mappingSetId: made.otherMappingSetId }),
	},
	{
		resource: 'dataset',
		operation: 'create',
		parameters: (made) => ({ name: 'Tour dataset', ...schema(made) }),
		keep: ([{ id }], made) => (made.otherDatasetId = String(id)),
	},
	{ resource: 'dataset', operation: 'get', parameters: dataset },
	{ resource: 'dataset', operation: 'getMany' },
	{ resource: 'dataset', operation: 'getBatches', parameters: dataset },
	{
		resource: 'dataset',
		operation: 'reconcile',
		parameters: (made) => ({
			...dataset(made),
			...flow(made),
			recordId: 'tour-1',
			acceptedAt: '2026-01-31T12:00:00.000Z',
		}),
	},
	{
		resource: 'dataset',
		operation: 'delete',
		parameters: ({ otherDatasetId }) => ({ dataset: chosen(otherDatasetId) }),
	},
	{ resource: 'record', operation: 'validate', parameters: schema, items: [event] },
	{
		resource: 'failedRecord',
		operation: 'getMany',
		parameters: (made) => ({ ...dataset(made), since: '2020-01-01T00:00:00Z' }),
	},
	{ resource: 'dataflowRun', operation: 'getMany', parameters: flow },
	{
		resource: 'metric',
		operation: 'get',
		parameters: (made) => ({
			measure: 'dataset',
			...dataset(made),
			start: new Date(Date.now() - 86_400_000).toISOString(),
			end: new Date(Date.now() + 86_400_000).toISOString(),
			granularity: 'day',
		}),
	},
	{
		resource: 'privacyRequest',
		operation: 'create',
		parameters: () => ({ privacyAction: 'delete', visitorId: 'tour', confirm: 'tour' }),
		keep: ([{ jobId }], made) => (made.jobId = String(jobId)),
	},
	{ resource: 'privacyRequest', operation: 'get', parameters: ({ jobId }) => ({ jobId }) },
	{ resource: 'privacyRequest', operation: 'getMany' },
	{ resource: 'dataflow', operation: 'delete', parameters: flow },
	{
		resource: 'chatlioSource',
		operation: 'remove',
		parameters: () => ({ name: 'Tour', confirmName: 'Tour', withData: true }),
	},
];

const valuesOf = ({ options = [] }: INodeProperties) =>
	options.map((option) => String('value' in option ? option.value : option.name));

test('every operation runs through n8n’s execution engine against the emulator', async () => {
	const offered = platformNode.description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) => {
			const [resource] = property.displayOptions!.show!.resource as string[];
			return valuesOf(property).map((operation) => `${resource}.${operation}`);
		});
	expect(tour.map(({ resource, operation }) => `${resource}.${operation}`).sort()).toEqual(
		offered.sort(),
	);

	const made = {} as Made & { inletUrl: string };
	const went: Record<string, string> = {};
	for (const { resource, operation, parameters, items, keep, atLeast = 1 } of tour) {
		const name = `${resource}.${operation}`;
		try {
			const run = { resource, operation, parameters: parameters?.(made), items };
			const output = await results(adobe.url, run);
			went[name] = output.length >= atLeast ? 'passed' : `${output.length} items`;
			keep?.(output, made);
		} catch (error) {
			went[name] = (error as Error).message;
		}
		if (name === 'dataflow.getStreamingEndpoint') await feed(made);
	}
	expect(went).toEqual(Object.fromEntries(offered.map((name) => [name, 'passed'])));
}, 600_000);

/** Sends one event that is stored and one that is accepted but not stored, long enough ago to show in runs. */
async function feed({ flowId, inletUrl, datasetId }: Made & { inletUrl: string }) {
	await adobe.control.ageFlow(flowId);
	const headers = { 'x-adobe-flow-id': flowId };
	const good = { event: 'newConversation', eventId: 'tour', receivedAt: event.timestamp };
	await axios.post(inletUrl, { ...good, message: documented.newConversation.message }, { headers });
	await axios.post(inletUrl, { event: 'newConversation', message: 'no id' }, { headers });
	await adobe.control.settled(2, { datasetId });
	await adobe.control.ageRecords();
}
