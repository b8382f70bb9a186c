import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { PlatformCall } from './call';
import { listDataflows } from './flowList';
import type { FlowSummary } from './flowService';
import { asNodeError } from './nodeError';
import { openPlatform } from './open';

export interface Found {
	results: INodeListSearchItems[];
	/** For the page after; absent on the last. */
	cursor?: string;
}

export type Search = (call: PlatformCall, filter: string, cursor?: string) => Promise<Found>;

/**
 * A list of the panel, asked of Adobe.
 * @param sandboxOf the sandbox chosen in the node; empty for the credential's own
 */
export const listSearch = (sandboxOf: (context: ILoadOptionsFunctions) => string, search: Search) =>
	async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		try {
			const { call } = await openPlatform(this, sandboxOf(this));
			const { results, cursor } = await search(call, filter.trim(), paginationToken);
			return { results, paginationToken: cursor };
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	};

const FORMAT_WORDS = { xdm: 'XDM', raw: 'raw data' };

/** The streaming dataflows by name, with what each takes and whether it is not enabled. */
export const searchDataflows: Search = async (call, filter, from) => {
	const { flows, cursor } = await listDataflows(call, filter, from);
	return { results: flows.map(dataflowChoice), cursor };
};

function dataflowChoice({ id, name, state, format }: FlowSummary): INodeListSearchItems {
	const notes = [format && FORMAT_WORDS[format], state !== 'enabled' && state].filter(Boolean);
	return { name: notes.length ? `${name} (${notes.join(', ')})` : name, value: id };
}
