import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { sandboxLocator } from '../../../lib/n8n/locators';
import type { Operation, Resource } from './operation';

/** Operations that users need most often. */
const DEFAULT_OPERATIONS = ['getMany', 'setUp'];

/** Creates the node's properties: Resource, Operation, then each operation's own and its Options. */
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
	const defaultOperation =
		operations.find(({ value }) => DEFAULT_OPERATIONS.includes(value)) ?? first;
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
	return { ...property, default: defaultOperation.value };
}

function operationProperties(resource: string, operation: Operation): INodeProperties[] {
	return updateDisplayOptions({ show: { resource: [resource], operation: [operation.value] } }, [
		...operation.properties,
		...optionsOf(operation),
	]) as INodeProperties[];
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
