import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { ADOBE_CREDENTIAL, sendWithCredential } from '../../n8n/httpHelpers';
import { readCredential } from '../../n8n/readCredential';
import { fingerprint, readAdobeCredential, type AdobeCredential } from '../auth/adobeCredential';
import type { Patience } from './outages';
import type { PlatformCall } from './platformRequest';
import { platformClient } from './platformClient';

/** Adobe's platform as seen by one credential in one sandbox. */
export interface Platform {
	/** Waits out transient replies. */
	call: PlatformCall;
	/** Sends every request once. */
	callOnce: PlatformCall;
	credential: AdobeCredential;
	sandbox: string;
	/** Distinguishes credentials and sandboxes without naming them. */
	cacheKey: string;
}

/**
 * Connects to Adobe's platform with the node's credential.
 * @param sandbox empty for the credential's own
 * @param patience for transient replies
 */
export async function connectPlatform(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	sandbox: string,
	patience: Patience,
): Promise<Platform> {
	const credential = readAdobeCredential(await readCredential(context, ADOBE_CREDENTIAL));
	const sandboxName = sandbox || credential.sandbox;
	const client = (budgetMs: number) =>
		platformClient(
			async (request) => await sendWithCredential(context, request),
			credential.platformUrl,
			sandboxName,
			{ ...patience, budgetMs },
		);
	return {
		call: client(patience.budgetMs),
		callOnce: client(0),
		credential,
		sandbox: sandboxName,
		cacheKey: [fingerprint(credential), credential.platformUrl, sandboxName].join(' '),
	};
}
