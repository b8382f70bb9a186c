import type { JsonRecord } from '../../http/isRecord';
import { textOf } from '../../http/textOf';
import { serviceText } from '../../problem/serviceText';

/** An error that a run or one of its activities reports: `code`, `message` and `recordCount`, if Adobe gives them. */
export type RunError = JsonRecord;

/**
 * Explanations by the start of a run's error code: Adobe publishes no full list. Sources: "Retrieve batch ingestion
 * error diagnostics", "Monitor streaming dataflows", "Data Prep troubleshooting".
 */
const EXPLANATIONS: Array<[start: string, explanation: string]> = [
	[
		'MAPPER-3700',
		'the mapping could not compute a field: the record was stored without it. Preview the mapping set with one of the records',
	],
	['MAPPER-', 'the mapping could not be applied. Validate the mapping set'],
	[
		'INGEST-1211',
		'records were rejected, and the dataset keeps no diagnostics. Turn on error diagnostics in the dataset',
	],
	[
		'INGEST-1212',
		'some records were rejected, the others were stored. Failed Record: Get Many shows them',
	],
	['INGEST-1401', 'records could not be read as JSON'],
	['INGEST-1555', 'a required field is missing or null'],
	['CONNECTOR-', 'the source could not be read'],
	['DCVS-', 'records do not fit the schema'],
];

/** Describes Adobe's errors in sentences: the number of records, the explanation, and Adobe's own message and code. */
export const errorsInWords = (errors: readonly RunError[]): string[] => [
	...new Set(errors.map(describeError)),
];

function describeError({ recordCount, ...texts }: RunError): string {
	const code = textOf(texts.code) ?? '';
	const message = textOf(texts.message) ?? '';
	const explanation = EXPLANATIONS.find(([start]) => code.startsWith(start))?.[1];
	const adobeMessage = serviceText(message.trim()).replace(/\.$/, '');
	const adobeText = [adobeMessage, code && `(${serviceText(code)})`].filter(Boolean).join(' ');
	const count =
		typeof recordCount !== 'number' ? '' : `${recordCount} record${recordCount === 1 ? '' : 's'}: `;
	const parts = [
		explanation,
		adobeText && (explanation ? `Adobe says: ${adobeText}` : adobeText),
	].filter(Boolean);
	return `${count}${parts.join('. ') || 'Adobe gives no reason'}`;
}
