import type { JsonObject } from 'n8n-workflow';
import { jsonText } from '../jsonText';
import { readViolations, type ReadableViolation } from '../streaming/violations';

/** A record as it was sent, and what Adobe did not like about it. */
export interface FailedLine {
	/** Empty where Adobe could not read it. */
	record: JsonObject;
	violations: ReadableViolation[];
	/** Adobe's codes, such as DCVS-1104-400; it publishes no list of them. */
	codes: string[];
	/** Whether Adobe stopped looking after these violations. */
	mayBeMore: boolean;
	/** What Adobe could not read. */
	unreadable?: string;
}

/** What Adobe adds to a record that it did not store. Sources: "Retrieve failed batches", "Error diagnostics". */
const REMARKS = ['_errors', '_validationErrors', '_corrupt_record', '_filename'];

/**
 * The start of a violation in the text of a coded one: where in the record, and what follows until the text's last
 * bracket is the rule. Without the colon it is none, and is passed over as a whole.
 */
const CODED = /\[(#[^:\]]*)(: )?/g;

/** The rule's keyword, by the words of its sentence. */
const KEYWORDS: Array<[words: RegExp, keyword: string]> = [
	[/expected type:/, 'type'],
	[/extraneous key/, 'additionalProperties'],
	[/required key/, 'required'],
	[/valid enum value/, 'enum'],
	[/is not a valid/, 'format'],
	[/does not match pattern/, 'pattern'],
];

const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** Takes one line of a batch's refused records apart. @param line text where it was no JSON */
export function readFailedLine(line: unknown): FailedLine {
	if (!isObject(line)) {
		const text = isText(line) ? line : jsonText(line);
		return { record: {}, violations: [], codes: [], mayBeMore: false, unreadable: text };
	}
	return { ...recordOf(line), ...remarksOf(line) };
}

/** Streamed messages have the record in their body; what was sent raw is the record itself. */
function recordOf(line: JsonObject): Pick<FailedLine, 'record' | 'unreadable'> {
	const corrupt = line._corrupt_record;
	if (isText(corrupt)) return readCorrupt(corrupt);
	const entity = isObject(line.body) ? line.body.xdmEntity : undefined;
	if (isObject(entity)) return { record: entity };
	const record = { ...line };
	for (const key of REMARKS) delete record[key];
	return { record };
}

function readCorrupt(text: string): Pick<FailedLine, 'record' | 'unreadable'> {
	try {
		const record: unknown = JSON.parse(text);
		if (isObject(record)) return { record };
	} catch {
		// It is what Adobe says: not readable.
	}
	return { record: {}, unreadable: text };
}

/** The same list may stand under both names: one of them is read. */
function remarksOf({ _errors: errors, _validationErrors: validation }: JsonObject) {
	const coded = Array.isArray(errors) ? errors.filter(isObject) : [];
	const causes = [
		isObject(errors) ? errors._streamingValidation : undefined,
		validation,
		coded.map(fromCoded),
	];
	const read = causes.map((list) =>
		readViolations({ report: { cause: { _streamingValidation: list } } }),
	);
	const { list: violations, mayBeMore } = read.find(({ list }) => list.length > 0) ?? {
		list: [],
		mayBeMore: false,
	};
	return { violations, mayBeMore, codes: coded.map(({ code }) => code).filter(isText) };
}

function fromCoded({ message }: JsonObject): JsonObject {
	const text = isText(message) ? message : 'Adobe gives no reason';
	const { pointerToViolation, rule } = readCoded(text) ?? { pointerToViolation: '#', rule: text };
	const keyword = KEYWORDS.find(([words]) => words.test(rule))?.[1];
	return { pointerToViolation, message: rule, ...(keyword && { keyword }) };
}

function readCoded(text: string) {
	if (!text.endsWith(']')) return undefined;
	for (const { 0: start, 1: pointerToViolation, 2: colon, index } of text.matchAll(CODED)) {
		if (colon) return { pointerToViolation, rule: text.slice(index + start.length, -1) };
	}
	return undefined;
}
