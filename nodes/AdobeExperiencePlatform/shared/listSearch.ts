import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { listDataflows } from '../../../lib/platform/flowService';
import { openPlatform } from '../../../lib/platform/open';
import type { PlatformCall } from '../../../lib/platform/call';
import { listSandboxes } from '../../../lib/platform/sandboxes';
import { asNodeError } from './nodeError';
import { chosenSandbox } from './parameters';

interface Found {
	results: INodeListSearchItems[];
	/** For the page after; absent on the last. */
	cursor?: string;
}

type Search = (call: PlatformCall, filter: string, cursor?: string) => Promise<Found>;

/** A list of the panel, asked for in the sandbox chosen in the node's options. */
const listSearch = (search: Search) =>
	async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		try {
			const { call } = await openPlatform(
				this,
				chosenSandbox(this.getNodeParameter('options', {})),
			);
			const { results, cursor } = await search(call, filter.trim(), paginationToken);
			return { results, paginationToken: cursor };
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	};

const FORMAT_WORDS = { xdm: 'XDM', raw: 'raw data' };

/** Keeps the entries whose name or value contains the text. */
export const matching = (entries: INodeListSearchItems[], filter: string) =>
	entries.filter(({ name, value }) =>
		`${name}\n${value}`.toLowerCase().includes(filter.toLowerCase()),
	);

/** By the names the locators use. */
export const listSearches = {
	searchDataflows: listSearch(async (call, filter, from) => {
		const { flows, cursor } = await listDataflows(call, filter, from);
		const results = flows.map(({ id, name, state, format }) => {
			const notes = [format && FORMAT_WORDS[format], state !== 'enabled' && state].filter(Boolean);
			return { name: notes.length ? `${name} (${notes.join(', ')})` : name, value: id };
		});
		return { results, cursor };
	}),

	searchSandboxes: listSearch(async (call, filter) => {
		const sandboxes = await listSandboxes(call, Infinity);
		const results = sandboxes.map(({ name, title }) => ({
			name: title === name ? name : `${title} (${name})`,
			value: name,
		}));
		return { results: matching(results, filter) };
	}),
};
