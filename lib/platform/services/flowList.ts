import type { PlatformCall } from '../transport/platformRequest';
import { FLOW_SERVICE, isStreaming, summaryOf, type Flow, type FlowSummary } from './flowService';
import { readFlowServicePage, readPages } from '../transport/paging';
import { contains, searchPages } from '../transport/searchPages';

const PAGE = 100;

export interface FlowFilter {
	/** Part of the name or ID, ignoring case. */
	search?: string;
	/** In Adobe's terms, e.g. `enabled`. */
	state?: string;
	streamingOnly?: boolean;
}

/**
 * Returns a page of the matching dataflows, by name. Name and kind are filtered here, because Adobe's filter supports
 * only equality.
 */
async function flowPage(call: PlatformCall, filter: FlowFilter, cursor?: string) {
	const { search = '', state, streamingOnly = false } = filter;
	const request = {
		task: 'list the dataflows',
		path: `${FLOW_SERVICE}/flows`,
		query: { limit: PAGE, orderby: 'name', property: state && `state==${state}` },
	};
	return await searchPages<Flow>(
		async (from) => await readFlowServicePage<Flow>(call, request, from),
		(flow) => contains(search, flow.name ?? '', flow.id) && (isStreaming(flow) || !streamingOnly),
		cursor,
	);
}

/**
 * Lists the matching dataflows, by name.
 * @param limit most to return; Infinity for all
 */
export const listFlows = async (call: PlatformCall, filter: FlowFilter, limit: number) =>
	await readPages(limit, async (cursor) => await flowPage(call, filter, cursor));

/**
 * Returns one page of the streaming dataflows whose name or ID contains the text. Empty pages are skipped.
 * @param cursor from the previous page; undefined starts at the first
 */
export async function listDataflows(
	call: PlatformCall,
	search = '',
	cursor?: string,
): Promise<{ flows: FlowSummary[]; cursor?: string }> {
	const { entities, next } = await flowPage(call, { search, streamingOnly: true }, cursor);
	return { flows: entities.map(summaryOf), cursor: next };
}
