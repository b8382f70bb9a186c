import { isRecord } from './isRecord';
import { serviceText } from '../problem/serviceText';

/** Details of an error response from any of Adobe's services. */
export interface ErrorBody {
	/** For example FLOW-1439-404, XDM-1006-400, 403025 or invalid_client; absent if the response has none. */
	code?: string;
	title?: string;
	detail?: string;
	requestId?: string;
}

/** Longest excerpt of an HTML page, in characters. */
const LONGEST_PAGE = 200;

const firstText = (candidates: unknown[]) =>
	candidates.find((value): value is string => typeof value === 'string' && value.trim() !== '');

const firstServiceText = (candidates: unknown[]) => {
	const value = firstText(candidates);
	return value === undefined ? undefined : serviceText(value);
};

/**
 * Returns the last part of `https://ns.adobe.com/aep/errors/FLOW-1439-404` if it is a code and not the name of a page.
 */
function codeOfType(type: unknown) {
	const tail = firstText([type])?.split('/').pop();
	return tail && /^[A-Z]+-\d+(-\d+)?$/.test(tail) ? serviceText(tail) : undefined;
}

/**
 * Reads the title, detail, code and request ID from the body of an error response. Sources: Adobe's API troubleshooting
 * page (`error_code`, `message`), the Flow Service tutorials (`report.detailed-message`, `report.request-id`), the
 * Schema Registry troubleshooting page (`report.registryRequestId`, `detail`), the streaming validation page
 * (`report.message`) and the token service of Adobe's Developer Console (`error`, `error_description`).
 */
export function readErrorBody(body: unknown): ErrorBody {
	if (!isRecord(body)) return firstText([body]) ? { detail: pageExcerpt(body as string) } : {};
	const report = isRecord(body.report) ? body.report : {};
	return {
		code: codeOfType(body.type) ?? codeText(body.error_code) ?? codeText(body.error),
		title: firstServiceText([body.title]),
		detail: firstServiceText([
			report['detailed-message'],
			report.message,
			body.detail,
			body.message,
			body.errorMessage,
			body.error_description,
		]),
		requestId: firstServiceText([report['request-id'], report.registryRequestId]),
	};
}

const codeText = (value: unknown) =>
	typeof value === 'number' ? String(value) : firstServiceText([value])?.trim();

/**
 * Returns the beginning of an HTML page that was received instead of JSON, enough to recognize which server responded.
 * A tag ends where the next one begins: otherwise a page of unclosed tags would be scanned again from each of them.
 */
const pageExcerpt = (page: string) =>
	serviceText(
		page
			.replace(/<[^<>]*>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim(),
		LONGEST_PAGE,
	);
