import { searchDatasets } from '../../../lib/platform/services/catalog';
import {
	listSearch,
	searchDataflows,
	searchSandboxes,
	type Search,
} from '../../../lib/platform/searchPlatform';
import {
	searchFieldGroups,
	searchResources,
	type RegistryResource,
} from '../../../lib/platform/services/schemaRegistry';
import { chosenSandbox } from '../../../lib/n8n/chosenSandbox';

const search = (find: Search) =>
	listSearch((context) => chosenSandbox(context.getNodeParameter('options', {})), find);

const asChoice = ({ $id, title = $id }: RegistryResource) => ({ name: title, value: $id });

/** Searches, by the names that the locators use. */
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

	searchSandboxes: search(searchSandboxes),
};
