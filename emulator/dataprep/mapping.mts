import type { Node } from './ast.mts';
import { NotComputable } from './notComputable.mts';
import { parse } from './parse.mts';

export type SourceType = 'ATTRIBUTE' | 'EXPRESSION' | 'STATIC';

/** One row of a mapping set. */
export interface Mapping {
	sourceType: SourceType;
	source: string;
	/** XDM path, e.g. _acme.chat.visitorId */
	destination: string;
	name?: string;
	description?: string;
}

/** Parses a mapping's source; a static source is a literal. Throws NotComputable with a sentence. */
export function parseSource({ sourceType, source }: Mapping): Node {
	if (sourceType === 'STATIC') return { kind: 'literal', value: source };
	const node = parse(source);
	const isPath =
		node.kind === 'chain' && !node.start && node.steps.every(({ kind }) => kind !== 'method');
	if (sourceType === 'EXPRESSION' || isPath) return node;
	throw new NotComputable(`The attribute ${source.slice(0, 100)} is no path: use EXPRESSION`);
}
