import { serviceText } from '../serviceText';

/** What a run or one of its activities says went wrong. */
export interface RunError {
	code?: string;
	message?: string;
	recordCount?: number;
}

/**
 * What the codes of a run mean and what to do, by their start: Adobe publishes no full list.
 * Sources: "Retrieve batch ingestion error diagnostics", "Monitor streaming dataflows", "Data Prep troubleshooting".
 */
const MEANINGS: Array<[start: string, meaning: string]> = [
	[
		'MAPPER-3700',
		'the mapping could not compute a field: the record was stored without it. Preview the mapping set with one of the records',
	],
	['MAPPER-', 'the mapping could not be applied. Validate the mapping set'],
	[
		'INGEST-1211',
		'records were refused, and the dataset keeps no diagnostics. Turn on error diagnostics in the dataset',
	],
	[
		'INGEST-1212',
		'some records were refused, the others were stored. Failed Record: Get Many shows them',
	],
	['INGEST-1401', 'records could not be read as JSON'],
	['INGEST-1555', 'a required field is missing or null'],
	['CONNECTOR-', 'the source could not be read'],
	['DCVS-', 'records do not fit the schema'],
];

/** Adobe's errors as sentences: how many records, what it means, and Adobe's own words and code. */
export const errorsInWords = (errors: readonly RunError[]): string[] => [
	...new Set(errors.map(inWords)),
];

function inWords({ code = '', message = '', recordCount }: RunError): string {
	const meaning = MEANINGS.find(([start]) => code.startsWith(start))?.[1];
	const words = serviceText(message.trim()).replace(/\.$/, '');
	const said = [words, code && `(${serviceText(code)})`].filter(Boolean).join(' ');
	const count =
		recordCount === undefined ? '' : `${recordCount} record${recordCount === 1 ? '' : 's'}: `;
	const parts = [meaning, said && (meaning ? `Adobe says: ${said}` : said)].filter(Boolean);
	return `${count}${parts.join('. ') || 'Adobe gives no reason'}`;
}
