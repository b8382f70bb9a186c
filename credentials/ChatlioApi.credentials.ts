import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { checkKey } from '../lib/chatlioServer/checkKey';
import {
	assertMayUseKey,
	CHATLIO_API_URL,
	readChatlioCredential,
	withApiKey,
} from '../lib/chatlioServer/chatlioCredential';
import { CONVERSATIONS_PATH } from '../lib/chatlioServer/conversations';
import { httpRequestFields } from '../lib/n8n/httpRequestFields';
import type { RequestHelper } from '../lib/http/requestOnce';
import { isTestOf } from '../lib/http/requestTarget';
import { leaveSecrets } from '../lib/http/requestNotes';
import { ServiceError } from '../lib/problem/serviceError';

/** n8n passes a request helper only before it authorizes the request of a test. */
const helpers = new WeakMap<ICredentialDataDecryptedObject, RequestHelper>();

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
		{
			displayName: 'Checked',
			name: 'checked',
			type: 'hidden',
			// Always empty: n8n calls preAuthentication only if there is such a field without a value.
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/**
	 * The check itself runs while this request is authorized: n8n would show "ECONNREFUSED" for a wrong address, and its
	 * rules can only explain statuses.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{$credentials.apiUrl || "${CHATLIO_API_URL}"}}`,
			url: CONVERSATIONS_PATH,
		},
	};

	/** Called by n8n before each request. Returns nothing that n8n would store. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		helpers.set(credentials, async (options) => await this.helpers.httpRequest(options));
		return {};
	}

	/** A function, because n8n then resolves no expression, and because it can check the destination of the request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertMayUseKey(request, credentials);
		const helper = isTestOf(request, CONVERSATIONS_PATH) && helpers.get(credentials);
		if (helper) {
			const problem = await checkKey(helper, credentials);
			if (problem) throw new ServiceError(problem);
		}
		leaveSecrets(request, [readChatlioCredential(credentials).apiKey]);
		return withApiKey(request, credentials);
	}
}
