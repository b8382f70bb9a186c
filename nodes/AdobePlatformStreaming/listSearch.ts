import {
	NodeApiError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type JsonObject,
} from 'n8n-workflow';
import { listDataflows } from '../../lib/platform/flowList';
import { PlatformRefusal } from '../../lib/platform/refusal';
import { openPlatform } from '../../lib/platform/open';
import { chosenSandbox } from './settings';

const FORMAT_WORDS = { xdm: 'XDM', raw: 'raw data' };

/** The streaming dataflows of the sandbox, by name, with what each takes. */
export async function searchDataflows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const { call } = await openPlatform(this, chosenSandbox(this));
		const { flows, cursor } = await listDataflows(call, filter, paginationToken);
		const results = flows.map(({ id, name, state, format }) => {
			const notes = [format && FORMAT_WORDS[format], state !== 'enabled' && state].filter(Boolean);
			return { name: notes.length ? `${name} (${notes.join(', ')})` : name, value: id };
		});
		return { results, paginationToken: cursor };
	} catch (error) {
		if (!(error instanceof PlatformRefusal))
			throw new NodeApiError(this.getNode(), error as JsonObject);
		const { message, description } = error.refusal;
		throw new NodeApiError(this.getNode(), { message } as JsonObject, { message, description });
	}
}
