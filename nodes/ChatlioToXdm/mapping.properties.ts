import type { INodeProperties } from 'n8n-workflow';
import { schemaLocator } from '../../lib/n8n/locators';

const keepOrLeaveOut = (what: string): INodeProperties['options'] => [
	{ name: 'Keep', value: 'keep' },
	{ name: 'Leave Out', value: 'leaveOut', description: what },
];

export const optionProperties: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Custom Fields',
			name: 'customFields',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Custom Field' },
			placeholder: 'Add Custom Field',
			default: {},
			description:
				'Values for your own fields. Each replaces the value of that name under “custom” in the item; an empty one replaces nothing.',
			options: [
				{
					displayName: 'Field',
					name: 'field',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. sentiment',
							description: 'Name of the field, as Set Up created it',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. {{ $json.sentiment }}',
							description: 'Drag a field here from the input, or write an expression',
						},
					],
				},
			],
		},
		{
			displayName: 'Custom Fields That Do Not Fit',
			name: 'customMisfits',
			type: 'options',
			default: 'leaveOut',
			description:
				'What to do if a value cannot be converted to the type of its custom field without losing anything',
			options: [
				{
					name: 'Leave Out With a Hint',
					value: 'leaveOut',
					description: 'Map the event without the value',
				},
				{
					name: 'Send to Error Output',
					value: 'fail',
					description: 'Send the event to the error output, or stop the node if it has none',
				},
			],
		},
		{
			displayName: 'Keep Case',
			name: 'keepCase',
			type: 'boolean',
			default: false,
			description:
				'Whether to keep capital letters in the Email identity. Adobe treats Bob@example.com and bob@example.com as two people, so turn this on only if your other sources keep capital letters.',
		},
		{
			displayName: 'Message Texts',
			name: 'texts',
			type: 'options',
			default: 'keep',
			description: 'What the visitor and the agents wrote',
			options: keepOrLeaveOut(
				'Remove messages, subject and transcript text, but keep who wrote when',
			),
		},
		{
			displayName: 'Name and Handle',
			name: 'name',
			type: 'options',
			default: 'keep',
			description: 'The visitor’s name, and the handle that Chatlio creates from the location',
			options: keepOrLeaveOut(
				'Remove both, and their values from other texts. The agent’s name remains.',
			),
		},
		{
			displayName: 'Personal Custom Fields',
			name: 'personalFields',
			type: 'options',
			default: 'keep',
			description:
				'Custom fields that Set Up marked as personal data. Fields that are named after an email, an IP address, or a person’s name are controlled by Email, IP Address, or Options > Name and Handle instead.',
			options: keepOrLeaveOut('Remove them, and their texts from other texts'),
		},
		{
			displayName: 'Primary Identity',
			name: 'primary',
			type: 'options',
			default: 'visitorId,email,userId',
			description: 'The first of these identities that an event has becomes its primary identity',
			options: [
				{ name: 'Email, User ID, Visitor ID', value: 'email,userId,visitorId' },
				{ name: 'Email, Visitor ID, User ID', value: 'email,visitorId,userId' },
				{ name: 'User ID, Email, Visitor ID', value: 'userId,email,visitorId' },
				{ name: 'User ID, Visitor ID, Email', value: 'userId,visitorId,email' },
				{ name: 'Visitor ID, Email, User ID', value: 'visitorId,email,userId' },
				{ name: 'Visitor ID, User ID, Email', value: 'visitorId,userId,email' },
			],
		},
		{
			displayName: 'Put Record in Field',
			name: 'recordField',
			type: 'string',
			default: '',
			placeholder: 'e.g. xdm',
			description:
				'Keep the item as it is and add the record in this field. If empty, the record replaces the item. With one event per chat message, each output item carries the whole input item.',
		},
		{
			displayName: 'Record IDs',
			name: 'recordIds',
			type: 'options',
			default: 'plain',
			description:
				'How to create the _id of a record, by which an event that is sent twice counts once',
			options: [
				{
					name: 'Keyed',
					value: 'keyed',
					description:
						'Create the ID with a key of your own. Nobody without the key can use the ID to check a guess at what you leave out.',
				},
				{
					name: 'Plain',
					value: 'plain',
					description:
						'Create the ID from the event alone, as Adobe does when Chatlio posts to it directly',
				},
			],
		},
		{
			displayName: 'Records Without Identity',
			name: 'withoutIdentity',
			type: 'options',
			default: 'keep',
			description: 'What to do with events that identify nobody, such as some transcripts',
			options: [
				{
					name: 'Keep With a Hint',
					value: 'keep',
					description: 'Keep them. They reach the data lake, but no profile.',
				},
				{
					name: 'Send to Error Output',
					value: 'fail',
					description: 'Send them to the error output, or stop the node if it has none',
				},
			],
		},
		{
			...schemaLocator,
			required: false,
			description:
				'Schema that defines the types of your custom fields. If empty, the one named “Chatlio Events”. Used only with the Adobe credential above.',
		},
		{
			displayName: 'Traits',
			name: 'traits',
			type: 'options',
			default: 'keep',
			description: 'What your site passed to the widget’s identify call',
			options: keepOrLeaveOut('Remove all traits'),
		},
		{
			displayName: 'User ID Namespace',
			name: 'userNamespace',
			type: 'string',
			default: '',
			placeholder: 'e.g. CRMID',
			description:
				'Identity symbol of the namespace for your site’s own user ID. Create it in Adobe first. If empty, the user ID is not an identity.',
		},
	],
};
