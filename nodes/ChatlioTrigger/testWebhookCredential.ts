import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { adviseOnSecret, readWebhookSecret } from '../../lib/chatlio/webhookCredential';

/** Checks the credential's own fields: no service can check them, because Chatlio calls us. */
export async function testWebhookCredential({
	data,
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const advice = adviseOnSecret(readWebhookSecret(data ?? {}));
	return advice
		? { status: 'Error', message: advice }
		: { status: 'OK', message: 'This protects the webhooks' };
}
