import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { httpRequestFields } from '../lib/n8n/httpRequestFields';
import {
	ADOBE_DEFAULTS,
	fingerprint,
	readAdobeCredential,
} from '../lib/platform/auth/adobeCredential';
import { tellAskedWait } from '../lib/problem/askedToWait';
import { ServiceError } from '../lib/problem/serviceError';
import {
	assertMayUseCredential,
	authorizedRequest,
	CHECK_HEADER,
	isCredentialTest,
	staleToken,
} from '../lib/platform/auth/authorizeRequest';
import { checkCredential } from '../lib/platform/auth/checkCredential';
import { SANDBOXES_PATH } from '../lib/platform/auth/sandboxNames';
import { TokenCache } from '../lib/platform/auth/tokenCache';
import type { RequestHelper } from '../lib/http/requestOnce';
import { findIncompleteField, requestToken } from '../lib/platform/auth/requestToken';
import { leaveSecrets, notesOf } from '../lib/http/requestNotes';

const tokens = new TokenCache();

/**
 * n8n passes a request helper only when it fetches the token; the check that follows with the same credential needs it
 * too.
 */
const helpers = new WeakMap<ICredentialDataDecryptedObject, RequestHelper>();

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Adobe's OAuth Server-to-Server credential. n8n keeps the token, encrypted, in two hidden fields. */
export class AdobeExperiencePlatformApi implements ICredentialType {
	name = 'adobeExperiencePlatformApi';

	displayName = 'Adobe Experience Platform API';

	icon = { light: 'file:../icons/platform.svg', dark: 'file:../icons/platform.dark.svg' } as const;

	documentationUrl =
		'https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/implementation';

	properties: INodeProperties[] = [
		{
			displayName:
				'<a href="https://developer.adobe.com/console" target="_blank">Adobe Developer Console</a> > your project > OAuth Server-to-Server shows the first three values. The project needs the Experience Platform API with a product profile. Its technical account needs a role with your sandbox in Adobe’s Permissions.',
			name: 'where',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 5f1c2a9be0d94b3f8a76c4d2e1f0a9b8',
			description: 'In the project, under OAuth Server-to-Server, as Client ID or API key',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In the project, under OAuth Server-to-Server, after you click Retrieve client secret',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 9C1D3A5E7F0B2468@AdobeOrg',
			description: 'In the project, under OAuth Server-to-Server. It ends with @AdobeOrg.',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: ADOBE_DEFAULTS.scopes,
			description: 'In the project, under OAuth Server-to-Server. Separate them with commas.',
		},
		{
			displayName: 'Sandbox',
			name: 'sandbox',
			type: 'string',
			default: ADOBE_DEFAULTS.sandbox,
			placeholder: 'e.g. prod',
			description:
				'The name of the sandbox in lowercase, not its title, from Experience Platform under Sandboxes. A node can use another one.',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: ADOBE_DEFAULTS.tokenUrl,
			description: 'The URL that issues access tokens. Change it only for another environment.',
		},
		{
			displayName: 'Platform URL',
			name: 'platformUrl',
			type: 'string',
			default: ADOBE_DEFAULTS.platformUrl,
			description: 'The URL of Experience Platform’s APIs. Change it only for another environment.',
		},
		{
			displayName: 'Allowed Hosts',
			name: 'allowedHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. gateway.example.com, http://127.0.0.1:7878',
			description:
				"Hosts other than Adobe's that can receive this credential, separated by commas. Include the port if it is not the default. Requests use https. Only a host that you write with http:// also receives the credential without encryption.",
		},
		...httpRequestFields(
			'Everyone who can use this credential in a workflow can then read its access token with an expression, and use it outside n8n until it expires (24 hours at most).',
		),
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			// Without password, n8n's API would return the token as plain text.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Token Fingerprint',
			name: 'tokenFingerprint',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/** The check itself runs while this request is authorized: n8n's own rules can only check statuses. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{$credentials.platformUrl || "${ADOBE_DEFAULTS.platformUrl}"}}`,
			url: SANDBOXES_PATH,
			headers: { [CHECK_HEADER]: 'true' },
		},
	};

	/** Called by n8n if there is no token, after a token was rejected, and before each test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const credential = readAdobeCredential(credentials);
		// Not cached, because no request was sent: once corrected, the credential must work at once.
		const problem = findIncompleteField(credential);
		if (problem) throw new ServiceError(problem);
		const request: RequestHelper = async (options) => await this.helpers.httpRequest(options);
		helpers.set(credentials, request);
		const tokenFingerprint = fingerprint(credential);
		const rejectedToken =
			credentials.tokenFingerprint === tokenFingerprint && text(credentials.accessToken);
		const accessToken = await tokens.getToken(
			credential,
			async () => await requestToken(request, credential),
			rejectedToken || undefined,
		);
		if (typeof accessToken !== 'string') throw new ServiceError(tellAskedWait(accessToken));
		return { accessToken, tokenFingerprint };
	}

	/** A function, because n8n then resolves no expression, which halves the cost of a request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertMayUseCredential(request, credentials);
		const credential = readAdobeCredential(credentials);
		const token = text(credentials.accessToken);
		const helper = isCredentialTest(request) && helpers.get(credentials);
		if (helper) {
			const problem = await checkCredential(helper, credential, token);
			if (problem) throw new ServiceError(problem);
		}
		const authorized = authorizedRequest(request, credential, token);
		const notes = notesOf(request);
		const isRejected = token !== '' && notes?.refusedToken === token;
		if (isRejected || credentials.tokenFingerprint !== fingerprint(credential)) throw staleToken();
		if (!notes) return authorized;
		leaveSecrets(request, [token, credential.clientSecret]);
		notes.token = token;
		// The sender that added the notes uses them to request another token, after it closes this
		// response.
		return { ...authorized, ignoreHttpStatusErrors: true };
	}
}
