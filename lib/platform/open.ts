import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { ADOBE_CREDENTIAL, sendWithCredential } from '../http';
import { fingerprint, readAccess, type AdobeAccess } from './access';
import type { PlatformCall } from './call';
import { platformClient } from './client';

/** Adobe's platform as one credential and sandbox sees it. */
export interface Platform {
	call: PlatformCall;
	access: AdobeAccess;
	sandbox: string;
	/** Tells credentials and sandboxes apart without naming them. */
	account: string;
}

/** @param sandbox empty for the credential's own */
export async function openPlatform(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	sandbox: string,
): Promise<Platform> {
	const access = readAccess(await context.getCredentials(ADOBE_CREDENTIAL));
	const used = sandbox || access.sandbox;
	return {
		call: platformClient(
			async (request) => await sendWithCredential(context, request),
			access.platformUrl,
			used,
		),
		access,
		sandbox: used,
		account: [fingerprint(access), access.platformUrl, used].join(' '),
	};
}
