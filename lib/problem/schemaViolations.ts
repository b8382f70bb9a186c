import { serviceText } from './serviceText';

/**
 * Number of violations that Adobe names per message before it stops. Source: Adobe, "Streaming ingestion validation".
 */
export const NAMED_VIOLATIONS = 5;

/** One way in which a record differs from its schema. */
export interface SchemaViolation {
	/** Dotted path in the record; `(record)` for the record itself. */
	field: string;
	/** In Adobe's words. */
	rule: string;
	fix: string;
}

export interface Violations {
	list: SchemaViolation[];
	/** True if there may be more: Adobe stops after five. */
	mayBeMore: boolean;
}

type JsonObject = Record<string, unknown>;

/** Fixes by JSON Schema keyword. Source of the keywords: Adobe, "Streaming ingestion validation". */
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
 * The message names the extraneous or missing key; the pointer ends at its parent. The closing bracket is optional
 * here, because a text with many unclosed brackets would otherwise be scanned again from each of them.
 */
const NAMED_KEY = /(?:extraneous|required) key \[([^\]]*)(\]?)/;

/**
 * Reads the schema violations from a rejection with synchronous validation: the leaves of the tree under
 * `report.cause`. Returns an empty list if there are none. Source: Adobe, "Streaming ingestion validation".
 */
export function readViolations(body: unknown): Violations {
	const cause = property(property(body, 'report'), 'cause');
	// A stack: taking nodes from the front would move a deep tree at every step.
	const pending = [property(cause, '_validationErrors'), property(cause, '_streamingValidation')];
	const list: SchemaViolation[] = [];
	while (pending.length > 0 && list.length < NAMED_VIOLATIONS) {
		const node = pending.pop();
		if (Array.isArray(node)) {
			for (const child of node.slice(0, NAMED_VIOLATIONS).reverse()) pending.push(child);
			continue;
		}
		const children = property(node, 'causingExceptions');
		const rule = property(node, 'message');
		if (Array.isArray(children) && children.length > 0) pending.push(children);
		else if (typeof rule === 'string') list.push(toViolation(node, rule));
	}
	return { list, mayBeMore: list.length === NAMED_VIOLATIONS };
}

function toViolation(violation: unknown, rule: string): SchemaViolation {
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
