import { CHATLIO_EVENTS } from '../../chatlio/events';
import { dateText, isDate } from '../../chatlio/jsonValues';
import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { isRecord } from '../../http/isRecord';
import { kindOf } from '../../problem/parameterValue';
import { createProblem, type Problem } from '../../problem/problem';
import { xdmTime } from './xdmTime';

export type Recognized = { event: ChatlioEvent } | { problem: Problem };

const KINDS: ReadonlySet<unknown> = new Set(CHATLIO_EVENTS.map(({ kind }) => kind));

const OBJECTS = ['visitor', 'transcript', 'channel'] as const;

/**
 * Returns the event in an item from the trigger, which other nodes may have changed.
 *
 * Requires only the fields that the record needs, and the types without which data would be lost silently. The mapper
 * handles single values of an unexpected type.
 */
export function recognizeEvent(item: unknown): Recognized {
	if (!isRecord(item)) return unrecognized('event', 'is missing');
	if (!KINDS.has(item.event)) {
		return unrecognized('event', unlike(item.event, `one of ${[...KINDS].join(', ')}`));
	}
	if (xdmTime(item.receivedAt) === undefined) {
		return unrecognized(
			'receivedAt',
			unlike(item.receivedAt, 'a time like 2026-01-31T12:00:00.000Z'),
		);
	}
	if (isKnown(item.eventId) && typeof item.eventId !== 'string') {
		return unrecognized('eventId', unlike(item.eventId, 'text'));
	}
	for (const name of OBJECTS) {
		if (isKnown(item[name]) && (!isRecord(item[name]) || isDate(item[name]))) {
			return unrecognized(name, unlike(item[name], 'an object'));
		}
	}
	const { transcript } = item;
	if (isRecord(transcript) && isKnown(transcript.messages) && !Array.isArray(transcript.messages)) {
		return unrecognized('transcript.messages', unlike(transcript.messages, 'a list'));
	}
	return { event: item as unknown as ChatlioEvent };
}

function unrecognized(field: string, reason: string): Recognized {
	return { problem: createProblem('event.unrecognized', { field, reason }, { field }) };
}

function isKnown(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function unlike(value: unknown, expected: string): string {
	if (isDate(value)) return `is ${dateText(value) ? 'a date' : 'an invalid date'}, not ${expected}`;
	return isKnown(value) ? `is ${kindOf(value)}, not ${expected}` : 'is missing';
}
