import { readErrorBody, type ErrorBody } from '../../http/errorBody';
import { retryAtOf, tellAskedWait, WAIT_ADVICE } from '../../problem/askedToWait';
import { asSentence, createProblem, type Problem } from '../../problem/problem';
import { PROBLEM_CODES } from '../../problem/problemCodes';
import { serviceText } from '../../problem/serviceText';
import { adobeErrorCode, type AdobeAnsweredCode } from './adobeErrorCodes';

/** Facts about a request that are not in the response body. */
export interface RequestDetails {
	/** Advice for rejected values, used if Adobe's code has none of its own. */
	advice?: string;
	/** Codes that a service has in place of the general ones. */
	codes?: Partial<Record<AdobeAnsweredCode, AdobeAnsweredCode>>;
	/** From the response headers, for bodies without one. */
	requestId?: string;
	/** Time before which Adobe asks not to be asked again, in ms since 1970. */
	askedUntil?: number;
}

/**
 * Creates the problem of an error response from Adobe; Adobe's own message follows the advice.
 * @param task names the task, to follow "could not", e.g. "read the dataflow 3f2b…"
 * @param status HTTP status, 300 to 599
 */
export function adobeProblem(
	task: string,
	status: number,
	body: unknown,
	details: RequestDetails = {},
): Problem {
	const errorBody = readErrorBody(body);
	const generalCode = adobeErrorCode(status, errorBody);
	const code = details.codes?.[generalCode] ?? generalCode;
	const callerAdvice = code === 'adobe.rejected' ? details.advice : undefined;
	const requestId =
		errorBody.requestId ?? (details.requestId && serviceText(details.requestId)) ?? undefined;
	const adobeText = adobeTextOf(errorBody, requestId);
	const { advice: codeAdvice, retry } = PROBLEM_CODES[code];
	const retryAt = retry === 'later' ? retryAtOf(details.askedUntil ?? 0) : undefined;
	const advice = callerAdvice ?? (retryAt ? WAIT_ADVICE : codeAdvice);
	const problem = createProblem(
		code,
		{ task, status },
		{
			status,
			requestId,
			retryAt,
			advice: adobeText ? `${advice} Adobe says: ${asSentence(adobeText)}` : advice,
		},
	);
	return tellAskedWait(problem);
}

function adobeTextOf({ code, title, detail }: ErrorBody, requestId?: string) {
	const texts = [title, detail]
		.filter((part, index, all) => part !== undefined && all.indexOf(part) === index)
		.map((part) => part?.replace(/[.:]$/, ''));
	const ids = [code && `code ${code}`, requestId && `request ID ${requestId}`].filter(Boolean);
	return [texts.join(': '), ids.length > 0 ? `(${ids.join(', ')})` : ''].filter(Boolean).join(' ');
}
