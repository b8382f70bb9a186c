import type { INodeProperties } from 'n8n-workflow';

import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import {
	basicAuthNotice,
	noAuthenticationNotice,
	secretNotice,
	setUpNotice,
	waitNotice,
} from './panel';
import { DEFAULT_MAX_BODY_MB } from './settings';

const eventOptions = CHATLIO_EVENTS.map(({ kind, title, chatlioTitle }) => ({
	name: title,
	value: kind,
	description: `In Chatlio: ${chatlioTitle}`,
})).sort((a, b) => a.name.localeCompare(b.name));

const notice = (
	name: string,
	displayName: string,
	show: Record<string, string[]> = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show },
});

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Collect Events',
			name: 'collectEvents',
			type: 'options',
			options: [
				{
					name: 'Never',
					value: 'never',
					description: 'Each event starts an execution of its own',
				},
				{
					name: 'When Busy',
					value: 'whenBusy',
					description:
						'Events that arrive while n8n takes in another start one execution together, one item each',
				},
			],
			default: 'whenBusy',
			hint: 'When Busy costs an event no time, and n8n takes in several times as many',
			description:
				'Whether one execution may carry several events. Nobody is answered before his event is stored, and nothing waits while n8n is idle.',
		},
		{
			displayName: 'Include Payload',
			name: 'includePayload',
			type: 'boolean',
			// Off: it holds the visitor's data a second time, and a transcript's HTML that a stranger typed.
			default: false,
			description:
				"Whether the item carries what Chatlio posted, untouched, in the field payload. It doubles the item's size and holds the visitor's data once more.",
		},
		{
			displayName: 'IP Allowlist',
			name: 'ipAllowlist',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24, 2001:db8::/32',
			hint: 'Behind a reverse proxy, n8n must know its hops: N8N_PROXY_HOPS',
			description:
				'Addresses and networks that may post, separated by commas. Behind a reverse proxy, start n8n with <code>N8N_PROXY_HOPS</code> set to the number of proxies, or n8n sees the proxy as the sender of everything.',
		},
		{
			displayName: 'Maximum Body Size',
			name: 'maxBodySize',
			type: 'number',
			typeOptions: { minValue: 0.01, numberPrecision: 2 },
			default: DEFAULT_MAX_BODY_MB,
			hint: 'In megabytes',
			description:
				'What is larger is answered 413 and starts nothing. A long transcript has several hundred kilobytes. The limit of n8n itself comes first: <code>N8N_PAYLOAD_SIZE_MAX</code>, 16 MB unless changed.',
		},
	],
};

export const properties: INodeProperties[] = [
	notice('setUp', setUpNotice),
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: eventOptions,
		default: [
			'chatTranscript',
			'newConversation',
			'offlineMessage',
			'unansweredMessage',
			'visitorFeedback',
		],
		description: 'Events that start the workflow. The others are answered 200 and start nothing.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'The URL is long and random, and that is all that protects it',
			},
			{
				name: 'Basic Auth',
				value: 'basicAuth',
				description: 'Chatlio sends a user and a password',
			},
			{
				name: 'Secret in URL',
				value: 'secretInUrl',
				description: 'The URL in Chatlio ends in a secret. Recommended.',
			},
		],
		default: 'none',
		description: 'How Chatlio shows that it is Chatlio',
	},
	notice('noAuthentication', noAuthenticationNotice, { authentication: ['none'] }),
	notice('secretInUrl', secretNotice, { authentication: ['secretInUrl'] }),
	notice('basicAuth', basicAuthNotice, { authentication: ['basicAuth'] }),
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Immediately',
				value: 'immediately',
				description: 'As soon as n8n has stored the event',
			},
			{
				name: 'When Workflow Finishes',
				value: 'whenFinished',
				description:
					'With 200 when the workflow ended well, else with 500, for a sender that posts again',
			},
		],
		default: 'immediately',
		description:
			'When Chatlio gets its answer. Each choice has URLs of its own, which both work: after a change, paste the other ones in Chatlio.',
	},
	notice('wait', waitNotice, { respond: ['whenFinished'] }),
	options,
];
