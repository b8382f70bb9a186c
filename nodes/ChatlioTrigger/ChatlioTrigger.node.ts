import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { oldN8nNotice } from '../../lib/n8n/supportedN8n';
import { testWebhookCredential } from './testWebhookCredential';
import { panelTexts } from './panelTexts';
import { properties } from './trigger.properties';
import { receiveEvent } from './receiveEvent';
import { assertSettings } from './triggerSettings';
import { webhooks } from './webhooks';

export class ChatlioTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chatlio Trigger',
		name: 'chatlioTrigger',
		icon: { light: 'file:../../icons/chatlio.svg', dark: 'file:../../icons/chatlio.dark.svg' },
		group: ['trigger'],
		// Never 1: for that version, n8n evaluates an expression for every request.
		version: [1.1],
		subtitle:
			'={{ $parameter["events"].includes("all") || $parameter["events"].length === 5 ? "all events" : $parameter["events"].join(", ").replace(/([A-Z])/g, " $1").toLowerCase() }}',
		description: 'Starts the workflow when Chatlio posts a live-chat event',
		defaults: { name: 'Chatlio Trigger' },
		...panelTexts,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'chatlioWebhookApi',
				required: true,
				displayOptions: { show: { authentication: ['basicAuth', 'secretInUrl'] } },
				testedBy: 'testWebhookCredential',
			},
		],
		webhooks,
		properties: [...oldN8nNotice, ...properties],
	};

	methods = { credentialTest: { testWebhookCredential } };

	/**
	 * Chatlio has no API for registering webhooks: these methods only check the settings before the URLs become active.
	 */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await assertSettings(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveEvent(this);
	}
}
