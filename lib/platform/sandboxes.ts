import type { PlatformCall } from './call';
import { readPages } from './paging';

/** Open to every technical account. Source: Sandbox API guide, "available sandboxes". */
export const SANDBOXES_PATH = '/data/foundation/sandbox-management/';

/** The names in an answer to the sandbox list; undefined when it is no such answer. */
export function sandboxNames(body: unknown): string[] | undefined {
	const { sandboxes } = (body ?? {}) as { sandboxes?: unknown };
	if (!Array.isArray(sandboxes)) return undefined;
	return (sandboxes as Array<{ name?: unknown } | null>)
		.map((sandbox) => sandbox?.name)
		.filter((name): name is string => typeof name === 'string');
}

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
 * The sandboxes the technical account may use.
 * @param limit most to return; Infinity for all
 * @throws PlatformRefusal
 */
export async function listSandboxes(call: PlatformCall, limit: number): Promise<Sandbox[]> {
	return await readPages(limit, async (cursor = '0') => {
		const offset = Number(cursor);
		const answer = (await call({
			task: 'list the sandboxes',
			path: SANDBOXES_PATH,
			query: { limit: PAGE, offset },
		})) as { sandboxes?: Array<Partial<Sandbox> & { name: string }> } | undefined;
		const page = answer?.sandboxes ?? [];
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
