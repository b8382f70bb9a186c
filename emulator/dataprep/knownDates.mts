import { NotComputable } from './notComputable.mts';
import { readDate } from './readDate.mts';
import type { ZonedDate } from './zonedDate.mts';

/**
 * Patterns that are tried, in this order, for a text in a date field. Source: Adobe, "Handling data formats with Data
 * Prep", date function conversions.
 */
export const KNOWN_PATTERNS = [
	'yyyy-MM-dd HH:mm:ssZ',
	'yyyy-MM-dd HH:mm:ss.SSSZ',
	'yyyy-MM-dd HH:mm:ss.SSS',
	"yyyy-MM-dd'T'HH:mm:ss.SSSX",
	"yyyy-MM-dd'T'HH:mm:ss'Z'",
	'yyyy-MM-dd',
	'yyyy/MM/dd',
	'yyyy.MM.dd',
	'yyyy-MMM-dd',
	'yyyyMMdd',
	'MM-dd-yyyy',
	'MMddyyyy',
	'M/dd/yyyy',
	'dd.M.yyyy',
	'M/dd/yyyy hh:mm:ss a',
	'dd.M.yyyy hh:mm:ss a',
	'dd.MMM.yyyy',
	'dd-MMM-yyyy',
];

/** Forms that the documentation's samples of date(text) use but its list does not contain. */
const SAMPLE_PATTERNS = ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd HH:mm:ss', "yyyy-MM-dd'T'HH:mm:ss.SSS"];

/** Reads a date without a given pattern. Throws NotComputable if no known pattern matches. */
export function readAnyDate(text: string): ZonedDate {
	for (const pattern of [...KNOWN_PATTERNS, ...SAMPLE_PATTERNS]) {
		const date = readDate(text, pattern);
		if (date) return date;
	}
	throw new NotComputable(
		`"${text.slice(0, 60)}" is in none of the date formats Data Prep knows: name its format with date()`,
	);
}
