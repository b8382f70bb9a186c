import type { IDataObject } from 'n8n-workflow';
import { readDataset } from '../../../../lib/platform/catalog';
import { datasetLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/properties';
import { simpleDataset } from './simple';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a dataset',
	description: 'Read one dataset: its schema, its last batch, whether Profile gets its records',
	properties: [datasetLocator, simplify],
	async run(context) {
		const id = requiredTextOf(context, 'dataset', 'Dataset');
		const dataset = await readDataset(context.platform.call, id);
		return isSimplified(context) ? simpleDataset(dataset) : (dataset as IDataObject);
	},
};
