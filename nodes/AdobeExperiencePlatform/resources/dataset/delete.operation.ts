import { deleteDataset } from '../../../../lib/platform/services/catalog';
import { datasetLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { datasetIdOf } from '../../shared/parameters';

export const deleteOne: ItemOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a dataset',
	description: 'Delete a dataset and all its records permanently',
	properties: [datasetLocator],
	async run(context) {
		await deleteDataset(context.platform.call, datasetIdOf(context));
		return { deleted: true };
	},
};
