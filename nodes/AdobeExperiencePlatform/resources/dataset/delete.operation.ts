import { deleteDataset } from '../../../../lib/platform/catalog';
import { datasetLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';

export const deleteOne: ItemOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a dataset',
	description: 'Delete a dataset with all records in it, for good',
	properties: [datasetLocator],
	async run(context) {
		await deleteDataset(context.platform.call, requiredTextOf(context, 'dataset', 'Dataset'));
		return { deleted: true };
	},
};
