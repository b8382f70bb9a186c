import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEvent } from '../chatlio/types';
import { xdmTime } from './time';

/** Why an item is no event of Chatlio: the field to look at, and what is wrong with it. */
export interface Unrecognized {
	field: string;
	reason: string;
}

export type Recognized = { event: ChatlioEvent } | { unrecognized: Unrecognized };

const KINDS: ReadonlySet<unknown> = new Set(CHATLIO_EVENTS.map(({ kind }) => kind));

const OBJECTS = ['visitor', 'transcript', 'channel'] as const;

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether an item is an event as the trigger hands it out, after whatever nodes it went through.
 *
 * Only what the record cannot do without, and what would hide data if it were skipped, is demanded; a single value of
 * another type than expected is dealt with where it is mapped.
 */
export function recognize(item: unknown): Recognized {
	if (!isRecord(item)) return refuse('event', 'is missing');
	if (!KINDS.has(item.event)) {
		return refuse('event', unlike(item.event, `one of ${[...KINDS].join(', ')}`));
	}
	if (xdmTime(item.receivedAt) === undefined) {
		return refuse('receivedAt', unlike(item.receivedAt, 'a time like 2026-01-31T12:00:00.000Z'));
	}
	if (isKnown(item.eventId) && typeof item.eventId !== 'string') {
		return refuse('eventId', unlike(item.eventId, 'a text'));
	}
	for (const name of OBJECTS) {
		if (isKnown(item[name]) && !isRecord(item[name])) {
			return refuse(name, unlike(item[name], 'an object'));
		}
	}
	const { transcript } = item;
	if (isRecord(transcript) && isKnown(transcript.messages) && !Array.isArray(transcript.messages)) {
		return refuse('transcript.messages', unlike(transcript.messages, 'a list'));
	}
	return { event: item as unknown as ChatlioEvent };
}

function refuse(field: string, reason: string): Recognized {
	return { unrecognized: { field, reason } };
}

function isKnown(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function unlike(value: unknown, expected: string): string {
	return isKnown(value) ? `is ${kindOf(value)}, not ${expected}` : 'is missing';
}

/** What stands there, not what it says: a visitor may have written it, and messages end up in logs. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return (
		{ object: 'an object', string: 'another text' }[typeof value as string] ?? `a ${typeof value}`
	);
}
