import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CHATLIO_CREDENTIAL } from '../../lib/n8n/httpHelpers';
import { oldN8nNotice } from '../../lib/n8n/supportedN8n';
import { getConversations } from './getConversations';
import { properties } from './conversation.properties';

/** Reads conversations from Chatlio's server API. */
export class Chatlio implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chatlio',
		name: 'chatlio',
		icon: { light: 'file:../../icons/chatlio.svg', dark: 'file:../../icons/chatlio.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["widgets"] === "one" ? "conversations of one widget" : "conversations of all widgets" }}',
		description: 'Get the live-chat conversations that are in progress in Chatlio',
		defaults: { name: 'Chatlio' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CHATLIO_CREDENTIAL, required: true }],
		properties: [...oldN8nNotice, ...properties],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await getConversations(this)];
	}
}
