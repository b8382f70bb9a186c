import type { IHttpRequestOptions } from 'n8n-workflow';
import { serviceText } from '../../problem/serviceText';
import type { AdobeCredential } from './adobeCredential';
import { parseUrl } from '../../http/parseUrl';
import { inField } from '../../http/networkErrors';
import { proxyProblem } from '../../http/proxyProblem';
import { requestOnce, type FullResponse, type RequestHelper } from '../../http/requestOnce';
import { readErrorBody } from '../../http/errorBody';
import { createProblem, type Problem } from '../../problem/problem';
import { sandboxNames, sandboxPages, SANDBOXES_PATH } from './sandboxNames';
import { problemIn, ServiceError, serviceError } from '../../problem/serviceError';
import { readRetryAfter } from '../../http/retryAfter';
import { adobeProblem } from '../problems/adobeProblem';
import { findIncompleteField } from './requestToken';

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

function responseProblem(
	{ statusCode: status, headers = {}, body }: FullResponse,
	platformUrl: string,
): Problem {
	const host = parseUrl(platformUrl)?.host ?? platformUrl;
	const byProxy = proxyProblem({ status, headers, body }, host);
	if (byProxy) return byProxy;
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
	const now = Date.now();
	const askedUntil = now + (readRetryAfter(headers, now) ?? 0);
	return adobeProblem('list the sandboxes', status, body, { askedUntil });
}

/**
 * Requests the sandboxes that the account may use, which every technical account is allowed to list, until the
 * credential's own is among them. Source: Sandbox API guide, "available sandboxes".
 * @returns the problem, which names the field to change; undefined if the credential works
 */
export async function checkCredential(
	request: RequestHelper,
	credential: AdobeCredential,
	token: string,
): Promise<Problem | undefined> {
	const incomplete = findIncompleteField(credential);
	if (incomplete) return incomplete;
	return await findSandbox(request, credential, token).catch(
		async (error: unknown) => problemIn(error) ?? (await Promise.reject<Problem>(error)),
	);
}

/**
 * Looks for the credential's sandbox.
 * @returns the problem if it is not in the list
 * @throws ServiceError if the list cannot be read
 */
async function findSandbox(
	request: RequestHelper,
	credential: AdobeCredential,
	token: string,
): Promise<Problem | undefined> {
	const { sandbox } = credential;
	const names: string[] = [];
	const read = async (query: SandboxQuery) => await readList(request, credential, token, query);
	for await (const page of sandboxPages(read)) {
		for (const { name } of page) names.push(name);
		if (names.includes(sandbox)) return undefined;
	}
	const allowed = names.length > 0 ? serviceText(names.join(', ')) : 'none';
	return createProblem('credential.sandboxNotAllowed', { sandbox, allowed }, { field: 'Sandbox' });
}

interface SandboxQuery {
	limit: number;
	offset: number;
}

/**
 * Reads one page of the sandbox list.
 * @throws ServiceError
 */
async function readList(
	request: RequestHelper,
	credential: AdobeCredential,
	token: string,
	{ limit, offset }: SandboxQuery,
): Promise<unknown> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: `${credential.platformUrl}${SANDBOXES_PATH}?limit=${limit}&offset=${offset}`,
		headers: {
			authorization: `Bearer ${token}`,
			'x-api-key': credential.clientId,
			'x-gw-ims-org-id': credential.organizationId,
			accept: 'application/json',
		},
	};
	const reply = await requestOnce(request, options, [token, credential.clientSecret]);
	if ('reason' in reply) {
		if (reply.unsent) throw new ServiceError(inField('Platform URL', reply.unsent));
		throw serviceError('credential.platformUrlSilent', { reason: reply.reason });
	}
	if (reply.statusCode !== 200)
		throw new ServiceError(responseProblem(reply, credential.platformUrl));
	if (sandboxNames(reply.body)) return reply.body;
	throw serviceError('credential.platformUrlWrong', {}, { status: 200 });
}
