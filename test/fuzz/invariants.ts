import type { INodeExecutionData } from 'n8n-workflow';
import type { RunNodeResult } from '../harness/n8n';

/** What a program says to programmers: none of it belongs into a sentence for the user. */
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

/** Fails for a text that no user can make sense of. What it quotes of the input is in it, too. */
export function expectSentence(text: unknown): void {
	if (typeof text !== 'string' || text.trim().length < 10)
		throw new Error(`no sentence: ${JSON.stringify(text)}`);
	const leak = LEAKS.find((pattern) => pattern.test(text));
	if (leak) throw new Error(`speaks to programmers: ${text.slice(0, 500)}`);
	if (text.length > 20_000) throw new Error(`a sentence of ${text.length} characters`);
}

const untouched = fingerprint();

/** Fails when something added to, or took from, what all objects share. */
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

/** Fails when a value would hurt whoever keeps it: dangerous keys, halves of characters, levels without end. */
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

/** n8n itself refuses to start a node whose required fields are empty: then there is nothing to look at. */
export function startedNothing(error: Error): undefined {
	if (error.name !== 'WorkflowHasIssuesError') throw error;
}

/** What an item came from, if it says so as n8n expects. */
function originOf({ pairedItem }: INodeExecutionData): number {
	if (typeof pairedItem === 'object' && !Array.isArray(pairedItem)) return pairedItem.item;
	throw new Error(`paired with ${JSON.stringify(pairedItem)}`);
}

interface Expected {
	/** How many items went in. */
	items: number;
	/** Where in an item whatever was refused says why: one of these. */
	accounts: string[];
	/** An item may become any number of items, none included. */
	many?: boolean;
	errorOutput: boolean;
}

/**
 * What holds of every run of a node: one error with a sentence and nothing handed on, or every item accounted for on
 * one output, linked to where it came from.
 */
export function expectAccounted(
	{ error, output, hints }: RunNodeResult,
	{ items, accounts, many = false, errorOutput }: Expected,
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
	const [normal, refused] = [output(0).map(originOf), output(1).map(originOf)];
	const outside = [...normal, ...refused].filter((item) => !(item >= 0 && item < items));
	if (outside.length > 0) throw new Error(`paired with items that are not there: ${outside}`);
	const onBoth = refused.filter((item) => normal.includes(item));
	if (onBoth.length > 0) throw new Error(`on both outputs: ${onBoth}`);
	if (new Set(refused).size < refused.length) throw new Error('refused twice');
	if (!many) {
		const all = [...normal, ...refused].sort((a, b) => a - b);
		if (all.length !== items || new Set(all).size !== items)
			throw new Error(`${items} items became ${all.length}: ${all.slice(0, 50)}`);
	}
	for (const { json } of output(1)) {
		// n8n itself moves what a service calls an error.
		const account = accounts.map((name) => json[name]).find((value) => value !== undefined);
		if (json.error !== undefined && typeof account !== 'object') continue;
		const { reason, advice } = (account ?? {}) as { reason?: unknown; advice?: unknown };
		expectSentence(reason);
		expectSentence(advice);
	}
}
