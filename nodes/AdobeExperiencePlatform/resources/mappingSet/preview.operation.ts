import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../lib/http/isRecord';
import { previewMapping } from '../../../../lib/platform/services/dataPrep';
import { serviceError } from '../../../../lib/problem/serviceError';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { jsonOf } from '../../shared/parameters';
import { chosenDraft } from './readMappingDraft';
import { eitherProperties, schemaVersion } from './mappings.properties';

export const preview: ItemOperation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview a mapping set',
	description: 'Show how Adobe maps a payload, without sending it to a dataset',
	properties: [
		...eitherProperties,
		{
			displayName: 'Payload',
			name: 'payload',
			type: 'json',
			required: true,
			default: '={{ $json }}',
			description:
				'The data to map: an item of the Chatlio Trigger, or what Chatlio posts when it posts directly to Adobe',
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
	if (isRecord(payload)) return payload as IDataObject;
	throw serviceError('setting.conflict', {
		reason: 'The field Payload is not a JSON object',
		advice: 'Enter one payload of Chatlio, or leave the expression {{ $json }}.',
	});
}
