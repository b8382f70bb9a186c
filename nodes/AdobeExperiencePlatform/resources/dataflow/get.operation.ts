import { readDataflow, readFlow } from '../../../../lib/platform/services/flowService';
import { readyAt } from '../../../../lib/platform/services/streamingEndpoint';
import { dataflowLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { dataflowIdOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/common.properties';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a dataflow',
	description: 'Get a dataflow with its inlet, dataset, schema and mapping set',
	properties: [dataflowLocator, simplify],
	async run(context) {
		const id = await dataflowIdOf(context);
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
