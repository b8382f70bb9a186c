import { isDate, isDateTime } from '../http/dateTime';
import { ExactNumber } from '../http/exactNumber';
import { isRecord, type JsonRecord } from '../http/isRecord';
import { isUriReference } from '../http/uriReference';
import { kindOf } from '../problem/parameterValue';
import { createProblem, type Problem } from '../problem/problem';

/** A field that every XDM event has. */
interface EventField {
	name: '_id' | 'timestamp';
	/** Continuation of "has". */
	article: string;
	example: string;
	/** Continuation of "a text that is"; undefined if the text fits the field's format. */
	faultOf(text: string): string | undefined;
	advice: string;
}

/** Source: Adobe, "XDM ExperienceEvent class"; the formats are those of `_id` and `timestamp` in the schema. */
const EVENT_FIELDS: EventField[] = [
	{
		name: '_id',
		article: 'an',
		example: 'order-42',
		faultOf: (text) => (isUriReference(text) ? undefined : 'not a URI reference'),
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

function timestampFault(text: string): string | undefined {
	if (isDateTime(text)) return undefined;
	if (/^\d{1,20}$/.test(text)) return `a number as text (${text})`;
	if (isDate(text)) return `a date without a time (${text})`;
	const isLocal = isDateTime(`${text.replace(' ', 'T')}Z`);
	return isLocal ? `a time without a time zone (${text})` : 'text in another form';
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
		const what = faultOf(field, given[field.name] === null ? null : record[field.name]);
		return what === undefined ? [] : [{ field, what }];
	});
	if (faults.length === 0) return undefined;
	const phrases = faults.map(({ field: { name, article }, what }) =>
		what === '' ? `no ${name}` : `${article} ${name} that is ${what}`,
	);
	const present = faults.filter(({ what }) => what !== '').map(({ field }) => field);
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

/** Returns what is wrong with the value; empty if there is none, undefined if it is right. */
function faultOf(field: EventField, value: unknown): string | undefined {
	if (value === undefined) return '';
	if (value === null) return 'null';
	if (typeof value === 'number' || value instanceof ExactNumber) return `a number (${value})`;
	if (typeof value !== 'string') return kindOf(value);
	return value.trim() === '' ? 'an empty text' : field.faultOf(value);
}
