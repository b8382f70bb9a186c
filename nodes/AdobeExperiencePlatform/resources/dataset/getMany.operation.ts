import type { IDataObject } from 'n8n-workflow';
import { listDatasets } from '../../../../lib/platform/services/catalog';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf } from '../../shared/parameters';
import {
	filters,
	isSimplified,
	limitOf,
	returnAllAndLimit,
	simplify,
} from '../../shared/common.properties';
import { simpleDataset } from './simplifyDataset';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many datasets',
	description: 'Get the datasets of the sandbox, newest first',
	properties: [
		...returnAllAndLimit,
		simplify,
		filters([
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Chatlio',
				description: 'Part of the name or ID',
			},
		]),
	],
	async run(context) {
		const { search = '' } = collectionOf<{ search: string }>(context, 'filters');
		const datasets = await listDatasets(context.platform.call, search, limitOf(context));
		return isSimplified(context) ? datasets.map(simpleDataset) : (datasets as IDataObject[]);
	},
};
