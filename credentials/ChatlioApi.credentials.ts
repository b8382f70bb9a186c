import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	assertMayUseKey,
	CHATLIO_API_URL,
	readChatlioCredential,
	withApiKey,
} from '../lib/chatlioServer/chatlioCredential';
import { CONVERSATIONS_PATH } from '../lib/chatlioServer/conversations';
import { httpRequestFields } from '../lib/n8n/httpRequestFields';
import { leaveSecrets } from '../lib/http/requestNotes';

/** The API key for Chatlio's server API. */
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
				'In Chatlio: your widget > Behavior > Webhooks and post-chat actions > API Key. The whole account has one key.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: CHATLIO_API_URL,
			description:
				'The URL of Chatlio’s API, and the only place that receives the key. With http://, the key is sent without encryption: use it only for a server on this machine.',
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
						'Chatlio does not accept the API Key: copy it again. Regenerating the key in Chatlio invalidates the old one.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Chatlio does not allow this API Key: ask Chatlio whether your plan includes the API',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'Chatlio does not answer there: check the API URL' },
			},
		],
	};

	/** A function, because n8n then resolves no expression, and because it can check the destination of the request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertMayUseKey(request, credentials);
		leaveSecrets(request, [readChatlioCredential(credentials).apiKey]);
		return withApiKey(request, credentials);
	}
}
