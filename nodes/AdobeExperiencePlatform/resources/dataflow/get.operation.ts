import { readDataflow, readFlow } from '../../../../lib/platform/flowService';
import { readyAt } from '../../../../lib/platform/streamingEndpoint';
import { dataflowLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/properties';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a dataflow',
	description: 'Get a dataflow with its inlet, dataset, schema and mapping set',
	properties: [dataflowLocator, simplify],
	async run(context) {
		const id = requiredTextOf(context, 'dataflow', 'Dataflow');
		const { call } = context.platform;
		if (!isSimplified(context)) return await readFlow(call, id);
		const { changedAt, ...dataflow } = await readDataflow(call, id);
		return {
			...dataflow,
			changedAt: new Date(changedAt).toISOString(),
			readyAt: readyAt(changedAt),
		};
	},
};
