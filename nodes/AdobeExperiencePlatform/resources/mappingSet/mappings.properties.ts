import type { INodeProperties } from 'n8n-workflow';
import { mappingSetId, schemaLocator } from '../../../../lib/n8n/locators';

const EXAMPLE = JSON.stringify(
	[
		{ sourceType: 'ATTRIBUTE', source: 'eventId', destination: '_id' },
		{ sourceType: 'ATTRIBUTE', source: 'receivedAt', destination: 'timestamp' },
		{ sourceType: 'STATIC', source: 'chat.message', destination: 'eventType' },
	],
	null,
	2,
);

const mappings: INodeProperties = {
	displayName: 'Mappings',
	name: 'mappings',
	type: 'json',
	required: true,
	typeOptions: { rows: 8 },
	default: EXAMPLE,
	description:
		'A list of mappings. Each has a sourceType (ATTRIBUTE, EXPRESSION or STATIC), a source and a destination. Chatlio Source: Preview returns the mappings for Chatlio.',
};

/** Fields of a new mapping set: its schema and mappings. */
export const draftProperties: INodeProperties[] = [schemaLocator, mappings];

const onlyFor = (mappingsFrom: string) => ({
	displayOptions: { show: { mappingsFrom: [mappingsFrom] } },
});

/** Choice between an existing mapping set and one to try out before creating it. */
export const eitherProperties: INodeProperties[] = [
	{
		displayName: 'Mappings From',
		name: 'mappingsFrom',
		type: 'options',
		default: 'mappingSet',
		options: [
			{ name: 'JSON', value: 'json', description: 'Mappings that do not exist in Adobe yet' },
			{
				name: 'Mapping Set',
				value: 'mappingSet',
				description: 'A mapping set that exists in Adobe',
			},
		],
	},
	{ ...mappingSetId, ...onlyFor('mappingSet') },
	...draftProperties.map((property) => ({ ...property, ...onlyFor('json') })),
];

/** Member of Options. */
export const schemaVersion: INodeProperties = {
	displayName: 'Schema Version',
	name: 'schemaVersion',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description: 'Major version of the schema, the same as in the dataset',
};
