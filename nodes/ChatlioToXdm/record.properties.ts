import type { INodeProperties } from 'n8n-workflow';

const KEEP = 'keep';
const LEAVE_OUT = 'leaveOut';

/** What every record needs, in the order a person thinks of it. */
export const recordProperties: INodeProperties[] = [
	{
		displayName: 'Tenant ID',
		name: 'tenantId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description:
			'Your organization’s own name in its schemas, with or without its underscore. Chatlio’s fields stand below it.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select your tenant…',
				hint: 'Asks Adobe with the credential above. Without one, choose By ID.',
				typeOptions: { searchListMethod: 'searchTenant' },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. _acme',
				hint: 'The first part of your own fields in Adobe’s schema editor',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*(?:_?[A-Za-z0-9][A-Za-z0-9_-]*\\s*)?$',
							errorMessage: 'Letters, digits, hyphens and underscores only',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Visitor ID Namespace',
		name: 'visitorNamespace',
		type: 'string',
		default: 'ChatlioVisitor',
		placeholder: 'e.g. ChatlioVisitor',
		description:
			'Identity symbol of the namespace for Chatlio’s visitor ID. Create it in Adobe under Identities first: Profile skips records with a namespace it does not know, without saying so. Empty: the visitor ID is no identity.',
	},
	{
		displayName: 'E-Mail',
		name: 'email',
		type: 'options',
		default: KEEP,
		description: 'What becomes of e-mail addresses, in every field and text of the record',
		options: [
			{
				name: 'Hash',
				value: 'hash',
				description:
					'Only the SHA-256 of the visitor’s address, as identity Email_LC_SHA256 and in a field of its own',
			},
			{
				name: 'Keep',
				value: KEEP,
				description: 'As identity Email and in its field',
			},
			{
				name: 'Leave Out',
				value: LEAVE_OUT,
				description: 'The visitor’s and the agent’s address, wherever they stand',
			},
		],
	},
	{
		displayName: 'IP Address',
		name: 'ip',
		type: 'options',
		default: LEAVE_OUT,
		options: [
			{ name: 'Keep', value: KEEP, description: 'If it is one valid address' },
			{ name: 'Leave Out', value: LEAVE_OUT, description: 'Wherever it stands' },
		],
	},
	{
		displayName:
			'An IP address is personal data in many countries. Once in Adobe it takes a privacy request to remove it: keep it only if somebody uses it, and label the field in Adobe.',
		name: 'ipNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ip: [KEEP] } },
	},
	{
		displayName: 'Long Transcripts',
		name: 'transcripts',
		type: 'options',
		default: 'oneEvent',
		description: 'What becomes of chats that are longer than the 10,000 bytes Profile keeps',
		options: [
			{
				name: 'One Event per Chat Message',
				value: 'perMessage',
				description:
					'And one that sums up the chat. A transcript posted again adds only what is new.',
			},
			{
				name: 'One Event, Text Cut',
				value: 'oneEvent',
				description: 'Cut until Profile keeps it; the record counts what was cut',
			},
			{
				name: 'Whole Transcript',
				value: 'whole',
				description: 'Never cut. The data lake gets it, Profile drops what is too long.',
			},
		],
	},
];
