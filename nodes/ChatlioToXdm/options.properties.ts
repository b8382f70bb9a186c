import type { INodeProperties } from 'n8n-workflow';

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
			displayName: 'Message Texts',
			name: 'texts',
			type: 'options',
			default: 'keep',
			description: 'What the visitor and the agents wrote',
			options: keepOrLeaveOut('Messages, subject and transcript; who wrote when stays'),
		},
		{
			displayName: 'Name and Handle',
			name: 'name',
			type: 'options',
			default: 'keep',
			description: 'The visitor’s name, and the one Chatlio makes from the place',
			options: keepOrLeaveOut('Replaced by [withheld] in other texts; the agent’s name stays'),
		},
		{
			displayName: 'Primary Identity',
			name: 'primary',
			type: 'options',
			default: 'visitorId,email,userId',
			description: 'The first of these that an event has becomes its primary identity',
			options: [
				{ name: 'E-Mail, User ID, Visitor ID', value: 'email,userId,visitorId' },
				{ name: 'E-Mail, Visitor ID, User ID', value: 'email,visitorId,userId' },
				{ name: 'User ID, E-Mail, Visitor ID', value: 'userId,email,visitorId' },
				{ name: 'User ID, Visitor ID, E-Mail', value: 'userId,visitorId,email' },
				{ name: 'Visitor ID, E-Mail, User ID', value: 'visitorId,email,userId' },
				{ name: 'Visitor ID, User ID, E-Mail', value: 'visitorId,userId,email' },
			],
		},
		{
			displayName: 'Put Record in Field',
			name: 'recordField',
			type: 'string',
			default: '',
			placeholder: 'e.g. xdm',
			description:
				'The item stays as it is and carries the record in this field. Empty: the item becomes the record. With an event per chat message, each carries the whole item.',
		},
		{
			displayName: 'Record IDs',
			name: 'recordIds',
			type: 'options',
			default: 'plain',
			description: 'How a record gets its _id, by which an event that was sent twice counts once',
			options: [
				{
					name: 'Keyed',
					value: 'keyed',
					description:
						'Made with a key of your own: nobody without it can use the ID to check a guess at what you leave out',
				},
				{
					name: 'Plain',
					value: 'plain',
					description:
						'Made of the event alone, as Adobe makes it when Chatlio posts to it directly',
				},
			],
		},
		{
			displayName: 'Records Without Identity',
			name: 'withoutIdentity',
			type: 'options',
			default: 'keep',
			description: 'What becomes of events nobody can be recognized by, such as some transcripts',
			options: [
				{
					name: 'Keep With a Hint',
					value: 'keep',
					description: 'They reach the data lake, but no profile',
				},
				{
					name: 'Set Aside',
					value: 'setAside',
					description: 'They leave on the error output, or stop the node if it has none',
				},
			],
		},
		{
			displayName: 'Traits',
			name: 'traits',
			type: 'options',
			default: 'keep',
			description: 'What the site passed to the widget’s identify call',
			options: keepOrLeaveOut('All of them'),
		},
		{
			displayName: 'User ID Namespace',
			name: 'userNamespace',
			type: 'string',
			default: '',
			placeholder: 'e.g. CRMID',
			description:
				'Identity symbol of the namespace for the site’s own user ID. It must exist in Adobe, as for the visitor ID. Empty: the user ID is no identity.',
		},
	],
};
