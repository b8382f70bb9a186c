import { deleteFlow } from '../../../../lib/platform/services/flowChanges';
import { dataflowLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { dataflowIdOf } from '../../shared/parameters';

export const deleteDataflow: ItemOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a dataflow',
	description: 'Delete a dataflow permanently. Its connections, dataset and mapping set stay.',
	changesDataflows: true,
	properties: [dataflowLocator],
	async run(context) {
		await deleteFlow(context.platform.call, await dataflowIdOf(context));
		return { deleted: true };
	},
};
