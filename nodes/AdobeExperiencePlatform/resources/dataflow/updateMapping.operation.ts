import { updateMapping as update } from '../../../../lib/platform/services/flowChanges';
import { readyAt } from '../../../../lib/platform/services/streamingEndpoint';
import { dataflowLocator, mappingSetId } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, dataflowIdOf, mappingSetIdOf } from '../../shared/parameters';

export const updateMapping: ItemOperation = {
	value: 'updateMapping',
	name: 'Update Mapping',
	action: 'Update the mapping of a dataflow',
	description: 'Use another mapping set in a dataflow for raw data',
	changesDataflows: true,
	properties: [
		dataflowLocator,
		mappingSetId,
		{
			displayName:
				'After a change, wait five minutes before you send records: until then, Adobe may lose what it accepts. The output shows when the dataflow is ready.',
			name: 'warmUpNotice',
			type: 'notice',
			default: '',
		},
	],
	options: [
		{
			displayName: 'Mapping Version',
			name: 'mappingVersion',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description: 'Version of the mapping set, 0 if it was never changed',
		},
	],
	async run(context) {
		const { mappingVersion = 0 } = collectionOf<{ mappingVersion: number }>(context, 'options');
		const id = await dataflowIdOf(context);
		const mapping = mappingSetIdOf(context);
		const { changedAt, ...change } = await update(
			context.platform.call,
			id,
			mapping,
			mappingVersion,
		);
		return { id, ...change, readyAt: readyAt(changedAt) };
	},
};
