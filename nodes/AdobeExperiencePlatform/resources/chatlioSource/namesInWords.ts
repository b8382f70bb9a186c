interface NamedResource {
	kind: string;
	name: string;
}

/** Nobody looks for a connection by its name, and there are some twenty labels. */
const COUNTED = /(?:^| )(connection|usage label)$/;

/**
 * Names resources for a sentence, grouped by kind, e.g. `the schema "Shop Events", 3 connections and the 2 dataflows
 * "Shop A" and "Shop B"`.
 */
export function namesInWords(resources: readonly NamedResource[]): string {
	const namesByKind = new Map<string, string[]>();
	for (const { kind, name } of resources) {
		const group = COUNTED.exec(kind)?.[1] ?? kind;
		namesByKind.set(group, [...(namesByKind.get(group) ?? []), name]);
	}
	return inWords([...namesByKind].map(([kind, names]) => groupInWords(kind, names)));
}

function groupInWords(kind: string, names: string[]): string {
	const count = names.length;
	if (COUNTED.test(kind)) return `${count} ${kind}${count === 1 ? '' : 's'}`;
	const quoted = inWords(names.map((name) => `"${name}"`));
	return count === 1 ? `the ${kind} ${quoted}` : `the ${count} ${kind}s ${quoted}`;
}

/** Joins texts for a sentence, e.g. `a, b and c`. */
export const inWords = (texts: readonly string[]): string =>
	texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
