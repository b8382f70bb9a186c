import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { oldN8nNotice } from '../../lib/n8n/supportedN8n';
import { waitHint } from './awaitWarmUp';
import { destinationProperties } from './destination.properties';
import { streamItems } from './streamItems';
import { listSearches } from './listSearches';
import { optionProperties } from './delivery.properties';

/** Delivers each input item as a record to a streaming inlet of Adobe Experience Platform and reports its outcome. */
export class AdobePlatformStreaming implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Adobe Platform Streaming',
		name: 'adobePlatformStreaming',
		icon: { light: 'file:../../icons/streaming.svg', dark: 'file:../../icons/streaming.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["recordFormat"] === "raw" ? "raw data" : $parameter["recordFormat"] === "xdm" ? "XDM records" : "records") + " to " + ($parameter["sendTo"] === "endpoint" ? "an endpoint" : "a dataflow") }}',
		description:
			'Stream records into Adobe Experience Platform and report the outcome of every record',
		defaults: { name: 'Adobe Platform Streaming' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		hints: [waitHint],
		credentials: [
			{
				name: 'adobeExperiencePlatformApi',
				required: true,
				displayOptions: { hide: { authentication: ['none'] } },
			},
		],
		properties: [...oldN8nNotice, ...destinationProperties, ...optionProperties],
	};

	methods = { listSearch: listSearches };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await streamItems(this)];
	}
}
