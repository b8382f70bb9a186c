import { Answer } from '../answer.mts';
import { ORG_ID } from '../account.mts';

const INLET_TYPE = 'http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet';
const AUTHORIZATION_TYPE =
	'https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization';

/** What a message whose `header` is missing is told, in a batch and alone. */
export const HEADER_MANDATORY =
	"The 'header' field is mandatory. Provide a valid 'header' value and try again.";

/** Adobe's texts about one message, with the inlet and the organization in front. */
export function messageText(inletId: string, text: string): string {
	return `inletId: [${inletId}] imsOrgId: [${ORG_ID}] ${text}`;
}

/** The body of a 400 about a single message; `cause` only in sync validation. */
export function invalidMessage(message: string, cause?: unknown): Answer {
	return new Answer(400, {
		type: INLET_TYPE,
		status: 400,
		title: 'Invalid XDM Message Format',
		report: cause === undefined ? { message } : { message, cause },
	});
}

/** An inlet's answer whose body Adobe does not document, in the form of those it does. */
export function inletProblem(
	status: number,
	title: string,
	message: string,
	headers: Record<string, string> = {},
): Answer {
	return new Answer(status, { type: INLET_TYPE, status, title, report: { message } }, headers);
}

/** A refused token; `status` is a text in this body, as documented. */
export function unauthorized(status: 401 | 403, message: string): Answer {
	return new Answer(status, {
		type: AUTHORIZATION_TYPE,
		status: String(status),
		title: 'Authorization',
		report: { message },
	});
}
