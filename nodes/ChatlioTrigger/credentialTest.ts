import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { adviseOnSecret, readWebhookSecret } from '../../lib/chatlio/webhookSecret';

/** Checks the credential's own fields: there is nobody to ask, because Chatlio asks us. */
export async function testWebhookCredential({
	data,
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const advice = adviseOnSecret(readWebhookSecret(data ?? {}));
	return advice
		? { status: 'Error', message: advice }
		: { status: 'OK', message: 'This protects the webhooks' };
}
