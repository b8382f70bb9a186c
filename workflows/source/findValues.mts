import { viewsOf } from './textViews.mts';

/** An execution as n8n's API returns it with its data, or the error that n8n gave instead. */
export interface ReadExecution {
	id?: string | number;
	status?: string;
	data?: unknown;
	customData?: unknown;
	error?: unknown;
}

/** An execution to delete, or one that could not be read. */
export interface FoundExecution {
	id: string;
	unread: boolean;
}

/** A dead letter, as the data table has it. */
export interface Row {
	id: number;
	message?: unknown;
	payload?: unknown;
}

/** Finds the executions that contain one of the values, and those that could not be read. */
export function findValues(executions: ReadExecution[], values: string[]): FoundExecution[] {
	return executions.flatMap<FoundExecution>(({ id, status, data, customData, error }) => {
		if (isGone(error)) return [];
		const isWhole = id !== undefined && error === undefined && data !== undefined && data !== null;
		if (!isWhole || status === 'running' || status === 'new') return [{ id: '', unread: true }];
		const { isFound, isRedacted } = search(data, values);
		if (isFound || search({ json: customData }, values).isFound)
			return [{ id: String(id), unread: false }];
		return isRedacted ? [{ id: '', unread: true }] : [];
	});
}

/** Finds the dead letters that contain one of the values. */
export const findRows = (rows: Row[], values: string[]): Row[] =>
	rows.filter(({ message, payload }) => search({ json: [message, payload] }, values).isFound);

/** Returns true for the answer that an execution does not exist: somebody or n8n has deleted it. */
const isGone = (error: unknown) => /\b404\b|not (?:be )?found/i.test(JSON.stringify(error) ?? '');

/** Keys of n8n with the name of a node, which says nothing about a person. */
const NODE_NAMES = new Set(['name', 'previousNode', 'lastNodeExecuted', 'nodeName']);

/** JSON inside a text inside JSON, and so on. */
const MAX_DEPTH = 4;

interface Part {
	value: unknown;
	/** Inside the data of an item, where keys are data, too. */
	isItem: boolean;
	depth: number;
}

/** Searches all texts, and in items also keys and numbers; texts that are JSON are searched as data. */
function search(data: unknown, values: string[]) {
	const parts: Part[] = [{ value: data, isItem: false, depth: 0 }];
	let isRedacted = false;
	for (let part = parts.pop(); part; part = parts.pop()) {
		const { value, isItem, depth } = part;
		if (typeof value === 'string') {
			const parsed = depth < MAX_DEPTH ? parsedJson(value) : undefined;
			const views = parsed === undefined ? viewsOf(value) : [value.toLowerCase()];
			if (holds(views, values)) return { isFound: true, isRedacted };
			if (parsed !== undefined) parts.push({ value: parsed, isItem: true, depth: depth + 1 });
		} else if (typeof value === 'number' && isItem) {
			if (holds([String(value)], values)) return { isFound: true, isRedacted };
		} else if (Array.isArray(value)) {
			for (const each of value) parts.push({ value: each, isItem, depth });
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, each] of Object.entries(value)) {
				const isMark = isItem ? key === REDACTED_FIELD : REDACTED.has(key);
				if (isMark && each === true) isRedacted = true;
				if (isItem && holds(viewsOf(key), values)) return { isFound: true, isRedacted };
				if (!isItem && NODE_NAMES.has(key)) continue;
				parts.push({ value: each, isItem: isItem || key === 'json', depth });
			}
		}
	}
	return { isFound: false, isRedacted };
}

/** Keys by which n8n marks executions, items, and fields whose data it withholds. */
const REDACTED = new Set(['isRedacted', 'redacted']);
const REDACTED_FIELD = '__redacted';

function parsedJson(text: string): unknown {
	if (!/^\s*[[{"]/.test(text)) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Returns true if one of the views of a text contains one of the values as a whole. */
function holds(views: Iterable<string>, values: string[]): boolean {
	for (const view of views)
		for (const value of values)
			for (let at = view.indexOf(value); at !== -1; at = view.indexOf(value, at + 1))
				if (!isPartOfMore(view, at, value)) return true;
	return false;
}

/**
 * Returns true if the text around a value makes it another one: a letter of the same alphabet or a digit is directly
 * beside it; for an address also with one of `. _ - +` between in front, or if the domain goes on behind it.
 */
function isPartOfMore(text: string, start: number, value: string): boolean {
	const end = start + value.length;
	const [first, last] = [value[0], value[value.length - 1]];
	if (isOneWord(text[start - 1], first) || isOneWord(last, text[end])) return true;
	if (!value.includes('@')) return false;
	if (/[._+-]/.test(text[start - 1] ?? '') && isOneWord(text[start - 2], first)) return true;
	if (text[end] === '.') return isOneWord(last, text[end + 1]);
	return /^-[a-z\d-]*\.[a-z\d]/.test(text.slice(end, end + 64));
}

const ALPHABETS = [/\p{Nd}/u, /\p{sc=Latin}/u, /\p{sc=Greek}/u, /\p{sc=Cyrillic}/u];

/** Returns true for neighbors of one word: digits, and letters of one alphabet. */
function isOneWord(before = '', after = ''): boolean {
	const [one, other] = [before, after].map((sign) =>
		ALPHABETS.findIndex((each) => each.test(sign)),
	);
	return one !== -1 && other !== -1 && (one === other || one === 0 || other === 0);
}
