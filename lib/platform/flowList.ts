import type { PlatformCall } from './call';
import { FLOW_SERVICE, isStreaming, summaryOf, type Flow, type FlowSummary } from './flowService';
import { readFlowServicePage, readPages } from './paging';
import { contains, searchPages } from './search';

const PAGE = 100;

export interface FlowFilter {
	/** Part of the name or id, in upper or lower case. */
	search?: string;
	/** In Adobe's words, e.g. `enabled`. */
	state?: string;
	streamingOnly?: boolean;
}

/** A page of the dataflows that fit, by name. Name and kind are looked at here: Adobe's filter knows equality only. */
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
 * The dataflows that fit, by name.
 * @param limit most to return; Infinity for all
 */
export const listFlows = async (call: PlatformCall, filter: FlowFilter, limit: number) =>
	await readPages(limit, async (cursor) => await flowPage(call, filter, cursor));

/**
 * One page of the streaming dataflows whose name or id contains the text. Pages without any are skipped.
 * @param cursor from the page before; undefined starts at the first
 */
export async function listDataflows(
	call: PlatformCall,
	search = '',
	cursor?: string,
): Promise<{ flows: FlowSummary[]; cursor?: string }> {
	const { entities, next } = await flowPage(call, { search, streamingOnly: true }, cursor);
	return { flows: entities.map(summaryOf), cursor: next };
}
