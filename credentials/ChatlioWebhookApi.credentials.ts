import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * Credentials that Chatlio must send with each event: a secret in the URL, or user and password. The trigger tests
 * them.
 */
export class ChatlioWebhookApi implements ICredentialType {
	name = 'chatlioWebhookApi';

	displayName = 'Chatlio Webhook API';

	icon = { light: 'file:../icons/chatlio.svg', dark: 'file:../icons/chatlio.dark.svg' } as const;

	documentationUrl = 'https://chatlio.com/docs/webhooks/';

	properties: INodeProperties[] = [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{
					name: 'Secret in URL',
					value: 'secretInUrl',
					description: 'Chatlio sends it, because it is part of the URL that you paste there',
				},
				{
					name: 'Basic Auth',
					value: 'basicAuth',
					description: 'User and password, which are part of the URL that you paste into Chatlio',
				},
			],
			default: 'secretInUrl',
			description: 'Must be the same as Authentication in the Chatlio Trigger',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { type: ['secretInUrl'] } },
			description:
				'Use a password manager or the command <code>openssl rand -hex 24</code> to create one. In Chatlio, under your widget > Behavior > Webhooks and post-chat actions, append <code>?token=</code> and the secret to each URL.',
			hint: 'Make one up: at least 16 letters, digits, or - . _ ~. Keep a copy for the URLs in Chatlio, because n8n does not show it again.',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			placeholder: 'e.g. chatlio',
			displayOptions: { show: { type: ['basicAuth'] } },
			description: 'Make one up: any name without a colon',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { type: ['basicAuth'] } },
			description:
				'Make one up. Letters and digits need no encoding in the URL. In Chatlio, the URLs are under your widget > Behavior > Webhooks and post-chat actions.',
			hint: 'Include both in each URL in Chatlio: https://user:password@ followed by the rest',
		},
	];
}
