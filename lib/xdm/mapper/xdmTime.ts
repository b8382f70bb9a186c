import { toXdmTime } from '../../chatlio/chatlioTime';
import { dateText } from '../../chatlio/jsonValues';

/** Days that every year has; February 29 takes the slower path. */
const DAY =
	'(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';

/** Matches a time as the trigger writes it. */
const READY = new RegExp(`^20\\d\\d-${DAY}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$`);

/**
 * Converts a time to the form that XDM expects, RFC 3339 with milliseconds and `Z`; undefined if it is unknown.
 *
 * Most values come from the trigger in this form already. Checking that costs a tenth of converting them again, and
 * mapping an event reads about ten.
 */
export function xdmTime(value: unknown): string | undefined {
	if (typeof value === 'string' && READY.test(value)) return value;
	return toXdmTime(dateText(value) ?? value);
}
