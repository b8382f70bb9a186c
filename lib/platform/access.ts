import { createHash } from 'crypto';
import { parseHostList } from '../streaming/hosts';
import { withoutTrailingSlashes } from '../withoutTrailingSlashes';

/** The fields of the credential, trimmed, with Adobe's own addresses where they are empty. */
export interface AdobeAccess {
	clientId: string;
	clientSecret: string;
	organizationId: string;
	scopes: string;
	sandbox: string;
	/** Absolute, as typed. */
	tokenUrl: string;
	/** Absolute, without a slash at the end. */
	platformUrl: string;
	/** Hosts the credential may be sent to besides Adobe's, those of plain http with `http://` before them. */
	allowedHosts: string[];
}

/** Sources: "Server to server authentication" of Adobe's Developer Console, "Authenticate and access Experience Platform APIs". */
export const ADOBE_DEFAULTS = {
	scopes: 'openid,AdobeID,read_organizations,additional_info.projectedProductContext,session',
	sandbox: 'prod',
	tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
	platformUrl: 'https://platform.adobe.io',
} as const;

/** Takes a decrypted credential apart. What is missing is an empty text, or Adobe's default where there is one. */
export function readAccess(credentials: Record<string, unknown>): AdobeAccess {
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
		platformUrl: withoutTrailingSlashes(field('platformUrl', ADOBE_DEFAULTS.platformUrl)),
		allowedHosts: parseHostList(field('allowedHosts')),
	};
}

/**
 * Tells whether a kept token was fetched with these values: n8n keeps the token when the credential is edited.
 * A hash, so that it says nothing about the secret.
 */
export const fingerprint = ({ tokenUrl, clientId, clientSecret, scopes }: AdobeAccess) =>
	createHash('sha256')
		.update(JSON.stringify([tokenUrl, clientId, clientSecret, scopes]))
		.digest('hex');
