import { parseUrl } from '../parseUrl';

/** A streaming endpoint as a person pasted it, taken apart. */
export interface InletAddress {
	/** The single-message endpoint, without query. */
	inletUrl: string;
	inletId: string;
	/** From `?x-adobe-flow-id=…`, the form in which webhook senders get their URL. */
	flowId?: string;
}

const COLLECTION_PATH = /^(.*\/collection)\/(?:batch\/)?([A-Za-z0-9_-]+)\/?$/;
const EXAMPLE = 'https://dcs.adobedc.net/collection/ followed by the inlet ID';

/**
 * Reads a single or batch endpoint, with or without its query, or says what is wrong with it.
 * Whether its host may be sent to is another question (`isAllowedHost`).
 * Source: Adobe, streaming ingestion API, and "Create a streaming connection using the HTTP API".
 */
export function parseInletUrl(text: string): InletAddress | { refusal: string } {
	const url = parseWebAddress(text.trim());
	if (!url) {
		return { refusal: `"${text.trim()}" is no web address. Expected ${EXAMPLE}.` };
	}
	if (url.username || url.password) {
		return { refusal: 'The streaming endpoint contains a user name or password. Remove it.' };
	}
	const match = COLLECTION_PATH.exec(url.pathname);
	// "batch" without an ID behind it is half a batch endpoint, not an inlet of that name.
	if (!match || match[2] === 'batch') {
		return { refusal: `The streaming endpoint has no inlet ID. Expected ${EXAMPLE}.` };
	}
	const flowId = url.searchParams.get('x-adobe-flow-id')?.trim();
	return {
		inletUrl: `${url.origin}${match[1]}/${match[2]}`,
		inletId: match[2],
		...(flowId ? { flowId } : {}),
	};
}

/** The batch endpoint of the same inlet, also if the batch endpoint was given. */
export function batchUrl(inletUrl: string): string {
	return inletUrl.replace(/^(.*\/collection\/)(?:batch\/)?([^/]+\/?)$/, '$1batch/$2');
}

/** The endpoint for one message, validated before the reply if asked for. */
export function singleUrl(inletUrl: string, syncValidation: boolean): string {
	return syncValidation ? `${inletUrl}?syncValidation=true` : inletUrl;
}

function parseWebAddress(text: string): URL | undefined {
	const url = parseUrl(text);
	return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}
