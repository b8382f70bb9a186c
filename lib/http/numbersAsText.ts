import { isHeld } from './exactJson';
import { ExactNumber } from './exactNumber';
import { isRecord, type JsonRecord } from './isRecord';
import { serviceError, type ServiceError } from '../problem/serviceError';
import { shorten } from '../problem/shorten';
import { kindOf } from '../problem/parameterValue';

/**
 * Field that lists the numbers that are written as texts, because n8n's items would round them: JSON pointers (RFC 6901)
 * such as `/order/id`, which count from the object that has the list. It is not part of the record.
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
				asItem(inner, `${pointer}/${escape(key)}`),
			]),
		);
	};
	const item = asItem(record, '') as JsonRecord;
	return pointers.length === 0 ? record : { ...item, [NUMBERS_AS_TEXT]: pointers };
}

/**
 * Returns an object with the numbers of its list again and without the list, as a copy. A listed text, number, boolean or
 * null that is not a number's text stays as it is: somebody corrected it. A single pointer counts as a list of one.
 * @throws ServiceError that names the first entry that is no pointer or does not lead to such a value
 */
export function withNumbers(value: unknown): unknown {
	if (!isRecord(value) || !Object.hasOwn(value, NUMBERS_AS_TEXT)) return value;
	const { [NUMBERS_AS_TEXT]: list, ...fields } = value;
	return withNumbersAt(fields, treeOf(pointersIn(list)), '');
}

function pointersIn(list: unknown): string[] {
	const entries: unknown = typeof list === 'string' ? [list] : (list ?? []);
	if (!Array.isArray(entries)) throw wrongList(`is ${wordsFor(entries)}, not a list`);
	return entries.map((entry: unknown) => {
		if (typeof entry !== 'string') throw wrongList(`has ${wordsFor(entry)} as an entry`);
		if (!POINTER.test(entry)) throw wrongEntry(entry, 'does not begin with a slash');
		return entry;
	});
}

const wordsFor = (value: unknown) => (value === null ? 'null' : kindOf(value));

const wrongList = (what: string): ServiceError =>
	serviceError('record.numbersAsText', { what }, { field: NUMBERS_AS_TEXT });

const wrongEntry = (entry: string, what: string) =>
	wrongList(`has the entry "${shorten(entry)}", which ${what}`);

const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
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

function withNumbersAt(value: unknown, tree: PointerTree, pointer: string): unknown {
	const isInner = isRecord(value) || Array.isArray(value);
	if (tree.size === 0 && pointer !== '') {
		if (isInner) throw wrongEntry(pointer, `leads to ${kindOf(value)}`);
		return typeof value === 'string' ? toNumber(value) : value;
	}
	if (!isInner) throw wrongEntry(`${pointer}/${firstStep(tree)}`, 'leads nowhere');
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as JsonRecord;
	for (const [step, inner] of tree) {
		const next = `${pointer}/${escape(step)}`;
		// Not the length of a list, which is no element.
		if (!isEnumerable.call(copy, step)) throw wrongEntry(next, 'leads nowhere');
		copy[step] = withNumbersAt(copy[step], inner, next);
	}
	return copy;
}

const firstStep = (tree: PointerTree) => escape([...tree.keys()][0]);

const { propertyIsEnumerable: isEnumerable } = Object.prototype;

function toNumber(text: string): unknown {
	if (!JSON_NUMBER.test(text)) return text;
	return isHeld(text) ? Number(text) : new ExactNumber(text);
}
