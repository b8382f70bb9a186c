import type { IHttpRequestOptions } from 'n8n-workflow';
import { serviceText } from '../serviceText';
import type { AdobeAccess } from './access';
import { readAnswer } from './envelope';
import { describeRefusal } from './refusal';
import { sandboxNames, SANDBOXES_PATH } from './sandboxes';
import { attempt, incomplete, type RequestHelper } from './tokenRequest';

/** What an answer to the sandbox list means for the credential, by Adobe's code. Source: API troubleshooting guide. */
const MEANING: Record<string, string> = {
	'401013':
		'The Platform URL does not accept the token: Token URL and Platform URL must belong to the same Adobe environment',
	'403000': 'Adobe did not get the Client ID as API key: check the Client ID',
	'403003':
		'The Client ID is not accepted as API key: add the Experience Platform API to the project in the Adobe Developer Console',
	'403025':
		'The credential has no product profile: in the Adobe Developer Console, open the project, choose OAuth Server-to-Server and add a product profile of Experience Platform. Or the Organization ID is that of another organization',
	'400003': 'Adobe did not get the Organization ID: fill in the field Organization ID',
};

const ORGANIZATION =
	'The Organization ID is not the one the credential was made in: copy it again from the Adobe Developer Console';

/** Flow Service's words for a token of another organization (2000) and a missing organization (2001, 2002). */
const ORGANIZATION_CODE = /^FLOW-200[012]/;

function meaningOf(status: number, body: unknown): string {
	const { code = '', detail = '' } = readAnswer(body);
	if (ORGANIZATION_CODE.test(code) || /\borg/i.test(detail)) return ORGANIZATION;
	if (MEANING[code]) return MEANING[code];
	if (status === 404 || (status >= 300 && status < 400)) {
		return `The Platform URL answered with status ${status}: check the Platform URL`;
	}
	const { message, description } = describeRefusal('list the sandboxes', status, body);
	return `${message}. ${description}`;
}

/**
 * Asks Adobe which sandboxes the account may use, which every technical account may ask.
 * Source: Sandbox API guide, "available sandboxes".
 * @returns a sentence that names the field to change, or undefined when everything fits
 */
export async function checkCredential(
	request: RequestHelper,
	access: AdobeAccess,
	token: string,
): Promise<string | undefined> {
	const wrong = incomplete(access);
	if (wrong) return wrong;
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: `${access.platformUrl}${SANDBOXES_PATH}`,
		headers: {
			authorization: `Bearer ${token}`,
			'x-api-key': access.clientId,
			'x-gw-ims-org-id': access.organizationId,
			accept: 'application/json',
		},
	};
	const reply = await attempt(request, options, [token, access.clientSecret]);
	if (typeof reply === 'string') {
		return `The Platform URL cannot be reached: ${reply}. Check the address and the network of n8n`;
	}
	if (reply.statusCode !== 200) return meaningOf(reply.statusCode, reply.body);
	const names = sandboxNames(reply.body);
	if (!names) {
		return 'The Platform URL answered, but not as Adobe Experience Platform does: check the Platform URL';
	}
	if (names.includes(access.sandbox)) return undefined;
	const list = names.length ? serviceText(names.join(', ')) : 'none';
	return `The sandbox "${access.sandbox}" is not among those this account may use (${list}): correct the field Sandbox, or add the account to a role of that sandbox in Adobe's Permissions`;
}
