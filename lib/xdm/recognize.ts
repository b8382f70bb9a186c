import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEvent } from '../chatlio/types';
import { xdmTime } from './time';

/** Why an item is no event of Chatlio: the field to look at, and what is wrong with it. */
export interface Unrecognized {
	field: string;
	reason: string;
}

export type Recognized = { event: ChatlioEvent } | { unrecognized: Unrecognized };

const KINDS = CHATLIO_EVENTS.map(({ kind }) => kind).join(', ');

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
	if (!CHATLIO_EVENTS.some(({ kind }) => kind === item.event)) {
		return refuse('event', `${shown(item.event)}, not one of ${KINDS}`);
	}
	if (xdmTime(item.receivedAt) === undefined) {
		return refuse(
			'receivedAt',
			`${shown(item.receivedAt)}, not a time like 2026-01-31T12:00:00.000Z`,
		);
	}
	if (isKnown(item.eventId) && typeof item.eventId !== 'string') {
		return refuse('eventId', `${shown(item.eventId)}, not a text`);
	}
	for (const name of OBJECTS) {
		if (isKnown(item[name]) && !isRecord(item[name])) {
			return refuse(name, `${shown(item[name])}, not an object`);
		}
	}
	const { transcript } = item;
	if (isRecord(transcript) && isKnown(transcript.messages) && !Array.isArray(transcript.messages)) {
		return refuse('transcript.messages', `${shown(transcript.messages)}, not a list`);
	}
	return { event: item as unknown as ChatlioEvent };
}

function refuse(field: string, reason: string): Recognized {
	return { unrecognized: { field, reason } };
}

function isKnown(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** Says what stands there without repeating what a visitor wrote. */
function shown(value: unknown): string {
	if (!isKnown(value)) return 'is missing';
	if (Array.isArray(value)) return 'is a list';
	if (typeof value === 'object') return 'is an object';
	if (typeof value !== 'string') return `is ${String(value)}`;
	return value.length <= 40 ? `is "${value}"` : 'is a longer text';
}
