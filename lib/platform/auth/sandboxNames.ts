/** Every technical account may request it. Source: Sandbox API guide, "available sandboxes". */
export const SANDBOXES_PATH = '/data/foundation/sandbox-management/';

/** Returns the names in a response to the sandbox list; undefined if it is another response. */
export function sandboxNames(body: unknown): string[] | undefined {
	const { sandboxes } = (body ?? {}) as { sandboxes?: unknown };
	if (!Array.isArray(sandboxes)) return undefined;
	return (sandboxes as Array<{ name?: unknown } | null>)
		.map((sandbox) => sandbox?.name)
		.filter((name): name is string => typeof name === 'string');
}
