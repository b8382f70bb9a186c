import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	CONTAINERS,
	listResources,
	type Container,
	type ResourceKind,
} from '../../../lib/platform/services/schemaRegistry';
import { fieldChoice, fieldText } from '../../../lib/problem/parameterValue';
import type { OperationContext } from './operation';
import { collectionOf, textOf } from './parameters';
import { filters, isSimplified, limitOf, returnAllAndLimit, simplify } from './common.properties';
import { simpleResource } from './simplifyResource';

/**
 * Creates the properties of an operation that lists resources.
 * @param defaultOwner the owner that is preselected
 */
export const registryListProperties = (defaultOwner: Container): INodeProperties[] => [
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		default: defaultOwner,
		options: [
			{
				name: 'Adobe',
				value: 'global',
				description: 'Created by Adobe, and the same in every organization',
			},
			{
				name: 'Organization',
				value: 'tenant',
				description: 'Created by your organization in this sandbox',
			},
		],
	},
	...returnAllAndLimit,
	simplify,
	filters([
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. Chatlio',
			description: 'Part of the title or ID',
		},
	]),
];

/** Lists resources by the parameters above. */
export async function listFromRegistry(
	context: OperationContext,
	kind: ResourceKind,
): Promise<IDataObject[]> {
	const simplified = isSimplified(context);
	const { search } = collectionOf<{ search: unknown }>(context, 'filters');
	const container = fieldChoice(textOf(context, 'owner'), 'Owner', CONTAINERS);
	const resources = await listResources(
		context.platform.call,
		{ kind, container, search: fieldText(search, 'Search'), whole: !simplified },
		limitOf(context),
	);
	return simplified ? resources.map(simpleResource) : (resources as IDataObject[]);
}
