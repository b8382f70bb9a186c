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
