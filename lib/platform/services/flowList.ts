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

const flowPages = (call: PlatformCall, { state }: FlowFilter) => {
	const request = {
		task: 'list the dataflows',
		path: `${FLOW_SERVICE}/flows`,
		query: { limit: PAGE, orderby: 'name', property: state && `state==${state}` },
	};
	return async (cursor?: string) => await readFlowServicePage<Flow>(call, request, cursor);
};

/** Name and kind are filtered here, because Adobe's filter supports only equality. */
const isWanted =
	({ search = '', streamingOnly = false }: FlowFilter) =>
	(flow: Flow) =>
		contains(search, flow.name ?? '', flow.id) && (isStreaming(flow) || !streamingOnly);

/**
 * Lists the matching dataflows, by name.
 * @param limit most to return; Infinity for all
 */
export const listFlows = async (call: PlatformCall, filter: FlowFilter, limit: number) =>
	await readPages(limit, flowPages(call, filter), isWanted(filter));

/**
 * Returns one page of the streaming dataflows whose name or ID contains the text. Empty pages are skipped.
 * @param cursor from the previous page; undefined starts at the first
 */
export async function listDataflows(
	call: PlatformCall,
	search = '',
	cursor?: string,
): Promise<{ flows: FlowSummary[]; cursor?: string }> {
	const filter = { search, streamingOnly: true };
	const { entities, next } = await searchPages(flowPages(call, filter), isWanted(filter), cursor);
	return { flows: entities.map(summaryOf), cursor: next };
}
