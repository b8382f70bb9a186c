import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { searchDatasets } from '../../../lib/platform/catalog';
import { listDataflows } from '../../../lib/platform/flowList';
import { openPlatform } from '../../../lib/platform/open';
import type { PlatformCall } from '../../../lib/platform/call';
import { listNamespaces } from '../../../lib/platform/identityNamespaces';
import { listSandboxes } from '../../../lib/platform/sandboxes';
import {
	searchFieldGroups,
	searchResources,
	type RegistryResource,
} from '../../../lib/platform/schemaRegistry';
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

const asChoice = ({ $id, title = $id }: RegistryResource) => ({ name: title, value: $id });

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

	searchDatasets: listSearch(async (call, filter, from) => {
		const { entities, next } = await searchDatasets(call, filter, from);
		return {
			results: entities.map(({ id, name }) => ({ name: name ?? id, value: id })),
			cursor: next,
		};
	}),

	searchSchemas: listSearch(async (call, search, from) => {
		const { entities, next } = await searchResources(
			call,
			{ kind: 'schemas', container: 'tenant', search },
			from,
		);
		return { results: entities.map(asChoice), cursor: next };
	}),

	searchFieldGroups: listSearch(async (call, search, from) => {
		const { entities, next } = await searchFieldGroups(call, search, from);
		return { results: entities.map(asChoice), cursor: next };
	}),

	searchNamespaces: listSearch(async (call, filter) => {
		const namespaces = await listNamespaces(call);
		const results = namespaces.map(({ code, name }) => ({
			name: name && name !== code ? `${name} (${code})` : code,
			value: code,
		}));
		return { results: matching(results, filter) };
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
