import { readDataflow } from '../../../../lib/platform/flowService';
import { streamingEndpoint } from '../../../../lib/platform/streamingEndpoint';
import { dataflowLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';

export const getStreamingEndpoint: ItemOperation = {
	value: 'getStreamingEndpoint',
	name: 'Get Streaming Endpoint',
	action: 'Get the streaming endpoint of a dataflow',
	description: 'Get the URL and headers to send with, and when the dataflow is ready for them',
	properties: [dataflowLocator],
	async run(context) {
		const id = requiredTextOf(context, 'dataflow', 'Dataflow');
		return streamingEndpoint(await readDataflow(context.platform.call, id));
	},
};
