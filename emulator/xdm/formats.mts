import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isUriReference } from './uriReference.mts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Up to nine fractional digits of a second; an offset or "Z" is mandatory. */
const DATE_TIME =
	/^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** Java's largest zone offset, in hours. */
const WIDEST_OFFSET = 18;

export function isDate(text: string): boolean {
	const match = DATE.exec(text);
	if (!match) return false;
	const [year, month, day] = match.slice(1).map(Number);
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function isDateTime(text: string): boolean {
	const match = DATE_TIME.exec(text);
	if (!match || !isDate(match[1])) return false;
	const [hour, minute, second, offsetHour, offsetMinute] = match
		.slice(2)
		.map((part: string | undefined) => Number(part ?? 0));
	const isTime = hour < 24 && minute < 60 && second < 60;
	return isTime && offsetMinute < 60 && offsetHour * 60 + offsetMinute <= WIDEST_OFFSET * 60;
}

interface XdmFormat {
	/** Expression or function that Ajv checks the text with. */
	check: RegExp | ((text: string) => boolean);
	/** Text after "[text] is not a valid ". */
	words: string;
}

const DATE_TIME_FORMS =
	"[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1-9}Z, yyyy-MM-dd'T'HH:mm:ss[+-]HH:mm, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,9}[+-]HH:mm]";

const ajvFormat = (name: 'email' | 'ipv4' | 'ipv6' | 'uri' | 'hostname') =>
	fullFormats[name] as XdmFormat['check'];

/**
 * The formats of XDM fields, and Adobe's texts for values that do not match. Sources: Adobe, "Retrieve failed batches"
 * (the date-time text, including its odd spelling); everit-org/json-schema.
 */
export const xdmFormats: Record<string, XdmFormat> = {
	date: { check: isDate, words: 'date. Expected [yyyy-MM-dd]' },
	'date-time': { check: isDateTime, words: `date-time. Expected ${DATE_TIME_FORMS}` },
	email: { check: ajvFormat('email'), words: 'email address' },
	hostname: { check: ajvFormat('hostname'), words: 'hostname' },
	ipv4: { check: ajvFormat('ipv4'), words: 'ipv4 address' },
	ipv6: { check: ajvFormat('ipv6'), words: 'ipv6 address' },
	uri: { check: ajvFormat('uri'), words: 'URI' },
	'uri-reference': { check: isUriReference, words: 'URI reference' },
};
