import type { HttpReply } from '../http/httpReply';
import { requestOnce, type RequestHelper } from '../http/requestOnce';
import { createProblem, type Problem } from '../problem/problem';
import { problemIn } from '../problem/serviceError';
import { readChatlioCredential, withApiKey } from './chatlioCredential';
import { chatlioProblem, noAnswer, notConnected } from './chatlioProblem';
import { CONVERSATIONS_PATH } from './conversations';

/**
 * Requests the conversations once, which needs nothing but the key.
 * @param credentials decrypted fields of the credential
 * @returns the problem in the node's own words, which name the field to change; undefined if the credential works
 */
export async function checkKey(
	request: RequestHelper,
	credentials: Record<string, unknown>,
): Promise<Problem | undefined> {
	try {
		const { apiKey, apiUrl } = readChatlioCredential(credentials);
		const { url, headers, auth } = withApiKey(
			{ url: apiUrl + CONVERSATIONS_PATH, headers: { accept: 'application/json' } },
			credentials,
		);
		const options = { method: 'GET' as const, url: url!, headers, auth };
		const answer = await requestOnce(request, options, [apiKey]);
		if ('reason' in answer) {
			return answer.unsent ? notConnected(answer.unsent) : noAnswer(answer.reason);
		}
		const { statusCode: status, headers: replied = {}, body } = answer;
		if (status < 200 || status >= 300) {
			const reply: HttpReply = { kind: 'reply', status, headers: replied, body };
			return chatlioProblem(reply, false);
		}
		if (typeof body === 'string')
			return createProblem('chatlio.unexpectedResponse', {}, { status });
		return undefined;
	} catch (error) {
		return problemIn(error) ?? (await Promise.reject<Problem>(error));
	}
}
