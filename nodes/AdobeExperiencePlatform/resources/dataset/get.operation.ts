import type { IDataObject } from 'n8n-workflow';
import { readDataset } from '../../../../lib/platform/services/catalog';
import { datasetLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { datasetIdOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/common.properties';
import { simpleDataset } from './simplifyDataset';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a dataset',
	description:
		'Get a dataset with its schema, its last batch, and whether it is enabled for Profile',
	properties: [datasetLocator, simplify],
	async run(context) {
		const id = datasetIdOf(context);
		const dataset = await readDataset(context.platform.call, id);
		return isSimplified(context) ? simpleDataset(dataset) : (dataset as IDataObject);
	},
};
