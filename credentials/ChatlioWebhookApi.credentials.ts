import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What Chatlio must show when it posts: a secret in the URL, or user and password. Tested by the trigger. */
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
					description: 'Chatlio sends it because it is part of the URL you paste there',
				},
				{
					name: 'Basic Auth',
					value: 'basicAuth',
					description: 'User and password, written into the URL you paste in Chatlio',
				},
			],
			default: 'secretInUrl',
			description: 'Choose the same as Authentication in the Chatlio Trigger',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { type: ['secretInUrl'] } },
			description:
				'A password manager can make one, or the command <code>openssl rand -hex 24</code>. Append it to each URL in Chatlio, in your widget > Behavior > Webhooks and post-chat actions: <code>?token=</code> and the secret.',
			hint: 'Make one up: at least 16 letters, digits, or - . _ ~. Keep a copy for the URLs in Chatlio: n8n does not show it again.',
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
				'Make one up: letters and digits need no encoding in the URL. The URLs stand in Chatlio in your widget > Behavior > Webhooks and post-chat actions.',
			hint: 'Write both into each URL in Chatlio: https://user:password@ followed by the rest',
		},
	];
}
