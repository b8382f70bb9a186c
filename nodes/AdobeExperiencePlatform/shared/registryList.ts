import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	listResources,
	type Container,
	type ResourceKind,
} from '../../../lib/platform/schemaRegistry';
import type { OperationContext } from './operation';
import { collectionOf, textOf } from './parameters';
import { isSimplified, limitOf, returnAllAndLimit, simplify } from './properties';
import { simpleResource } from './simpleResource';

/** @param usual whose resources are listed unless chosen otherwise */
export const registryListProperties = (usual: Container): INodeProperties[] => [
	{
		displayName: 'Made By',
		name: 'container',
		type: 'options',
		default: usual,
		options: [
			{ name: 'Adobe', value: 'global', description: 'The same in every organization' },
			{ name: 'Organization', value: 'tenant', description: 'Yours, in this sandbox' },
		],
	},
	...returnAllAndLimit,
	simplify,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Chatlio',
				description: 'Part of the title or ID',
			},
		],
	},
];

/** What the panel's choices above list. */
export async function listFromRegistry(
	context: OperationContext,
	kind: ResourceKind,
): Promise<IDataObject[]> {
	const simplified = isSimplified(context);
	const { search } = collectionOf<{ search: string }>(context, 'filters');
	const container = textOf(context, 'container') as Container;
	const resources = await listResources(
		context.platform.call,
		{ kind, container, search, whole: !simplified },
		limitOf(context),
	);
	return simplified ? resources.map(simpleResource) : (resources as IDataObject[]);
}
