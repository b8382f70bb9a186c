import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { mapItems } from './mapItems';
import { searchTenant } from './searchTenant';
import { optionProperties } from './mapping.properties';
import { recordProperties } from './record.properties';
import { readRecordIdKey, testRecordIdKey } from './readRecordIdKey';

/** Maps each Chatlio event to XDM ExperienceEvent records for a dataset of Adobe Experience Platform. */
export class ChatlioToXdm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chatlio to XDM',
		name: 'chatlioToXdm',
		icon: { light: 'file:../../icons/xdm.svg', dark: 'file:../../icons/xdm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["transcripts"] === "perMessage" ? "an event per chat message" : "an event per item" }}',
		description: 'Turn Chatlio live-chat events into XDM records for Adobe Experience Platform',
		defaults: { name: 'Chatlio to XDM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'adobeExperiencePlatformApi',
				displayName: 'Adobe Credential (Optional)',
				required: false,
			},
			{
				name: 'chatlioRecordIdKeyApi',
				displayName: 'Key for Record IDs',
				required: true,
				displayOptions: { show: { '/options.recordIds': ['keyed'] } },
				testedBy: 'testRecordIdKey',
			},
		],
		properties: [...recordProperties, optionProperties],
	};

	methods = { credentialTest: { testRecordIdKey }, listSearch: { searchTenant } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [mapItems(this, await readRecordIdKey(this))];
	}
}
