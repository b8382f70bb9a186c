import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import { sandboxPages, SANDBOXES_PATH } from '../auth/sandboxNames';

export interface Sandbox {
	name: string;
	title: string;
	type?: string;
	state?: string;
	region?: string;
	isDefault: boolean;
}

/**
 * Lists the sandboxes that the technical account may use.
 * @param limit most to return; Infinity for all
 * @throws ServiceError
 */
export async function listSandboxes(call: PlatformCall, limit: number): Promise<Sandbox[]> {
	const read = async (query: PlatformRequest['query']) =>
		await call({ task: 'list the sandboxes', path: SANDBOXES_PATH, query });
	const all: Sandbox[] = [];
	for await (const page of sandboxPages(read)) {
		for (const sandbox of page) all.push(asSandbox(sandbox));
		if (all.length >= limit) break;
	}
	return all.slice(0, limit);
}

const asSandbox = ({
	name,
	title = name,
	type,
	state,
	region,
	isDefault = false,
}: Partial<Sandbox> & { name: string }): Sandbox => ({
	name,
	title,
	type,
	state,
	region,
	isDefault,
});
