import { createHash } from 'crypto';
import { parseHostList } from './allowedHosts';
import { trimTrailingSlashes } from '../../http/trimTrailingSlashes';
import { addedOption } from '../../problem/parameterValue';
import { credentialText, type RequestTextKind } from '../../problem/requestText';

/** Fields of the credential, trimmed, with Adobe's addresses in place of empty ones. */
export interface AdobeCredential {
	clientId: string;
	clientSecret: string;
	organizationId: string;
	scopes: string;
	sandbox: string;
	/** Absolute, as typed. */
	tokenUrl: string;
	/** Absolute, without a trailing slash. */
	platformUrl: string;
	/** Hosts, besides Adobe's, that the credential may be sent to; those that use plain http start with `http://`. */
	allowedHosts: string[];
}

/** Sources: "Server to server authentication" of Adobe's Developer Console, "Authenticate and access Experience Platform APIs". */
export const ADOBE_DEFAULTS = {
	scopes: 'openid,AdobeID,read_organizations,additional_info.projectedProductContext,session',
	sandbox: 'prod',
	tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
	platformUrl: 'https://platform.adobe.io',
} as const;

/** The fields as the panel labels them, with the kind of text that each has. */
const FIELDS = {
	clientId: ['Client ID', 'id'],
	clientSecret: ['Client Secret', 'secret'],
	organizationId: ['Organization ID', 'id'],
	scopes: ['Scopes', 'scopes'],
	sandbox: ['Sandbox', 'sandbox'],
	tokenUrl: ['Token URL', 'url'],
	platformUrl: ['Platform URL', 'url'],
	allowedHosts: ['Allowed Hosts', 'hosts'],
} as const satisfies Record<keyof AdobeCredential, [label: string, kind: RequestTextKind]>;

/**
 * Reads a decrypted credential. A missing field is an empty text, or Adobe's default if there is one.
 * @throws ServiceError for a text that would be changed on its way to Adobe
 */
export function readAdobeCredential(credentials: Record<string, unknown>): AdobeCredential {
	const field = (name: keyof typeof FIELDS, fallback = '') => {
		const [label, kind] = FIELDS[name];
		return credentialText(credentials[name], label, kind) || fallback;
	};
	// An expression that returns nothing must not lead to another sandbox.
	addedOption(credentials, 'sandbox', 'Sandbox');
	return {
		clientId: field('clientId'),
		clientSecret: field('clientSecret'),
		organizationId: field('organizationId'),
		scopes: field('scopes', ADOBE_DEFAULTS.scopes),
		sandbox: field('sandbox', ADOBE_DEFAULTS.sandbox),
		tokenUrl: field('tokenUrl', ADOBE_DEFAULTS.tokenUrl),
		platformUrl: trimTrailingSlashes(field('platformUrl', ADOBE_DEFAULTS.platformUrl)),
		allowedHosts: parseHostList(field('allowedHosts')),
	};
}

/**
 * Returns a fingerprint of the values that a cached token was fetched with: n8n keeps the token when the credential is
 * edited. It is a hash, so it reveals nothing about the secret.
 */
export const fingerprint = ({ tokenUrl, clientId, clientSecret, scopes }: AdobeCredential) =>
	createHash('sha256')
		.update(JSON.stringify([tokenUrl, clientId, clientSecret, scopes]))
		.digest('hex');
