import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { httpRequestFields } from '../lib/httpRequestFields';
import { ADOBE_DEFAULTS, fingerprint, readAccess } from '../lib/platform/access';
import { AccessRefusal } from '../lib/platform/accessRefusal';
import {
	assertOpen,
	authorizedRequest,
	CHECK_HEADER,
	isCheck,
	staleToken,
} from '../lib/platform/authorize';
import { checkCredential } from '../lib/platform/credentialCheck';
import { SANDBOXES_PATH } from '../lib/platform/sandboxes';
import { TokenOffice } from '../lib/platform/token';
import { incomplete, requestToken, type RequestHelper } from '../lib/platform/tokenRequest';
import { leaveSecrets, notesOf } from '../lib/requestNotes';

const tokens = new TokenOffice();

/** n8n hands a request helper to the token fetch only; the check that follows with the same credential needs it too. */
const helpers = new WeakMap<ICredentialDataDecryptedObject, RequestHelper>();

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** OAuth Server-to-Server of Adobe. n8n keeps the token, encrypted, in two hidden fields. */
export class AdobeExperiencePlatformApi implements ICredentialType {
	name = 'adobeExperiencePlatformApi';

	displayName = 'Adobe Experience Platform API';

	icon = { light: 'file:../icons/platform.svg', dark: 'file:../icons/platform.dark.svg' } as const;

	documentationUrl =
		'https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/implementation';

	properties: INodeProperties[] = [
		{
			displayName:
				'<a href="https://developer.adobe.com/console" target="_blank">Adobe Developer Console</a> > your project > OAuth Server-to-Server shows the first four values. The project needs the Experience Platform API with a product profile, and in Adobe’s Permissions a role with your sandbox.',
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
			description: 'In the project, under OAuth Server-to-Server, shown as Client ID or API key',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'In the project, under OAuth Server-to-Server, behind Retrieve client secret',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 9C1D3A5E7F0B2468@AdobeOrg',
			description: 'In the project, under OAuth Server-to-Server, ends with @AdobeOrg',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: ADOBE_DEFAULTS.scopes,
			description: 'In the project, under OAuth Server-to-Server, separated by commas',
		},
		{
			displayName: 'Sandbox',
			name: 'sandbox',
			type: 'string',
			default: ADOBE_DEFAULTS.sandbox,
			placeholder: 'e.g. prod',
			description:
				'In Experience Platform, under Sandboxes: its name in lower case, not its title. A node may name another.',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: ADOBE_DEFAULTS.tokenUrl,
			description: 'Where access tokens come from. Change it only for another environment.',
		},
		{
			displayName: 'Platform URL',
			name: 'platformUrl',
			type: 'string',
			default: ADOBE_DEFAULTS.platformUrl,
			description: 'Where Experience Platform answers. Change it only for another environment.',
		},
		{
			displayName: 'Allowed Hosts',
			name: 'allowedHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. gateway.example.com, http://127.0.0.1:7878',
			description:
				"Hosts besides Adobe's that this credential may be sent to, separated by commas, with their port unless it is the usual one. They are reached with https; only a host written with http:// is also sent the credential without encryption.",
		},
		...httpRequestFields(
			'Everyone who can use this credential in a workflow can then read its access token with an expression and use it outside of n8n, until it expires (24 hours at most).',
		),
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			// Without password, n8n's API would hand the token out in clear.
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

	/** The check itself is made while this request is authorized: n8n's own rules know statuses only. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{$credentials.platformUrl || "${ADOBE_DEFAULTS.platformUrl}"}}`,
			url: SANDBOXES_PATH,
			headers: { [CHECK_HEADER]: 'true' },
		},
	};

	/** Called by n8n when there is no token yet, when one was refused, and before each test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const access = readAccess(credentials);
		// Nobody was asked, so nothing is kept of it: corrected a moment later, it must not be told again.
		const wrong = incomplete(access);
		if (wrong) throw new AccessRefusal(wrong);
		const request: RequestHelper = async (options) => await this.helpers.httpRequest(options);
		helpers.set(credentials, request);
		const tokenFingerprint = fingerprint(access);
		const refused =
			credentials.tokenFingerprint === tokenFingerprint && text(credentials.accessToken);
		const accessToken = await tokens.issue(
			access,
			async () => await requestToken(request, access),
			refused || undefined,
		);
		if (accessToken instanceof AccessRefusal) throw accessToken;
		return { accessToken, tokenFingerprint };
	}

	/** A function: n8n resolves no expression for it, which halves the cost of a request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertOpen(request, credentials);
		const access = readAccess(credentials);
		const token = text(credentials.accessToken);
		const helper = isCheck(request) && helpers.get(credentials);
		if (helper) {
			const wrong = await checkCredential(helper, access, token);
			if (wrong) throw new AccessRefusal(wrong);
		}
		const authorized = authorizedRequest(request, access, token);
		const notes = notesOf(request);
		const refused = token !== '' && notes?.refusedToken === token;
		if (refused || credentials.tokenFingerprint !== fingerprint(access)) throw staleToken();
		if (!notes) return authorized;
		leaveSecrets(request, [token, access.clientSecret]);
		notes.token = token;
		// Whoever left the notes asks for another token by them, and closes the answer before.
		return { ...authorized, ignoreHttpStatusErrors: true };
	}
}
