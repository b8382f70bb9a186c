import type { JsonObject } from '../json.mts';
import { isSafeKey, ownValue } from '../xdm/safe.mts';
import { iterationsIn, walk, type Chain, type Node, type Step } from './ast.mts';
import { call } from './functions.mts';
import type { Scope } from './functions/table.mts';
import { textMethods } from './functions/strings.mts';
import { NotComputable } from './notComputable.mts';
import { binaryOperators, unaryOperators } from './operators.mts';
import { parse } from './parse.mts';
import { isNull, isRecord, toBoolean, toInteger, toPlain, toText } from './values.mts';

/**
 * Context for computing an expression. `each` contains, for the first, second, … "[*]" of a path, the index of its
 * element.
 */
export interface Bound extends Scope {
	each: number[];
}

/** Evaluates an expression over a record and returns JSON. Throws NotComputable with a sentence. */
export function evaluate(expression: string, source: JsonObject, context: { now: Date }): unknown {
	return toPlain(valueOf(parse(expression), { source, now: context.now, each: [] }));
}

export function valueOf(node: Node, scope: Bound): unknown {
	switch (node.kind) {
		case 'literal':
			return node.value;
		case 'chain':
			return follow(node, scope);
		case 'call':
			return call(node.name, valuesOf(node.args, scope), scope);
		case 'unary':
			return unaryOperators[node.operator](valueOf(node.operand, scope));
		case 'binary':
			return binary(node, scope);
		case 'array':
			return valuesOf(node.items, scope);
		case 'object':
			return objectOf(node.entries, scope);
	}
}

const valuesOf = (nodes: Node[], scope: Bound) => nodes.map((node) => valueOf(node, scope));

function binary(
	{ operator, left, right }: Extract<Node, { kind: 'binary' }>,
	scope: Bound,
): unknown {
	const first = valueOf(left, scope);
	if (operator === '&&') return toBoolean(first) && toBoolean(valueOf(right, scope));
	if (operator === '||') return toBoolean(first) || toBoolean(valueOf(right, scope));
	return binaryOperators[operator](first, valueOf(right, scope));
}

function objectOf(entries: Array<[Node, Node]>, scope: Bound): JsonObject {
	const pairs = entries.map(([key, value]): [string, unknown] => [
		toText(valueOf(key, scope)),
		valueOf(value, scope),
	]);
	return Object.fromEntries(pairs.filter(([key]) => isSafeKey(key)));
}

function follow({ start, steps }: Chain, scope: Bound): unknown {
	const from = start ? valueOf(start, scope) : scope.source;
	return followSteps(from, steps, scope, 0);
}

function followSteps(from: unknown, steps: Step[], scope: Bound, iterations: number): unknown {
	let value = from;
	for (const [at, step] of steps.entries()) {
		if (isNull(value)) return null;
		if (step.kind === 'each') {
			if (!Array.isArray(value)) return null;
			const rest = steps.slice(at + 1);
			const bound = scope.each[iterations];
			if (bound !== undefined) return followSteps(value[bound], rest, scope, iterations + 1);
			return value.map((item) => followSteps(item, rest, scope, iterations + 1));
		}
		value = take(value, step, scope);
	}
	return value ?? null;
}

function take(value: unknown, step: Exclude<Step, { kind: 'each' }>, scope: Bound): unknown {
	switch (step.kind) {
		case 'key':
			return isRecord(value) ? ownValue(value, step.key) : null;
		case 'index':
			return element(value, valueOf(step.index, scope));
		case 'method':
			return method(value, step.name, valuesOf(step.args, scope));
	}
}

function element(value: unknown, index: unknown): unknown {
	if (isRecord(value)) return ownValue(value, toText(index));
	return Array.isArray(value) ? value[toInteger(index)] : null;
}

function method(value: unknown, name: string, args: unknown[]): unknown {
	if (args.length !== 1) throw new NotComputable(`.${name}() takes 1 argument, not ${args.length}`);
	if (name === 'get') return element(value, args[0]);
	if (Object.hasOwn(textMethods, name)) return textMethods[name](value, args[0]);
	throw new NotComputable(`.${name}() is none of .equals(), .equalsIgnoreCase() and .get()`);
}

/** Counts the elements of the next "[*]", given the elements that are already bound: the longest array counts. */
export function elementCount(root: Node, scope: Bound): number {
	let longest = 0;
	for (const node of walk(root)) {
		if (node.kind === 'chain' && iterationsIn(node) > scope.each.length) {
			const array = follow({ ...node, steps: upToIteration(node.steps, scope.each.length) }, scope);
			if (Array.isArray(array)) longest = Math.max(longest, array.length);
		}
	}
	return longest;
}

/** Returns the steps before the "[*]" with this number, counted from 0. */
function upToIteration(steps: Step[], number: number): Step[] {
	let count = 0;
	const end = steps.findIndex(({ kind }) => kind === 'each' && count++ === number);
	return steps.slice(0, end);
}
