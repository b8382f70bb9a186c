export type Step =
	| { kind: 'key'; key: string }
	| { kind: 'index'; index: Node }
	/** "[*]": each element of an array. */
	| { kind: 'each' }
	| { kind: 'method'; name: string; args: Node[] };

export type Node =
	| { kind: 'literal'; value: null | boolean | number | string }
	/** A value and the steps from it; without a start, the steps begin at the source record. */
	| { kind: 'chain'; start?: Node; steps: Step[] }
	| { kind: 'call'; name: string; args: Node[] }
	| { kind: 'unary'; operator: string; operand: Node }
	| { kind: 'binary'; operator: string; left: Node; right: Node }
	| { kind: 'array'; items: Node[] }
	| { kind: 'object'; entries: Array<[Node, Node]> };

export type Chain = Extract<Node, { kind: 'chain' }>;

/** Returns the direct children of a node. */
export function childrenOf(node: Node): Node[] {
	switch (node.kind) {
		case 'literal':
			return [];
		case 'chain':
			return [...(node.start ? [node.start] : []), ...node.steps.flatMap(inStep)];
		case 'call':
			return node.args;
		case 'unary':
			return [node.operand];
		case 'binary':
			return [node.left, node.right];
		case 'array':
			return node.items;
		case 'object':
			return node.entries.flat();
	}
}

function inStep(step: Step): Node[] {
	if (step.kind === 'index') return [step.index];
	return step.kind === 'method' ? step.args : [];
}

/** Yields every node of an expression, including the node itself. */
export function* walk(root: Node): Generator<Node> {
	const pending = [root];
	for (let node = pending.pop(); node; node = pending.pop()) {
		yield node;
		pending.push(...childrenOf(node));
	}
}

/** Counts the "[*]" in one path. */
export const iterationsIn = ({ steps }: Chain): number =>
	steps.filter(({ kind }) => kind === 'each').length;

/** Returns the number of iterations of an expression: the largest number of "[*]" in one of its paths. */
export function iterationsOf(root: Node): number {
	let most = 0;
	for (const node of walk(root)) {
		if (node.kind === 'chain') most = Math.max(most, iterationsIn(node));
	}
	return most;
}
