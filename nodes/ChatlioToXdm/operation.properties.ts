import type { INodeProperties } from 'n8n-workflow';

export const MAP = 'map';
export const REDACT = 'redact';

/** Field of the item that gets the text. */
export const TEXT_FIELD = 'redactedText';

export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: MAP,
	options: [
		{
			name: 'Map to XDM',
			value: MAP,
			action: 'Map events to records',
			description: 'Turn each event into a record for Adobe Experience Platform',
		},
		{
			name: 'Redact Text',
			value: REDACT,
			action: 'Redact the text of events',
			description:
				'Add what was said without addresses and names, for example for a language model, and keep the rest of the item',
		},
	],
};

const onRedact = { show: { operation: [REDACT] } };

export const redactProperties: INodeProperties[] = [
	{
		displayName: 'Remove',
		name: 'remove',
		type: 'multiOptions',
		required: true,
		displayOptions: onRedact,
		default: ['email', 'ip', 'name'],
		description: 'What the text must not contain',
		options: [
			{
				name: 'Email Addresses',
				value: 'email',
				description: 'All of them, whoever they belong to',
			},
			{
				name: 'IP Addresses',
				value: 'ip',
				description: 'All of them, whoever they belong to',
			},
			{
				name: 'Names',
				value: 'name',
				description: 'The visitor’s name and handle, and names in traits. Agents’ names remain.',
			},
		],
	},
	{
		displayName: 'Put Text in Field',
		name: 'textField',
		type: 'string',
		required: true,
		displayOptions: onRedact,
		default: TEXT_FIELD,
		description:
			'Field of the item that gets the text: the subject, the message, and a line for each message of the chat. The item itself still contains everything, so give other nodes only this field.',
	},
];
