import { NodeOperationError, type IDataObject } from 'n8n-workflow';
import { previewMapping } from '../../../../lib/platform/dataPrep';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { jsonOf } from '../../shared/parameters';
import { chosenDraft } from './draft';
import { eitherProperties, schemaVersion } from './mappings.properties';

export const preview: ItemOperation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview a mapping set',
	description: 'See what Adobe makes of a payload without sending it',
	properties: [
		...eitherProperties,
		{
			displayName: 'Payload',
			name: 'payload',
			type: 'json',
			required: true,
			default: '={{ $json }}',
			description:
				'What is mapped: the item of the Chatlio Trigger, or what Chatlio itself posts where it posts to Adobe',
		},
	],
	options: [schemaVersion],
	async run(context) {
		const payload = payloadOf(context);
		const draft = await chosenDraft(context);
		return await previewMapping(context.platform.call, draft, payload);
	},
};

function payloadOf(context: OperationContext): IDataObject {
	const payload = jsonOf(context, 'payload', 'Payload');
	if (typeof payload === 'object' && payload !== null && !Array.isArray(payload))
		return payload as IDataObject;
	throw new NodeOperationError(context.n8n.getNode(), 'The field Payload is no JSON object', {
		description: 'Enter one payload of Chatlio, or leave the expression {{ $json }}',
		itemIndex: context.item,
	});
}
