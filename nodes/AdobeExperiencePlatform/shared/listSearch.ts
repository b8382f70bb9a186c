import type { INodeListSearchItems } from 'n8n-workflow';
import { searchDatasets } from '../../../lib/platform/catalog';
import { listNamespaces } from '../../../lib/platform/identityNamespaces';
import { listSearch, searchDataflows, type Search } from '../../../lib/platform/listSearch';
import { listSandboxes } from '../../../lib/platform/sandboxes';
import {
	searchFieldGroups,
	searchResources,
	type RegistryResource,
} from '../../../lib/platform/schemaRegistry';
import { chosenSandbox } from './parameters';

const search = (find: Search) =>
	listSearch((context) => chosenSandbox(context.getNodeParameter('options', {})), find);

/** Keeps the entries whose name or value contains the text. */
export const matching = (entries: INodeListSearchItems[], filter: string) =>
	entries.filter(({ name, value }) =>
		`${name}\n${value}`.toLowerCase().includes(filter.toLowerCase()),
	);

const asChoice = ({ $id, title = $id }: RegistryResource) => ({ name: title, value: $id });

/** By the names the locators use. */
export const listSearches = {
	searchDataflows: search(searchDataflows),

	searchDatasets: search(async (call, filter, from) => {
		const { entities, next } = await searchDatasets(call, filter, from);
		return {
			results: entities.map(({ id, name }) => ({ name: name ?? id, value: id })),
			cursor: next,
		};
	}),

	searchSchemas: search(async (call, filter, from) => {
		const { entities, next } = await searchResources(
			call,
			{ kind: 'schemas', container: 'tenant', search: filter },
			from,
		);
		return { results: entities.map(asChoice), cursor: next };
	}),

	searchFieldGroups: search(async (call, filter, from) => {
		const { entities, next } = await searchFieldGroups(call, filter, from);
		return { results: entities.map(asChoice), cursor: next };
	}),

	searchNamespaces: search(async (call, filter) => {
		const namespaces = await listNamespaces(call);
		const results = namespaces.map(({ code, name }) => ({
			name: name && name !== code ? `${name} (${code})` : code,
			value: code,
		}));
		return { results: matching(results, filter) };
	}),

	searchSandboxes: search(async (call, filter) => {
		const sandboxes = await listSandboxes(call, Infinity);
		const results = sandboxes.map(({ name, title }) => ({
			name: title === name ? name : `${title} (${name})`,
			value: name,
		}));
		return { results: matching(results, filter) };
	}),
};
