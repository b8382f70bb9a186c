import { chosenSandbox } from '../../lib/n8n/chosenSandbox';
import {
	listSearch,
	searchDataflows,
	searchSandboxes,
	type Search,
} from '../../lib/platform/searchPlatform';

const search = (find: Search) =>
	listSearch((context) => chosenSandbox(context.getNodeParameter('options', {})), find);

/** Searches, by the names that the locators use. */
export const listSearches = {
	searchDataflows: search(searchDataflows),
	searchSandboxes: search(searchSandboxes),
};
