import { asArray, asObject, asText, type JsonObject } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';

export interface IngestionError {
	code: string;
	message: string;
	recordCount: number;
}

// Adobe publishes no list of these codes; they are the ones that users report with such texts. A
// client must not rely on them.
const CODES: Record<string, string> = {
	additionalProperties: 'DCVS-1057-400',
	type: 'DCVS-1104-400',
	required: 'DCVS-1106-400',
};
const NULL_CODE = 'DCVS-1101-400';
const VALUE_CODE = 'DCVS-1105-400';
const ENVELOPE_CODE = 'DCVS-1111-400';

/** Returns the errors of a rejected record as in diagnostics: a code and a text for each violation. */
export function errorsOf(row: RecordRow): { code: string; message: string }[] {
	return asArray(JSON.parse(row.violations ?? '[]'))
		.map(asObject)
		.map((violation) => ({ code: codeOf(violation), message: messageOf(violation) }));
}

function codeOf(violation: JsonObject): string {
	const keyword = asText(violation.keyword);
	if (keyword === undefined) return ENVELOPE_CODE;
	if (keyword === 'type' && asText(violation.message)?.endsWith('found: Null')) return NULL_CODE;
	return CODES[keyword] ?? VALUE_CODE;
}

function messageOf({ pointerToViolation, message }: JsonObject): string {
	return `The message cannot be validated: [${String(pointerToViolation)}: ${String(message)}]`;
}

/** Summarizes the errors of many records, each once with the number of records that have it. */
export function summarizeErrors(rows: RecordRow[]): IngestionError[] {
	const errors = new Map<string, IngestionError>();
	for (const row of rows) {
		for (const { code, message } of new Map(
			errorsOf(row).map((one) => [one.message, one]),
		).values()) {
			const known = errors.get(`${code} ${message}`) ?? { code, message, recordCount: 0 };
			known.recordCount++;
			errors.set(`${code} ${message}`, known);
		}
	}
	return [...errors.values()];
}

/** Creates the single error for a whole batch. Source: Adobe, "Retrieve batch ingestion error diagnostics". */
export function batchError(total: number, failed: number): { code: string; description: string } {
	return {
		code: 'INGEST-1212-400',
		description:
			`Encountered ${failed} errors in the data. Successfully ingested ${total - failed} rows. ` +
			'Review the associated diagnostic files for additional details.',
	};
}
