import { switchFlow } from '../../../../lib/platform/services/flowChanges';
import { readyAt } from '../../../../lib/platform/services/streamingEndpoint';
import { dataflowLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { dataflowIdOf } from '../../shared/parameters';

type SwitchDescription = Pick<ItemOperation, 'name' | 'action' | 'description'> & {
	value: 'enable' | 'disable';
};

/** Creates the operation Enable or Disable, which differ only in their texts. */
export const switchOperation = (description: SwitchDescription): ItemOperation => ({
	...description,
	changesDataflows: true,
	properties: [dataflowLocator],
	async run(context) {
		const id = await dataflowIdOf(context);
		const { changed, state, changedAt } = await switchFlow(
			context.platform.call,
			id,
			description.value,
		);
		return { id, state, changed, ...(state === 'enabled' && { readyAt: readyAt(changedAt) }) };
	},
});
