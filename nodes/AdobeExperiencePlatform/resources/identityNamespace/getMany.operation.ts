import type { IDataObject } from 'n8n-workflow';
import { listNamespaces } from '../../../../lib/platform/services/identityService';
import { contains } from '../../../../lib/platform/transport/searchPages';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf } from '../../shared/parameters';
import { filters, limitOf, returnAllAndLimit } from '../../shared/common.properties';

interface Filters {
	customOnly: boolean;
	search: string;
}

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many identity namespaces',
	description: "Get the identity namespaces of the organization, including Adobe's own",
	properties: [
		...returnAllAndLimit,
		filters([
			{
				displayName: 'Custom Only',
				name: 'customOnly',
				type: 'boolean',
				default: false,
				description: "Whether to leave out Adobe's own namespaces",
			},
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Email',
				description: 'Part of the code or name',
			},
		]),
	],
	async run(context) {
		const { search = '', customOnly } = collectionOf<Filters>(context, 'filters');
		const namespaces = await listNamespaces(context.platform.call);
		return namespaces
			.filter(({ code, name, custom }) => contains(search, code, name) && (custom || !customOnly))
			.slice(0, limitOf(context)) as IDataObject[];
	},
};
