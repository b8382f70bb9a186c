import type { INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../../lib/problem/problem';
import { PROBLEM_CODES } from '../../lib/problem/problemCodes';
import type { RunNodeResult } from '../harness/n8n';

/** Messages for programmers, which do not belong into a sentence for the user. */
const LEAKS = [
	/cannot (read|set|destructure|convert|access|mix)/i,
	/is not (a function|iterable|defined|an object|a constructor)/,
	/\bundefined\b/,
	/\[object /,
	/\bNaN\b/,
	/(Type|Range|Reference|Syntax)Error/,
	/\n\s+at /,
	/node_modules|\.[jt]s:\d/,
	/maximum call stack|invalid array length|invalid string length/i,
];

/** Fails for text that no user can understand, including what it quotes from the input. */
export function expectSentence(text: unknown): void {
	if (typeof text !== 'string' || text.trim().length < 10)
		throw new Error(`no sentence: ${JSON.stringify(text)}`);
	const leak = LEAKS.find((pattern) => pattern.test(text));
	if (leak) throw new Error(`speaks to programmers: ${text.slice(0, 500)}`);
	if (text.length > 20_000) throw new Error(`a sentence of ${text.length} characters`);
}

const RETRIES = ['later', 'afterChange', 'never'];

/** Fails for anything but a problem with a known code, a retry and two sentences. */
export function expectProblem(problem: unknown): void {
	const { code, retry, message, advice } = (problem ?? {}) as Partial<Problem>;
	if (!Object.hasOwn(PROBLEM_CODES, String(code))) throw new Error(`unknown code: ${code}`);
	if (!RETRIES.includes(String(retry))) throw new Error(`unknown retry: ${retry}`);
	expectSentence(message);
	expectSentence(advice);
}

const untouched = fingerprint();

/** Fails if something was added to or removed from a prototype that all objects share. */
export function expectCleanPrototypes(): void {
	const now = fingerprint();
	if (now !== untouched) throw new Error(`a prototype changed: ${now}`);
}

function fingerprint(): string {
	return [Object, Array, String, Number, Function, Boolean, Promise, Error]
		.map(({ prototype }) => Object.getOwnPropertyNames(prototype).join())
		.join(';');
}

const LONE_SURROGATE = /\p{Surrogate}/u;

interface Kept {
	/** Most levels of lists and objects. */
	depth: number;
	nulls: boolean;
	/** Keys that must not be there. */
	keys: readonly string[];
}

/** Fails if a value is harmful to keep: dangerous keys, lone surrogates, endless nesting. */
export function expectHarmless(value: unknown, { depth, nulls, keys }: Kept): void {
	const open: Array<[value: unknown, level: number]> = [[value, 0]];
	for (let next = open.pop(); next; next = open.pop()) {
		const [inner, level] = next;
		if (inner === null && !nulls) throw new Error('null is in it');
		if (typeof inner === 'string' && LONE_SURROGATE.test(inner))
			throw new Error('half a character');
		if (typeof inner !== 'object' || inner === null) continue;
		if (level > depth) throw new Error(`deeper than ${depth} levels`);
		for (const [name, each] of Object.entries(inner)) {
			if (keys.includes(name)) throw new Error(`the key ${name} is in it`);
			if (LONE_SURROGATE.test(name)) throw new Error('half a character in a key');
			open.push([each, level + 1]);
		}
	}
}

/** n8n itself does not start a node whose required fields are empty: then there is nothing to check. */
export function startedNothing(error: Error): undefined {
	if (error.name !== 'WorkflowHasIssuesError') throw error;
}

/** Returns the indexes of the input items that an item is paired with; one item may stand for several. */
function originsOf({ pairedItem }: INodeExecutionData): number[] {
	const origins = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return origins.map((origin) => {
		if (typeof origin === 'object') return origin.item;
		throw new Error(`paired with ${JSON.stringify(pairedItem)}`);
	});
}

interface Expected {
	/** How many items went in. */
	items: number;
	/** Fields that a failed item carries beside its problem. */
	carries?: string[];
	/** An item may become any number of items, none included. */
	many?: boolean;
	errorOutput: boolean;
}

/**
 * Checks what is true for every run of a node: one error with a sentence and no output, or every item on exactly one
 * output, linked to its input item, and with its problem if it failed.
 */
export function expectAccounted(
	{ error, output, hints }: RunNodeResult,
	{ items, carries = [], many = false, errorOutput }: Expected,
): void {
	expectCleanPrototypes();
	hints.forEach(expectSentence);
	if (error) {
		if (errorOutput) throw new Error(`stopped although it has an error output: ${error.message}`);
		if (!['NodeApiError', 'NodeOperationError'].includes(error.name))
			throw new Error(`${error.name}: ${error.message}`);
		expectSentence(error.message);
		if (error.description) expectSentence(error.description);
		return;
	}
	const [normal, failed] = [output(0).flatMap(originsOf), output(1).flatMap(originsOf)];
	const outside = [...normal, ...failed].filter((item) => !(item >= 0 && item < items));
	if (outside.length > 0) throw new Error(`paired with items that are not there: ${outside}`);
	const onBoth = failed.filter((item) => normal.includes(item));
	if (onBoth.length > 0) throw new Error(`on both outputs: ${onBoth}`);
	if (new Set(failed).size < failed.length) throw new Error('failed twice');
	if (!many) {
		const all = [...normal, ...failed].sort((a, b) => a - b);
		if (all.length !== items || new Set(all).size !== items)
			throw new Error(`${items} items became ${all.length}: ${all.slice(0, 50)}`);
	}
	for (const { json } of output(1)) {
		// n8n itself moves an item that a service calls an error.
		if (json.error !== undefined && typeof json.problem !== 'object') continue;
		expectProblem(json.problem);
		const missing = carries.filter((name) => typeof json[name] !== 'object');
		if (missing.length > 0) throw new Error(`without ${missing}`);
	}
}
