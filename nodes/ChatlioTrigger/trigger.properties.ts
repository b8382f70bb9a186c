import type { INodeProperties } from 'n8n-workflow';

import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import {
	basicAuthNotice,
	secretNotice,
	setUpNotice,
	urlOnlyNotice,
	waitNotice,
} from './panelTexts';
import { ALL_EVENTS, DEFAULT_MAX_BODY_MB } from './triggerSettings';

/** In the order of their names. n8n's nodes panel makes a trigger of each, and uses `action` as its name. */
const eventOptions = [
	{
		name: 'All Events',
		value: ALL_EVENTS,
		action: 'On all Chatlio events',
		description: 'All five, whatever else is chosen',
	},
	...CHATLIO_EVENTS.map(({ kind, title, chatlioTitle }) => ({
		name: title,
		value: kind as string,
		description: `In Chatlio: ${chatlioTitle}`,
	})).sort((a, b) => a.name.localeCompare(b.name)),
];

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
					description: 'Each event starts a separate execution',
				},
				{
					name: 'When Busy',
					value: 'whenBusy',
					description:
						'Events that arrive while n8n is storing another one start the next execution together, one item each',
				},
			],
			default: 'whenBusy',
			hint: 'When Busy delays no event, and n8n can receive several times as many',
			description:
				'Whether one execution can carry several events. Each sender gets its response after its event is stored, and no event waits while n8n is idle.',
		},
		{
			displayName: 'Include Payload',
			name: 'includePayload',
			type: 'boolean',
			// Off by default: it stores the visitor's data a second time, and a transcript's HTML that a
			// stranger typed.
			default: false,
			description:
				"Whether to add what Chatlio posted, unchanged, in the field payload. This doubles the size of the item and stores the visitor's data a second time.",
		},
		{
			displayName: 'IP Allowlist',
			name: 'ipAllowlist',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24, 2001:db8::/32',
			hint: 'Behind a reverse proxy, set N8N_PROXY_HOPS of n8n',
			description:
				'Addresses and networks that can post, separated by commas. Behind a reverse proxy, start n8n with <code>N8N_PROXY_HOPS</code> set to the number of proxies. Otherwise, n8n sees the proxy as the sender of every request.',
		},
		{
			displayName: 'Maximum Body Size',
			name: 'maxBodySize',
			type: 'number',
			typeOptions: { minValue: 0.01, numberPrecision: 2 },
			default: DEFAULT_MAX_BODY_MB,
			hint: 'In megabytes',
			description:
				'A larger body gets status 413 and starts nothing. A long transcript has several hundred kilobytes. The limit of n8n itself applies first: <code>N8N_PAYLOAD_SIZE_MAX</code>, 16 MiB by default.',
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
		default: [ALL_EVENTS],
		description: 'Events that start the workflow. Other events get status 200 and start nothing.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Basic Auth',
				value: 'basicAuth',
				description:
					'Each URL in Chatlio also has a user and a password: people who only see this workflow cannot post',
			},
			{
				name: 'Secret in URL',
				value: 'secretInUrl',
				description:
					'Each URL in Chatlio also ends in a secret: people who only see this workflow cannot post',
			},
			{
				name: 'URL Only',
				value: 'none',
				description:
					'Each URL holds a random 122-bit ID that n8n makes for this trigger. Whoever has the URL can post: treat it as a password.',
			},
		],
		default: 'none',
		description: 'What a sender must know to post events',
	},
	notice('urlOnly', urlOnlyNotice, { authentication: ['none'] }),
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
					'With status 200 if the workflow succeeds and 500 otherwise, for a sender that retries',
			},
		],
		default: 'immediately',
		description:
			'When Chatlio gets its response. Each choice has its own URLs, and both sets always work. After a change, paste the other URLs into Chatlio.',
	},
	notice('wait', waitNotice, { respond: ['whenFinished'] }),
	options,
];
