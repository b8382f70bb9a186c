import { serviceText } from '../serviceText';
import { NAMED_VIOLATIONS } from './limits';

/** One violation of the schema, readable: where, what rule, what to change. */
export interface ReadableViolation {
	/** Dotted path in the record; `(record)` for the record itself. */
	field: string;
	/** Adobe's own sentence. */
	rule: string;
	fix: string;
}

export interface Violations {
	list: ReadableViolation[];
	/** Adobe stops after five: with five named there may be more. */
	mayBeMore: boolean;
}

type JsonObject = Record<string, unknown>;

/** What to do by JSON schema keyword. Source of the keywords: Adobe, "Streaming ingestion validation". */
const FIXES = new Map<unknown, string>([
	['additionalProperties', 'Remove the field, or add it to the schema.'],
	['type', 'Send the type the schema expects.'],
	['required', 'Fill the field in, or make it optional in the schema.'],
	['format', 'Write the value in the format the schema expects.'],
	['pattern', 'Write the value as the schema’s pattern asks.'],
	['enum', 'Use one of the values the schema lists.'],
	['minimum', 'Use a larger number.'],
	['exclusiveMinimum', 'Use a larger number.'],
	['maximum', 'Use a smaller number.'],
	['exclusiveMaximum', 'Use a smaller number.'],
	['minLength', 'Use a longer text.'],
	['maxLength', 'Shorten the text.'],
]);
const ANY_FIX = 'Compare the field with the schema.';

/**
 * The message names the key that is too much or missing; the pointer ends at its parent. The bracket at the end may be
 * missing here, or a text of keys that never end would be searched again from each of them.
 */
const NAMED_KEY = /(?:extraneous|required) key \[([^\]]*)(\]?)/;

/**
 * Reads the schema violations out of a refusal with synchronous validation: the leaves of the tree
 * under `report.cause`. Nothing there gives an empty list.
 * Source: Adobe, "Streaming ingestion validation".
 */
export function readViolations(body: unknown): Violations {
	const cause = property(property(body, 'report'), 'cause');
	// The last is the next: taking from the front, a deep tree would be moved at every step.
	const open = [property(cause, '_validationErrors'), property(cause, '_streamingValidation')];
	const list: ReadableViolation[] = [];
	while (open.length > 0 && list.length < NAMED_VIOLATIONS) {
		const node = open.pop();
		if (Array.isArray(node)) {
			for (const one of node.slice(0, NAMED_VIOLATIONS).reverse()) open.push(one);
			continue;
		}
		const inner = property(node, 'causingExceptions');
		const rule = property(node, 'message');
		if (Array.isArray(inner) && inner.length > 0) open.push(inner);
		else if (typeof rule === 'string') list.push(toReadable(node, rule));
	}
	return { list, mayBeMore: list.length === NAMED_VIOLATIONS };
}

function toReadable(violation: unknown, rule: string): ReadableViolation {
	const pointer = property(violation, 'pointerToViolation');
	const path = (typeof pointer === 'string' ? pointer : '')
		.replace(/^#\/?/, '')
		.split('/')
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
	const [, key, end] = NAMED_KEY.exec(rule) ?? [];
	const field = [...path, end && key].filter(Boolean).join('.');
	return {
		field: serviceText(field) || '(record)',
		rule: serviceText(rule),
		fix: FIXES.get(property(violation, 'keyword')) ?? ANY_FIX,
	};
}

function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined;
}
