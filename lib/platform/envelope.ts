import { serviceText } from '../serviceText';

/** What Adobe's services say when they refuse a request, whichever of their envelopes it came in. */
export interface AdobeAnswer {
	/** FLOW-1439-404, XDM-1006-400, 403025, invalid_client: absent when the envelope has none. */
	code?: string;
	title?: string;
	detail?: string;
	requestId?: string;
}

type Json = Record<string, unknown>;

/** Characters of a page of HTML that are repeated. */
const LONGEST_PAGE = 200;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const text = (candidates: unknown[]) =>
	candidates.find((value): value is string => typeof value === 'string' && value.trim() !== '');

const words = (candidates: unknown[]) => {
	const found = text(candidates);
	return found === undefined ? undefined : serviceText(found);
};

/** The last part of `https://ns.adobe.com/aep/errors/FLOW-1439-404`, when it is a code and no page. */
function codeOfType(type: unknown) {
	const tail = text([type])?.split('/').pop();
	return tail && /^[A-Z]+-\d+(-\d+)?$/.test(tail) ? serviceText(tail) : undefined;
}

/**
 * Reads title, detail, code and request id from the body of a refusal.
 * Sources: Adobe's API troubleshooting page (`error_code`, `message`), the Flow Service tutorials
 * (`report.detailed-message`, `report.request-id`), the Schema Registry troubleshooting page
 * (`report.registryRequestId`, `detail`), the streaming validation page (`report.message`) and the
 * token service of Adobe's Developer Console (`error`, `error_description`).
 */
export function readAnswer(body: unknown): AdobeAnswer {
	if (!isObject(body)) return text([body]) ? { detail: oneLine(body as string) } : {};
	const report = isObject(body.report) ? body.report : {};
	return {
		code: codeOfType(body.type) ?? scalar(body.error_code) ?? scalar(body.error),
		title: words([body.title]),
		detail: words([
			report['detailed-message'],
			report.message,
			body.detail,
			body.message,
			body.errorMessage,
			body.error_description,
		]),
		requestId: words([report['request-id'], report.registryRequestId]),
	};
}

const scalar = (value: unknown) =>
	typeof value === 'number' ? String(value) : words([value])?.trim();

/**
 * A page of HTML instead of JSON: enough of it to recognise who answered. A tag ends where the next begins, or a page
 * of tags that never end would be searched again from each of them.
 */
const oneLine = (page: string) =>
	serviceText(
		page
			.replace(/<[^<>]*>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim(),
		LONGEST_PAGE,
	);
