export type Step =
	| { kind: 'key'; key: string }
	| { kind: 'index'; index: Node }
	/** "[*]": each element of an array. */
	| { kind: 'each' }
	| { kind: 'method'; name: string; args: Node[] };

export type Node =
	| { kind: 'literal'; value: null | boolean | number | string }
	/** A value and the way on from it; without a start, the way begins at the source record. */
	| { kind: 'chain'; start?: Node; steps: Step[] }
	| { kind: 'call'; name: string; args: Node[] }
	| { kind: 'unary'; operator: string; operand: Node }
	| { kind: 'binary'; operator: string; left: Node; right: Node }
	| { kind: 'array'; items: Node[] }
	| { kind: 'object'; entries: Array<[Node, Node]> };

export type Chain = Extract<Node, { kind: 'chain' }>;

/** The nodes directly under a node. */
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

/** Every node of an expression, itself included. */
export function* walk(root: Node): Generator<Node> {
	const open = [root];
	for (let node = open.pop(); node; node = open.pop()) {
		yield node;
		open.push(...childrenOf(node));
	}
}

/** How many "[*]" one path has. */
export const iterationsIn = ({ steps }: Chain): number =>
	steps.filter(({ kind }) => kind === 'each').length;

/** How often an expression iterates: the largest number of "[*]" in one of its paths. */
export function iterationsOf(root: Node): number {
	let most = 0;
	for (const node of walk(root)) {
		if (node.kind === 'chain') most = Math.max(most, iterationsIn(node));
	}
	return most;
}
