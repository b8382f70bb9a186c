import type { INodeProperties } from 'n8n-workflow';
import { mappingSetId, schemaLocator } from '../../shared/locators';

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
		'A list with sourceType (ATTRIBUTE, EXPRESSION or STATIC), source and destination of each. Chatlio Source: Preview returns the ones for Chatlio.',
};

/** A mapping set to be made: its schema and what fills it. */
export const draftProperties: INodeProperties[] = [schemaLocator, mappings];

const onlyFor = (mappingsFrom: string) => ({
	displayOptions: { show: { mappingsFrom: [mappingsFrom] } },
});

/** A mapping set that exists, or one that is tried out before. */
export const eitherProperties: INodeProperties[] = [
	{
		displayName: 'Mappings From',
		name: 'mappingsFrom',
		type: 'options',
		default: 'mappingSet',
		options: [
			{ name: 'JSON', value: 'json', description: 'Mappings that are not kept in Adobe yet' },
			{ name: 'Mapping Set', value: 'mappingSet', description: 'One that exists in Adobe' },
		],
	},
	{ ...mappingSetId, ...onlyFor('mappingSet') },
	...draftProperties.map((property) => ({ ...property, ...onlyFor('json') })),
];

/** A member of Options. */
export const schemaVersion: INodeProperties = {
	displayName: 'Schema Version',
	name: 'schemaVersion',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description: 'Major version of the schema, which must be the one the dataset names',
};
