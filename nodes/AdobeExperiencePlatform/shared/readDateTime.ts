import { kindOf } from '../../../lib/problem/parameterValue';
import { serviceError } from '../../../lib/problem/serviceError';
import { shorten } from '../../../lib/problem/shorten';
import { parseZonedTime } from '../../../lib/n8n/parseZonedTime';
import type { OperationContext } from './operation';

/**
 * Reads a date parameter in ms since 1970; undefined if it is empty. A date picked in the panel is in the workflow's
 * time zone.
 * @param label of the parameter, as the panel shows it
 * @throws ServiceError for text that is not a time
 */
export function readDateTime(
	{ n8n }: Pick<OperationContext, 'n8n'>,
	value: unknown,
	label: string,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = parseZonedTime(value, n8n.getTimezone());
	if (time !== undefined) return time;
	const valueText = typeof value === 'string' ? `"${shorten(value)}"` : kindOf(value);
	const advice = 'Enter a date and time such as 2026-01-31T12:00:00Z.';
	throw serviceError('setting.invalid', { label, value: valueText, advice }, { field: label });
}

/** Formats Catalog's times as ISO 8601. */
export const isoOf = (time: number | undefined) =>
	time === undefined ? undefined : new Date(time).toISOString();
