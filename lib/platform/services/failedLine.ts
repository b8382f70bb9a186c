import { isRecord } from '../../http/isRecord';
import type { JsonObject } from 'n8n-workflow';
import { parseExactJson } from '../../http/exactJson';
import { withNumbersAsText } from '../../http/numbersAsText';
import { jsonText } from '../../http/jsonText';
import { readViolations, type SchemaViolation } from '../../problem/schemaViolations';

/** A record as it was sent, with the errors that Adobe found in it. */
export interface FailedLine {
	/** Empty if Adobe could not read it. Numbers that JavaScript would round are texts, listed in `numbersAsText`. */
	record: JsonObject;
	violations: SchemaViolation[];
	/** Adobe's codes, such as DCVS-1104-400; it publishes no list of them. */
	codes: string[];
	/** True if Adobe stopped after these violations. */
	mayBeMore: boolean;
	/** Text that Adobe could not read. */
	unreadable?: string;
}

/**
 * Fields that Adobe adds to a record that it did not store. Sources: "Retrieve failed batches", "Error diagnostics".
 */
const ADDED_FIELDS = ['_errors', '_validationErrors', '_corrupt_record', '_filename'];

/**
 * Start of a violation in a coded text: the place in the record; the rest, up to the final bracket of the text, is the
 * rule. A match without the colon is not a violation, and is skipped as a whole.
 */
const CODED_VIOLATION = /\[(#[^:\]]*)(: )?/g;

/** JSON Schema keywords, by the wording of the rule. */
const KEYWORDS: Array<[pattern: RegExp, keyword: string]> = [
	[/expected type:/, 'type'],
	[/extraneous key/, 'additionalProperties'],
	[/required key/, 'required'],
	[/valid enum value/, 'enum'],
	[/is not a valid/, 'format'],
	[/does not match pattern/, 'pattern'],
];

const isObject = (value: unknown): value is JsonObject => isRecord(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Reads one line of a batch's rejected records.
 * @param line text if it was not JSON
 */
export function readFailedLine(line: unknown): FailedLine {
	if (!isObject(line)) {
		const text = isText(line) ? line : jsonText(line);
		return { record: {}, violations: [], codes: [], mayBeMore: false, unreadable: text };
	}
	const { record, unreadable } = recordOf(line);
	return {
		record: withNumbersAsText(record) as JsonObject,
		...(unreadable !== undefined && { unreadable }),
		...readErrors(line),
	};
}

/** Streamed messages contain the record in their body; raw data is the record itself. */
function recordOf(line: JsonObject): Pick<FailedLine, 'record' | 'unreadable'> {
	const corrupt = line._corrupt_record;
	if (isText(corrupt)) return readCorrupt(corrupt);
	const entity = isObject(line.body) ? line.body.xdmEntity : undefined;
	if (isObject(entity)) return { record: entity };
	const record = { ...line };
	for (const key of ADDED_FIELDS) delete record[key];
	return { record };
}

function readCorrupt(text: string): Pick<FailedLine, 'record' | 'unreadable'> {
	try {
		const record = parseExactJson(text);
		if (isObject(record)) return { record };
	} catch {
		// Adobe is right: the text is not readable.
	}
	return { record: {}, unreadable: text };
}

/** The same list may be in both fields, so only one of them is read. */
function readErrors({ _errors: errors, _validationErrors: validation }: JsonObject) {
	const coded = Array.isArray(errors) ? errors.filter(isObject) : [];
	const causes = [
		isObject(errors) ? errors._streamingValidation : undefined,
		validation,
		coded.map(violationOf),
	];
	const parsed = causes.map((list) =>
		readViolations({ report: { cause: { _streamingValidation: list } } }),
	);
	const { list: violations, mayBeMore } = parsed.find(({ list }) => list.length > 0) ?? {
		list: [],
		mayBeMore: false,
	};
	return { violations, mayBeMore, codes: coded.map(({ code }) => code).filter(isText) };
}

function violationOf({ message }: JsonObject): JsonObject {
	const text = isText(message) ? message : 'Adobe gives no reason';
	const { pointerToViolation, rule } = readCoded(text) ?? { pointerToViolation: '#', rule: text };
	const keyword = KEYWORDS.find(([pattern]) => pattern.test(rule))?.[1];
	return { pointerToViolation, message: rule, ...(keyword && { keyword }) };
}

function readCoded(text: string) {
	if (!text.endsWith(']')) return undefined;
	for (const { 0: start, 1: pointerToViolation, 2: colon, index } of text.matchAll(
		CODED_VIOLATION,
	)) {
		if (colon) return { pointerToViolation, rule: text.slice(index + start.length, -1) };
	}
	return undefined;
}
