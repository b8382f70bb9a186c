import { isDate, isDateTime } from '../http/dateTime';
import { ExactNumber } from '../http/exactNumber';
import { isRecord, type JsonRecord } from '../http/isRecord';
import { foreignInUriReference, isUriReference } from '../http/uriReference';
import { describeCharacter } from '../problem/characterNames';
import { kindOf } from '../problem/parameterValue';
import { createProblem, type Problem } from '../problem/problem';

/** A field that every XDM event has. */
interface EventField {
	name: '_id' | 'timestamp';
	/** Continuation of "has". */
	article: string;
	example: string;
	/** Continuation of "a text that"; undefined if the text fits the field's format. */
	faultOf(text: string): string | undefined;
	advice: string;
}

/** Source: Adobe, "XDM ExperienceEvent class"; the formats are those of `_id` and `timestamp` in the schema. */
const EVENT_FIELDS: EventField[] = [
	{
		name: '_id',
		article: 'an',
		example: 'order-42',
		faultOf: idFault,
		advice:
			'Use a text as _id, without spaces and special characters: encodeURIComponent() writes any text in that form, and a hash has it, too.',
	},
	{
		name: 'timestamp',
		article: 'a',
		example: '2025-01-31T12:00:00Z',
		faultOf: timestampFault,
		advice:
			'Write the time with its time zone: $json.timestamp.toDateTime().toISO() does so in an expression, also for milliseconds since 1970.',
	},
];

function idFault(text: string): string | undefined {
	if (isUriReference(text)) return undefined;
	const at = foreignInUriReference(text);
	// A URI reference reads what is before such a colon as a scheme.
	if (at === undefined) return 'has a colon before its first slash';
	const character = String.fromCodePoint(text.codePointAt(at)!);
	const place = `at position ${[...text.slice(0, at)].length + 1}`;
	const described = `contains ${describeCharacter(character)} ${place}`;
	return character === '%' ? `${described}, not followed by two hexadecimal digits` : described;
}

/** A time in the form of RFC 3339, or nearly: its numbers may be too large. */
const NEARLY_DATE_TIME =
	/^(\d{4}-\d\d-\d\d)(?:([T ])(\d\d):(\d\d):(\d\d)(\.\d{1,20})?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

function timestampFault(text: string): string | undefined {
	if (isDateTime(text)) return undefined;
	if (/^\d{1,20}$/.test(text)) return `is a number as text (${text})`;
	const parts = NEARLY_DATE_TIME.exec(text);
	return parts ? `is ${nearlyFault(parts)} (${text})` : 'is not a date and time';
}

/** Returns the first fault of a text that looks like a time. */
function nearlyFault([, date, separator, hour, minute, second, fraction, zone]: string[]): string {
	if (!isDate(date)) return 'a date that is not in the calendar';
	if (!separator) return 'a date without a time';
	if (Number(hour) > 23) return 'a time with an hour that no clock shows';
	if (Number(minute) > 59) return 'a time with a minute that no clock shows';
	if (Number(second) > 59) return 'a time with a second that no clock shows';
	if (!zone) return 'a time without a time zone';
	if (separator === ' ') return 'a time after a space instead of a T';
	if (fraction?.length > 10) return 'a time with more than nine decimals';
	if (/^[+-]\d\d$/.test(zone)) return 'a time with an offset without minutes';
	if (!/[Z:]/.test(zone)) return 'a time with an offset without a colon';
	return 'a time with an offset that no time zone has';
}

const MISSING_ADVICE =
	'Use Chatlio to XDM before this node, or set both fields: they identify and date the event.';

const OTHER_SCHEMA =
	' If the schema describes records, such as profiles, set the option Schema Behavior to Record: the node could not look it up.';

/** Returns true for a complete XDM event, whatever its schema describes. */
export const isEvent = (record: unknown): boolean =>
	isRecord(record) && eventProblem(record, record, true) === undefined;

/**
 * Returns the problem of a record that is not a complete XDM event. Adobe would accept it and then drop it.
 * @param record as it is sent
 * @param given the same record with its null values
 * @param isKnown true if the schema is known to describe events
 */
export function eventProblem(
	record: JsonRecord,
	given: JsonRecord,
	isKnown: boolean,
): Problem | undefined {
	const faults = EVENT_FIELDS.flatMap((field) => {
		const fault = faultOf(field, given[field.name] === null ? null : record[field.name]);
		return fault === undefined ? [] : [{ field, fault }];
	});
	if (faults.length === 0) return undefined;
	const phrases = faults.map(({ field: { name, article }, fault }) =>
		fault === MISSING ? `no ${name}` : `${article} ${name} that ${fault}`,
	);
	const present = faults.filter(({ fault }) => fault !== MISSING).map(({ field }) => field);
	const expected = present.map(({ name, example }) => `${example} in ${name}`).join(' and ');
	const [first] = present;
	const advice = first?.advice ?? MISSING_ADVICE;
	return createProblem(
		'record.notAnEvent',
		{
			what: `${phrases.join(' and ')}${expected && `; XDM expects text such as ${expected}`}`,
		},
		{ field: faults[0].field.name, advice: advice + (isKnown ? '' : OTHER_SCHEMA) },
	);
}

const MISSING = '';

/** Returns the fault of a value as a continuation of "that", `MISSING` without a value, undefined if it is right. */
function faultOf(field: EventField, value: unknown): string | undefined {
	if (value === undefined) return MISSING;
	if (value === null) return 'is null';
	if (typeof value === 'number' || value instanceof ExactNumber) return `is a number (${value})`;
	if (typeof value !== 'string') return `is ${kindOf(value)}`;
	return value.trim() === '' ? 'is an empty text' : field.faultOf(value);
}
