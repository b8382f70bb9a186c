import type { INodeProperties } from 'n8n-workflow';
import { sandboxLocator } from './locators';
import type { Operation, Resource } from './operation';

/** What a resource is mostly chosen for. */
const USUAL = ['getMany', 'setUp'];

/** The node's properties: Resource, Operation, then each operation's own and its Options. */
export function describeResources(resources: Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: 'chatlioSource',
			options: resources.map(({ name, value }) => ({ name, value })),
		},
		...resources.map(operationProperty),
		...resources.flatMap(({ value, operations }) =>
			operations.flatMap((operation) => operationProperties(value, operation)),
		),
	];
}

function operationProperty({ value: resource, operations }: Resource): INodeProperties {
	const [first] = operations;
	const usual = operations.find(({ value }) => USUAL.includes(value)) ?? first;
	const property: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		default: '',
		options: operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
	};
	return { ...property, default: usual.value };
}

function operationProperties(resource: string, operation: Operation): INodeProperties[] {
	return [...operation.properties, ...optionsOf(operation)].map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				resource: [resource],
				operation: [operation.value],
				...property.displayOptions?.show,
			},
		},
	}));
}

function optionsOf({ options = [], withoutSandbox }: Operation): INodeProperties[] {
	const members = [...options, ...(withoutSandbox ? [] : [sandboxLocator])];
	if (members.length === 0) return [];
	return [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: members.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	];
}
