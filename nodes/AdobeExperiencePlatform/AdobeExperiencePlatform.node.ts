import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { oldN8nNotice } from '../../lib/n8n/supportedN8n';
import { resources } from './resources';
import { describeResources } from './shared/describeResources';
import { executeOperation } from './shared/executeOperation';
import { listSearches } from './shared/listSearches';

/** Sets up the resources for streaming into Adobe Experience Platform, and shows which data arrived. */
export class AdobeExperiencePlatform implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Adobe Experience Platform',
		name: 'adobeExperiencePlatform',
		icon: { light: 'file:../../icons/platform.svg', dark: 'file:../../icons/platform.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] + ": " + $parameter["resource"]).replace(/([A-Z])/g, " $1").toLowerCase().replace("chatlio", "Chatlio") }}',
		description: 'Set up and monitor dataflows, datasets and schemas in Adobe Experience Platform',
		defaults: { name: 'Adobe Experience Platform' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		properties: [...oldN8nNotice, ...describeResources(resources)],
	};

	methods = { listSearch: listSearches };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeOperation(this, resources)];
	}
}
