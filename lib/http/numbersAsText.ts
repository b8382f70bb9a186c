import { isHeld } from './exactJson';
import { ExactNumber } from './exactNumber';
import { isRecord, type JsonRecord } from './isRecord';

/**
 * Field of an item that lists the numbers of its record that are written as texts, because n8n's items would round them:
 * JSON pointers (RFC 6901) such as `/order/id`. It is not part of the record.
 */
export const NUMBERS_AS_TEXT = 'numbersAsText';

const POINTER = /^\//;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Returns the record for an item: each `ExactNumber` becomes its digits as text and is listed. */
export function withNumbersAsText(record: JsonRecord): JsonRecord {
	const pointers: string[] = [];
	const asItem = (value: unknown, pointer: string): unknown => {
		if (value instanceof ExactNumber) {
			pointers.push(pointer);
			return value.text;
		}
		if (Array.isArray(value)) return value.map((inner, at) => asItem(inner, `${pointer}/${at}`));
		if (!isRecord(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, inner]) => [
				key,
				asItem(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
			]),
		);
	};
	const item = asItem(record, '') as JsonRecord;
	return pointers.length === 0 ? record : { ...item, [NUMBERS_AS_TEXT]: pointers };
}

/**
 * Returns the record of such an item with its numbers again, as a copy. A listed field that is no longer a number's text
 * stays as it is: somebody corrected it.
 */
export function withNumbers(record: unknown): unknown {
	if (!isRecord(record)) return record;
	const { [NUMBERS_AS_TEXT]: pointers, ...fields } = record;
	if (!isPointerList(pointers)) return record;
	return withNumbersAt(fields, treeOf(pointers));
}

const isPointerList = (value: unknown): value is string[] =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((entry) => typeof entry === 'string' && POINTER.test(entry));

const unescape = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** Pointers by their steps; one without further steps ends there. */
type PointerTree = Map<string, PointerTree>;

/** Joins the pointers, so that an object with many of them is copied only once. */
function treeOf(pointers: readonly string[]): PointerTree {
	const root: PointerTree = new Map();
	for (const pointer of pointers) {
		let branch = root;
		for (const step of pointer.slice(1).split('/').map(unescape)) {
			const next: PointerTree = branch.get(step) ?? new Map();
			branch.set(step, next);
			branch = next;
		}
	}
	return root;
}

function withNumbersAt(value: unknown, tree: PointerTree): unknown {
	if (tree.size === 0) return typeof value === 'string' ? toNumber(value) : value;
	if (typeof value !== 'object' || value === null) return value;
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as JsonRecord;
	for (const [step, inner] of tree) {
		// Not the length of a list, which is no element.
		if (isEnumerable.call(copy, step)) copy[step] = withNumbersAt(copy[step], inner);
	}
	return copy;
}

const { propertyIsEnumerable: isEnumerable } = Object.prototype;

function toNumber(text: string): unknown {
	if (!JSON_NUMBER.test(text)) return text;
	return isHeld(text) ? Number(text) : new ExactNumber(text);
}
