import { createHash } from 'crypto';
import { parseHostList } from './allowedHosts';
import { trimTrailingSlashes } from '../../http/trimTrailingSlashes';

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

/** Reads a decrypted credential. A missing field is an empty text, or Adobe's default if there is one. */
export function readAdobeCredential(credentials: Record<string, unknown>): AdobeCredential {
	const field = (name: string, fallback = '') => {
		const value = credentials[name];
		return (typeof value === 'string' && value.trim()) || fallback;
	};
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
