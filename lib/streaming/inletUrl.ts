import { parseUrl } from '../http/parseUrl';
import { createProblem, type Problem } from '../problem/problem';
import { findForeignCharacter, type ForeignCharacter } from '../problem/requestText';
import { shorten } from '../problem/shorten';

/** The parts of a pasted streaming endpoint. */
export interface InletAddress {
	/** The single-message endpoint, without query. */
	inletUrl: string;
	/** From `?x-adobe-flow-id=…`, as in the URLs for webhook senders. */
	flowId?: string;
}

const COLLECTION_PATH = /^(.*\/collection)\/(?:batch\/)?([A-Za-z0-9_-]+)\/?$/;
const EXAMPLE = 'https://dcs.adobedc.net/collection/ followed by the inlet ID';

/**
 * Parses a single or batch endpoint, with or without its query, or returns the problem with it. It does not check that
 * the host is allowed (`isAllowedHost` does). Source: Adobe, streaming ingestion API, and "Create a streaming
 * connection using the HTTP API".
 */
export function parseInletUrl(text: string): InletAddress | { problem: Problem } {
	const url = parseWebAddress(text.trim());
	if (!url) return invalid(`"${shorten(text.trim())}"`, `Enter a web address: ${EXAMPLE}.`);
	if (url.username || url.password) {
		return invalid('a URL with a user name or password', 'Remove the user name and password.');
	}
	const match = COLLECTION_PATH.exec(url.pathname);
	// "batch" without an ID after it is an incomplete batch endpoint, not an inlet of that name.
	if (!match || match[2] === 'batch') {
		return invalid('a URL without an inlet ID', `Enter ${EXAMPLE}.`);
	}
	const flowId = url.searchParams.get('x-adobe-flow-id')?.trim() ?? '';
	const found = findForeignCharacter(flowId, 'resourceId');
	if (found) return { problem: foreignFlowId(found) };
	return {
		inletUrl: `${url.origin}${match[1]}/${match[2]}`,
		...(flowId && { flowId }),
	};
}

/** Returns the batch endpoint of an inlet, given either of its endpoints. */
export function batchUrl(inletUrl: string): string {
	return inletUrl.replace(/^(.*\/collection\/)(?:batch\/)?([^/]+\/?)$/, '$1batch/$2');
}

/** Returns the endpoint for one message, with synchronous validation if requested. */
export function singleUrl(inletUrl: string, syncValidation: boolean): string {
	return syncValidation ? `${inletUrl}?syncValidation=true` : inletUrl;
}

function parseWebAddress(text: string): URL | undefined {
	const url = parseUrl(text);
	return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

const LABEL = 'Streaming Endpoint URL';

const foreignFlowId = (found: ForeignCharacter) =>
	createProblem(
		'setting.invalidCharacter',
		{ label: `${LABEL}, in its dataflow ID,`, ...found },
		{ field: LABEL },
	);

const invalid = (value: string, advice: string) => ({
	problem: createProblem('setting.invalid', { label: LABEL, value, advice }, { field: LABEL }),
});
