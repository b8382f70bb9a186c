import type { INodeProperties } from 'n8n-workflow';
import { AUTOMATIC_TENANT } from './tenant';

const KEEP = 'keep';
const LEAVE_OUT = 'leaveOut';

/** Settings that every record needs, in the order in which a user decides. */
export const recordProperties: INodeProperties[] = [
	{
		displayName: 'Tenant ID',
		name: 'tenantId',
		type: 'resourceLocator',
		default: { mode: 'list', ...AUTOMATIC_TENANT },
		description:
			'Your organization’s ID in its schemas, such as _acme. Chatlio’s fields are stored under it. Automatic: the node asks Adobe once.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				// Nothing is chosen after a change from By ID: that means Automatic, too.
				placeholder: AUTOMATIC_TENANT.cachedResultName,
				hint: 'Requires the Adobe credential above. Without one, choose By ID.',
				typeOptions: { searchListMethod: 'searchTenant' },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. _acme',
				hint: 'The first part of the path of your own fields in Adobe’s schema editor',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*_?[A-Za-z0-9][A-Za-z0-9_-]*\\s*$',
							errorMessage: 'A tenant ID has letters, digits, hyphens and underscores, e.g. _acme',
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
			'Identity symbol of the namespace for Chatlio’s visitor ID. Create it in Adobe under Identities first: Profile skips records with an unknown namespace without notice. If empty, the visitor ID is not an identity.',
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'options',
		default: KEEP,
		description: 'What to do with email addresses, in every field and text of the record',
		options: [
			{
				name: 'Hash',
				value: 'hash',
				description:
					'Keep only the SHA-256 of the visitor’s address, as identity Email_LC_SHA256 and in a separate field',
			},
			{
				name: 'Keep',
				value: KEEP,
				description: 'Keep the address as identity Email and in its field',
			},
			{
				name: 'Leave Out',
				value: LEAVE_OUT,
				description: 'Remove the visitor’s and the agent’s address wherever they occur',
			},
		],
	},
	{
		displayName: 'IP Address',
		name: 'ip',
		type: 'options',
		default: LEAVE_OUT,
		options: [
			{ name: 'Keep', value: KEEP, description: 'Keep it if it is a single valid address' },
			{ name: 'Leave Out', value: LEAVE_OUT, description: 'Remove it wherever it occurs' },
		],
	},
	{
		displayName:
			'An IP address is personal data in many countries, and removing it from Adobe takes a privacy request. Keep it only if you use it, and label the field in Adobe.',
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
		description: 'How to map a chat that is longer than the 10,000 bytes that Profile keeps',
		options: [
			{
				name: 'One Event per Chat Message',
				value: 'perMessage',
				description:
					'Create one event for each message, and one that summarizes the chat. A transcript that is posted again adds only its new messages.',
			},
			{
				name: 'One Event, Truncated',
				value: 'oneEvent',
				description:
					'Truncate the record until Profile keeps it, and count in it what was left out',
			},
			{
				name: 'Whole Transcript',
				value: 'whole',
				description:
					'Never truncate. The data lake keeps the record, but Profile drops it if it is too long.',
			},
		],
	},
];
