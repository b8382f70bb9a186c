import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { oldN8nNotice } from '../../lib/n8n/supportedN8n';
import { mapItems } from './mapItems';
import { MAP, REDACT, operationProperty, redactProperties } from './operation.properties';
import { redactItems } from './redactItems';
import { searchSchemas, searchTenant } from './listSearches';
import { optionProperties } from './mapping.properties';
import { recordProperties } from './record.properties';
import { readRecordIdKey, testRecordIdKey } from './readRecordIdKey';

/** The operation decides; the properties themselves do not repeat it. */
const mapProperties = [...recordProperties, optionProperties].map((property) => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { ...property.displayOptions?.show, operation: [MAP] },
	},
}));

/** Maps each Chatlio event to XDM ExperienceEvent records for a dataset of Adobe Experience Platform. */
export class ChatlioToXdm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chatlio to XDM',
		name: 'chatlioToXdm',
		icon: { light: 'file:../../icons/xdm.svg', dark: 'file:../../icons/xdm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "redact" ? "redact text" : $parameter["transcripts"] === "perMessage" ? "an event per chat message" : "an event per item" }}',
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
				displayOptions: { hide: { operation: [REDACT] } },
			},
			{
				name: 'chatlioRecordIdKeyApi',
				displayName: 'Key for Record IDs',
				required: true,
				displayOptions: { show: { '/options.recordIds': ['keyed'] } },
				testedBy: 'testRecordIdKey',
			},
		],
		properties: [...oldN8nNotice, operationProperty, ...mapProperties, ...redactProperties],
	};

	methods = { credentialTest: { testRecordIdKey }, listSearch: { searchSchemas, searchTenant } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation: unknown = this.getNodeParameter('operation', 0, MAP);
		if (operation === REDACT) return [await redactItems(this)];
		return [await mapItems(this, await readRecordIdKey(this))];
	}
}
