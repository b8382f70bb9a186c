import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { PlatformCall } from './transport/platformRequest';
import { listSandboxes } from './services/sandboxes';
import { contains } from './transport/searchPages';
import { listDataflows } from './services/flowList';
import type { FlowSummary } from './services/flowService';
import { panelClock } from '../n8n/executionClock';
import { toNodeError } from '../n8n/nodeError';
import { toProblem } from '../problem/toProblem';
import { connectPlatform } from './transport/connectPlatform';

export interface SearchPage {
	results: INodeListSearchItems[];
	/** Cursor of the next page; absent on the last page. */
	cursor?: string;
}

export type Search = (call: PlatformCall, filter: string, cursor?: string) => Promise<SearchPage>;

/** Milliseconds for which a list keeps asking: a person is waiting for it, and can open it again. */
const SEARCH_BUDGET_MS = 5_000;

/**
 * Creates a list search for the panel that requests its entries from Adobe.
 * @param sandboxOf the sandbox chosen in the node; empty for the credential's own
 */
export const listSearch = (sandboxOf: (context: ILoadOptionsFunctions) => string, search: Search) =>
	async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		try {
			const { call } = await connectPlatform(this, sandboxOf(this), {
				budgetMs: SEARCH_BUDGET_MS,
				clock: panelClock,
				outages: new Map(),
			});
			const { results, cursor } = await search(call, filter.trim(), paginationToken);
			return { results, paginationToken: cursor };
		} catch (error) {
			throw toNodeError(this.getNode(), toProblem(error));
		}
	};

const FORMAT_NAMES = { xdm: 'XDM', raw: 'raw data' };

/** Lists the streaming dataflows by name, each with its record format, and its state unless it is enabled. */
export const searchDataflows: Search = async (call, filter, from) => {
	const { flows, cursor } = await listDataflows(call, filter, from);
	return { results: flows.map(dataflowChoice), cursor };
};

function dataflowChoice({ id, name, state, format }: FlowSummary): INodeListSearchItems {
	const notes = [format && FORMAT_NAMES[format], state !== 'enabled' && state].filter(Boolean);
	return { name: notes.length ? `${name} (${notes.join(', ')})` : name, value: id };
}

/** Lists the sandboxes that the credential may use. */
export const searchSandboxes: Search = async (call, filter) => {
	const sandboxes = await listSandboxes(call, Infinity);
	const results = sandboxes
		.filter(({ name, title }) => contains(filter, name, title))
		.map(({ name, title }) => ({
			name: title === name ? name : `${title} (${name})`,
			value: name,
		}));
	return { results };
};
