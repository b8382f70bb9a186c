import { PROFILE_EVENT_BYTES } from '../../http/adobeLimits';
import { CHATLIO_EVENTS } from '../../chatlio/events';
import { dateText } from '../../chatlio/jsonValues';
import type { ChatlioEvent, ChatlioMessage } from '../../chatlio/chatlioEvent';
import { NO_TRUNCATION, type Truncation } from './truncation';
import { chatMessageRecordId, recordId } from './recordId';
import { dropLongest, sizeOf, WORDS_BYTES } from './fitRecord';
import { SPLIT_BYTES, SPLIT_RECORDS, SPLIT_TEXT_UNITS } from '../fields/recordLimits';
import { buildRecord, type RecordHead, type RecordOwner } from './buildRecord';
import { jsonBytes } from './jsonSize';
import {
	chatMessages,
	isTranscriptMessages,
	isTranscriptText,
	messageTimeOf,
	timeOf,
} from './chatMessages';
import { placeOf } from './recordPlace';
import { readCustomValues } from './readCustomValues';
import type { FieldValue, MappingContext } from './mappingContext';
import { readValues } from './readValues';

/** A record before its size is checked. */
export interface RecordDraft {
	head: RecordHead;
	values: readonly FieldValue[];
	/** Counts of what was left out before it became a draft. */
	truncation: Truncation;
}

const POSITION = placeOf(['chatMessage', 'position'], false, 'other');

/** XDM `eventType` of one message of a chat. */
const CHAT_MESSAGE_EVENT_TYPE = 'chatlio.chatMessage';

const DEFINITIONS = new Map(CHATLIO_EVENTS.map((definition) => [definition.kind, definition]));

/** Drafts of the records that an event becomes. */
export interface RecordDrafts {
	/** One draft, or one per chat message followed by a summary of the chat. */
	drafts: RecordDraft[];
	/** True if one record per chat message would have been too many or too large. */
	isTooLong: boolean;
}

/** Drafts the records of an event: one, or one per chat message. */
export function draftRecords(
	event: ChatlioEvent,
	reading: MappingContext,
	owner: RecordOwner,
): RecordDrafts {
	const messages = reading.options.transcripts === 'perMessage' ? chatMessages(event) : [];
	const whole = wholeDraft(event, reading);
	if (messages.length === 0) return { drafts: [whole], isTooLong: false };
	const split = maySplit(messages)
		? messageDrafts(event, messages, reading, whole.head, frameBytesOf(whole.head, owner))
		: undefined;
	if (!split) return { drafts: [whole], isTooLong: true };
	const values = whole.values.filter(isSummary(messages));
	return { drafts: [...split, { ...whole, values }], isTooLong: false };
}

/** Returns false if the lengths alone show that the chat is too long to split. */
function maySplit(messages: readonly ChatlioMessage[]): boolean {
	const units = messages.reduce(
		(sum, { text }) =>
			sum + (typeof text === 'string' ? Math.min(text.length, PROFILE_EVENT_BYTES) : 0),
		0,
	);
	return messages.length < SPLIT_RECORDS && units <= SPLIT_TEXT_UNITS;
}

/** Returns the bytes that each record has besides its values, such as identities. */
function frameBytesOf(head: RecordHead, owner: RecordOwner): number {
	return jsonBytes(buildRecord(head, owner, []));
}

function wholeDraft(event: ChatlioEvent, reading: MappingContext): RecordDraft {
	const truncation = { ...NO_TRUNCATION };
	const context = { ...reading, truncation };
	const values = readValues(event, context);
	const custom = readCustomValues(event, context);
	return {
		head: headOf(event, reading),
		values: custom.length > 0 ? [...values, ...custom] : values,
		truncation,
	};
}

function headOf(event: ChatlioEvent, reading: MappingContext): RecordHead {
	const { eventType, producedBy } = DEFINITIONS.get(event.event)!;
	return { id: recordId(event, reading), timestamp: timeOf(event), eventType, producedBy };
}

/** Returns a filter for the values that the chat's summary keeps if its messages are events of their own. */
function isSummary(messages: readonly ChatlioMessage[]) {
	const said = messages.some(({ text }) => Boolean(text));
	return (value: FieldValue) => !isTranscriptMessages(value) && !(said && isTranscriptText(value));
}

/** Drafts a record for each message; undefined if they are too large in total. */
function messageDrafts(
	event: ChatlioEvent,
	messages: readonly ChatlioMessage[],
	reading: MappingContext,
	chat: RecordHead,
	frameBytes: number,
): RecordDraft[] | undefined {
	const { conversationId, receivedAt, channel, visitor } = event;
	// Traits and custom fields are only in the summary: a copy in each event would multiply them by the number of messages.
	const shared = {
		conversationId,
		receivedAt,
		channel,
		visitor: { ...visitor, traits: undefined },
	};
	const sharedTruncation = { ...NO_TRUNCATION };
	const all = readValues(shared, { ...reading, truncation: sharedTruncation });
	const base = dropLongest(all, sizeOfAll(all) - WORDS_BYTES, sharedTruncation);
	const baseBytes = sizeOfAll(base);

	const conversation = keyText(conversationId);
	const tsOf = ownTimestamps();
	const drafts: RecordDraft[] = [];
	let bytes = 0;
	for (const [position, message] of messages.entries()) {
		const truncation = { ...sharedTruncation };
		const own = readValues(
			{ message: message.text, chatMessage: message },
			{ ...reading, truncation, textUnits: PROFILE_EVENT_BYTES },
		);
		own.push({ place: POSITION, value: position });
		bytes += frameBytes + baseBytes + sizeOfAll(own);
		if (bytes > SPLIT_BYTES) return undefined;
		drafts.push({
			head: {
				id: chatMessageRecordId(
					{ conversation, transcriptId: chat.id, ts: tsOf(message), position },
					reading,
				),
				timestamp: messageTimeOf(event, message, chat.timestamp),
				eventType: CHAT_MESSAGE_EVENT_TYPE,
				producedBy: message.fromVisitor === false ? 'customerRep' : 'self',
			},
			values: [...base, ...own],
			truncation,
		});
	}
	return drafts;
}

function sizeOfAll(values: readonly FieldValue[]): number {
	return values.reduce((sum, value) => sum + sizeOf(value), 0);
}

/**
 * Returns a function that reads a message's Slack timestamp; of duplicates, which Slack never creates, only the first
 * counts.
 */
function ownTimestamps() {
	const taken = new Set<string>();
	return (message: ChatlioMessage): string | undefined => {
		const ts = keyText(message.ts);
		if (ts === undefined || taken.has(ts)) return undefined;
		taken.add(ts);
		return ts;
	};
}

/** Returns text, a number or a date as the text of a key; undefined for any other or an empty value. */
function keyText(value: unknown): string | undefined {
	const isPlain = ['string', 'number', 'bigint'].includes(typeof value) && value !== '';
	return isPlain ? String(value) : dateText(value);
}
