import { Answer } from '../answer.mts';
import { ORG_ID } from '../account.mts';

const INLET_TYPE = 'http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet';
const AUTHORIZATION_TYPE =
	'https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization';

/** Text for a message without `header`, in a batch and alone. */
export const HEADER_MANDATORY =
	"The 'header' field is mandatory. Provide a valid 'header' value and try again.";

/** Formats Adobe's texts about one message, with the inlet and the organization in front. */
export function messageText(inletId: string, text: string): string {
	return `inletId: [${inletId}] imsOrgId: [${ORG_ID}] ${text}`;
}

/** Creates the 400 for a single message; `cause` only with synchronous validation. */
export function invalidMessage(message: string, cause?: unknown): Answer {
	return new Answer(400, {
		type: INLET_TYPE,
		status: 400,
		title: 'Invalid XDM Message Format',
		report: cause === undefined ? { message } : { message, cause },
	});
}

/** Creates an inlet's response whose body Adobe does not document, in the form of the documented ones. */
export function inletProblem(
	status: number,
	title: string,
	message: string,
	headers: Record<string, string> = {},
): Answer {
	return new Answer(status, { type: INLET_TYPE, status, title, report: { message } }, headers);
}

/** Creates the response for a rejected token; `status` is a text in this body, as documented. */
export function unauthorized(status: 401 | 403, message: string): Answer {
	return new Answer(status, {
		type: AUTHORIZATION_TYPE,
		status: String(status),
		title: 'Authorization',
		report: { message },
	});
}
