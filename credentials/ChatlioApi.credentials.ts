import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	assertKeyOpen,
	CHATLIO_API_URL,
	readChatlioAccess,
	withApiKey,
} from '../lib/chatlioServer/access';
import { CONVERSATIONS_PATH } from '../lib/chatlioServer/conversations';
import { httpRequestFields } from '../lib/httpRequestFields';
import { leaveSecrets } from '../lib/requestNotes';

/** The key with which Chatlio's server API is asked. */
export class ChatlioApi implements ICredentialType {
	name = 'chatlioApi';

	displayName = 'Chatlio API';

	icon = { light: 'file:../icons/chatlio.svg', dark: 'file:../icons/chatlio.dark.svg' } as const;

	documentationUrl = 'https://chatlio.com/docs/api-server-v1/';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In Chatlio: your widget > Behavior > Webhooks and post-chat actions > API Key. It is one for the whole account.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: CHATLIO_API_URL,
			description:
				'Where Chatlio answers, and the only place the key is sent to. With http:// the key is sent without encryption: use that for this machine only.',
		},
		...httpRequestFields(
			'Everyone who can use this credential in a workflow can then call all of Chatlio’s API with its key: treat the key as known to them.',
		),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{$credentials.apiUrl || "${CHATLIO_API_URL}"}}`,
			url: CONVERSATIONS_PATH,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Chatlio does not accept the API Key: copy it again, whoever regenerates it in Chatlio ends the old one',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Chatlio does not let this API Key in: ask Chatlio whether your plan has the API',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'No Chatlio answers there: check the API URL' },
			},
		],
	};

	/** A function: n8n resolves no expression for it, and it can see where the request goes. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertKeyOpen(request, credentials);
		leaveSecrets(request, [readChatlioAccess(credentials).apiKey]);
		return withApiKey(request, credentials);
	}
}
