import { switchFlow } from '../../../../lib/platform/flowChanges';
import { readyAt } from '../../../../lib/platform/streamingEndpoint';
import { dataflowLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';

type Switch = Pick<ItemOperation, 'name' | 'action' | 'description'> & {
	value: 'enable' | 'disable';
};

/** Enable and Disable, which differ in their words only. */
export const switchOperation = (words: Switch): ItemOperation => ({
	...words,
	properties: [dataflowLocator],
	async run(context) {
		const id = requiredTextOf(context, 'dataflow', 'Dataflow');
		const { changed, state, changedAt } = await switchFlow(context.platform.call, id, words.value);
		return { id, state, changed, ...(state === 'enabled' && { readyAt: readyAt(changedAt) }) };
	},
});
