import { isRecord, type JsonRecord } from '../http/isRecord';
import { isUnknownTime, toXdmTime } from './chatlioTime';
import { readText } from './jsonValues';

/** Reads values of a payload that is not trusted, and remembers which it could not read. */
export interface PayloadReader {
	/** Text, or a number as text; `path` is where the item has it. */
	text: (value: unknown, path: string) => string | undefined;
	/** RFC 3339 with milliseconds and `Z`. */
	time: (value: unknown, path: string) => string | undefined;
	/** Reads an object. Any other value counts as an empty object. */
	record: (value: unknown, path: string) => JsonRecord;
	/** Paths in the item whose values say something, but do not have the type of their field. */
	unreadable: ReadonlySet<string>;
}

/** Creates a reader for one payload. Empty strings and times before the year 2000 mean unknown, and are no fault. */
export function createPayloadReader(): PayloadReader {
	const unreadable = new Set<string>();
	const orUnreadable = <T>(read: T | undefined, value: unknown, path: string): T | undefined => {
		if (read === undefined && value !== undefined && value !== null && value !== '')
			unreadable.add(path);
		return read;
	};
	return {
		text: (value, path) => orUnreadable(readText(value), value, path),
		time: (value, path) =>
			isUnknownTime(value) ? undefined : orUnreadable(toXdmTime(value), value, path),
		record: (value, path) => orUnreadable(isRecord(value) ? value : undefined, value, path) ?? {},
		unreadable,
	};
}
