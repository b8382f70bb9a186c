import type { PlatformCall } from '../transport/platformRequest';
import { SANDBOXES_PATH } from '../auth/sandboxNames';
import { readPages } from '../transport/paging';

export interface Sandbox {
	name: string;
	title: string;
	type?: string;
	state?: string;
	region?: string;
	isDefault: boolean;
}

const PAGE = 50;

/**
 * Lists the sandboxes that the technical account may use.
 * @param limit most to return; Infinity for all
 * @throws ServiceError
 */
export async function listSandboxes(call: PlatformCall, limit: number): Promise<Sandbox[]> {
	return await readPages(limit, async (cursor = '0') => {
		const offset = Number(cursor);
		const response = (await call({
			task: 'list the sandboxes',
			path: SANDBOXES_PATH,
			query: { limit: PAGE, offset },
		})) as { sandboxes?: Array<Partial<Sandbox> & { name: string }> } | undefined;
		const page = response?.sandboxes ?? [];
		const next = page.length < PAGE ? undefined : String(offset + PAGE);
		return { entities: page.map(asSandbox), next };
	});
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
