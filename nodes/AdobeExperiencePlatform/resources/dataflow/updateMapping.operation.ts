import { updateMapping as update } from '../../../../lib/platform/flowChanges';
import { readyAt } from '../../../../lib/platform/streamingEndpoint';
import { dataflowLocator, mappingSetId } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf } from '../../shared/parameters';

export const updateMapping: ItemOperation = {
	value: 'updateMapping',
	name: 'Update Mapping',
	action: 'Update the mapping of a dataflow',
	description: 'Have a dataflow for raw data map with another mapping set',
	properties: [
		dataflowLocator,
		mappingSetId,
		{
			displayName:
				'Wait five minutes after a change before sending: in between Adobe may lose what it accepts. The output says when the dataflow is ready.',
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
			description: 'Version of the mapping set, 0 for one that was never changed',
		},
	],
	async run(context) {
		const { mappingVersion = 0 } = collectionOf<{ mappingVersion: number }>(context, 'options');
		const id = requiredTextOf(context, 'dataflow', 'Dataflow');
		const mapping = requiredTextOf(context, 'mappingSetId', 'Mapping Set ID');
		const { changedAt, ...change } = await update(
			context.platform.call,
			id,
			mapping,
			mappingVersion,
		);
		return { id, ...change, readyAt: readyAt(changedAt) };
	},
};
