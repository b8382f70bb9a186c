import type { IHttpRequestOptions } from 'n8n-workflow';
import { serviceText } from '../../problem/serviceText';
import type { AdobeCredential } from './adobeCredential';
import { readErrorBody } from '../../http/errorBody';
import { createProblem, type Problem } from '../../problem/problem';
import { sandboxNames, SANDBOXES_PATH } from './sandboxNames';
import { adobeProblem } from '../problems/adobeProblem';
import { sendUnauthenticated, findIncompleteField, type RequestHelper } from './requestToken';

type Explanation = [reason: string, advice: string];

/** Reasons and advice for responses to the sandbox list, by Adobe's code. Source: API troubleshooting guide. */
const EXPLANATIONS = new Map<string, Explanation>([
	[
		'401013',
		[
			'The Platform URL does not accept the token',
			'Token URL and Platform URL must belong to the same Adobe environment.',
		],
	],
	['403000', ['Adobe did not get the Client ID as API key', 'Check the Client ID.']],
	[
		'403003',
		[
			'The Client ID is not accepted as API key',
			'Add the Experience Platform API to the project in the Adobe Developer Console.',
		],
	],
	[
		'403025',
		[
			'The credential has no product profile, or the Organization ID belongs to another organization',
			'In the Adobe Developer Console, open the project, choose OAuth Server-to-Server and add a product profile of Experience Platform.',
		],
	],
	['400003', ['Adobe did not get the Organization ID', 'Fill in the field Organization ID.']],
]);

const WRONG_ORGANIZATION: Explanation = [
	'The Organization ID is not the one the credential was created in',
	'Copy it again from the Adobe Developer Console.',
];

/** Flow Service's codes for a token of another organization (2000) and a missing organization (2001, 2002). */
const ORGANIZATION_CODE = /^FLOW-200[012]/;

function responseProblem(status: number, body: unknown): Problem {
	const { code = '', detail = '' } = readErrorBody(body);
	const isOrganization = ORGANIZATION_CODE.test(code) || /\borg/i.test(detail);
	const explanation = isOrganization ? WRONG_ORGANIZATION : EXPLANATIONS.get(code);
	if (explanation) {
		const [reason, advice] = explanation;
		return createProblem('credential.rejected', { reason, advice }, { status });
	}
	if (status === 404 || (status >= 300 && status < 400)) {
		return createProblem('credential.platformUrlWrong', {}, { status });
	}
	return adobeProblem('list the sandboxes', status, body);
}

/**
 * Requests the sandboxes that the account may use, which every technical account is allowed to list. Source: Sandbox
 * API guide, "available sandboxes".
 * @returns the problem, which names the field to change; undefined if the credential works
 */
export async function checkCredential(
	request: RequestHelper,
	credential: AdobeCredential,
	token: string,
): Promise<Problem | undefined> {
	const incomplete = findIncompleteField(credential);
	if (incomplete) return incomplete;
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: `${credential.platformUrl}${SANDBOXES_PATH}`,
		headers: {
			authorization: `Bearer ${token}`,
			'x-api-key': credential.clientId,
			'x-gw-ims-org-id': credential.organizationId,
			accept: 'application/json',
		},
	};
	const reply = await sendUnauthenticated(request, options, [token, credential.clientSecret]);
	if (typeof reply === 'string') {
		return createProblem('credential.platformUrlUnreachable', { reason: reply });
	}
	if (reply.statusCode !== 200) return responseProblem(reply.statusCode, reply.body);
	const names = sandboxNames(reply.body);
	if (!names) return createProblem('credential.platformUrlWrong', {}, { status: 200 });
	const { sandbox } = credential;
	if (names.includes(sandbox)) return undefined;
	const allowed = names.length > 0 ? serviceText(names.join(', ')) : 'none';
	return createProblem('credential.sandboxNotAllowed', { sandbox, allowed }, { field: 'Sandbox' });
}
