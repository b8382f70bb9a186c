import { readDataflow } from '../../../../lib/platform/services/flowService';
import { streamingEndpoint } from '../../../../lib/platform/services/streamingEndpoint';
import { dataflowLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { dataflowIdOf } from '../../shared/parameters';

export const getStreamingEndpoint: ItemOperation = {
	value: 'getStreamingEndpoint',
	name: 'Get Streaming Endpoint',
	action: 'Get the streaming endpoint of a dataflow',
	description:
		'Get the URL and headers for sending records, and the time when the dataflow is ready',
	properties: [dataflowLocator],
	async run(context) {
		const id = await dataflowIdOf(context);
		return streamingEndpoint(await readDataflow(context.platform.call, id));
	},
};
