import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEvent, ChatlioMessage } from '../chatlio/types';
import { NOTHING_CUT, type Cut } from './cut';
import { chatMessageRecordId, recordId } from './eventId';
import { dropLongest, sizeOf, WORDS_BYTES } from './fit';
import { PROFILE_EVENT_BYTES, SPLIT_BYTES, SPLIT_RECORDS, SPLIT_TEXT_UNITS } from './limits';
import { buildRecord, type RecordHead, type RecordOwner } from './record';
import { jsonBytes } from './text';
import { chatMessages, isTranscriptText, messageTimeOf, timeOf } from './transcript';
import { readValues, type FieldValue, type Reading } from './values';

/** A record before its size is looked at. */
export interface Draft {
	head: RecordHead;
	values: readonly FieldValue[];
	/** What was cut before it became a draft. */
	cut: Cut;
}

/** XDM `eventType` of one message of a chat. */
const CHAT_MESSAGE_EVENT_TYPE = 'chatlio.chatMessage';

const DEFINITIONS = new Map(CHATLIO_EVENTS.map((definition) => [definition.kind, definition]));

/** The records an event becomes. */
export interface Drafts {
	/** One, or one per chat message and then a summary of the chat. */
	drafts: Draft[];
	/** Whether it would have been too many or too large records per chat message. */
	isTooLong: boolean;
}

/** Makes the records of an event, as one or one per chat message. */
export function draftsOf(event: ChatlioEvent, reading: Reading, owner: RecordOwner): Drafts {
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

/** Returns false if the lengths alone say that it is too much. */
function maySplit(messages: readonly ChatlioMessage[]): boolean {
	const units = messages.reduce(
		(sum, { text }) =>
			sum + (typeof text === 'string' ? Math.min(text.length, PROFILE_EVENT_BYTES) : 0),
		0,
	);
	return messages.length < SPLIT_RECORDS && units <= SPLIT_TEXT_UNITS;
}

/** What each record has besides its values, such as identities. */
function frameBytesOf(head: RecordHead, owner: RecordOwner): number {
	return jsonBytes(buildRecord(head, owner, []));
}

function wholeDraft(event: ChatlioEvent, reading: Reading): Draft {
	const cut = { ...NOTHING_CUT };
	return { head: headOf(event, reading), values: readValues(event, { ...reading, cut }), cut };
}

function headOf(event: ChatlioEvent, reading: Reading): RecordHead {
	const { eventType, producedBy } = DEFINITIONS.get(event.event)!;
	return { id: recordId(event, reading), timestamp: timeOf(event), eventType, producedBy };
}

/** What is left for the chat when its messages are events of their own. */
function isSummary(messages: readonly ChatlioMessage[]) {
	const said = messages.some(({ text }) => Boolean(text));
	return (value: FieldValue) =>
		value.place.kind !== 'messages' && !(said && isTranscriptText(value));
}

/** A record for each message; `undefined` if together they are too large. */
function messageDrafts(
	event: ChatlioEvent,
	messages: readonly ChatlioMessage[],
	reading: Reading,
	chat: RecordHead,
	frameBytes: number,
): Draft[] | undefined {
	const { conversationId, receivedAt, channel, visitor } = event;
	// Traits are in the summary: a copy in each event would multiply them by the messages.
	const shared = {
		conversationId,
		receivedAt,
		channel,
		visitor: { ...visitor, traits: undefined },
	};
	const sharedCut = { ...NOTHING_CUT };
	const all = readValues(shared, { ...reading, cut: sharedCut });
	const base = dropLongest(all, sizeOfAll(all) - WORDS_BYTES, sharedCut);
	const baseBytes = sizeOfAll(base);

	const conversation = keyText(conversationId);
	const tsOf = ownTimestamps();
	const drafts: Draft[] = [];
	let bytes = 0;
	for (const [position, message] of messages.entries()) {
		const cut = { ...sharedCut };
		const own = readValues(
			{ message: message.text, chatMessage: { ...message, position } },
			{ ...reading, cut, textUnits: PROFILE_EVENT_BYTES },
		);
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
			cut,
		});
	}
	return drafts;
}

function sizeOfAll(values: readonly FieldValue[]): number {
	return values.reduce((sum, value) => sum + sizeOf(value), 0);
}

/** Slack's timestamp of a message; only made-up ones come twice, and then the first message has it. */
function ownTimestamps() {
	const taken = new Set<string>();
	return (message: ChatlioMessage): string | undefined => {
		const ts = keyText(message.ts);
		if (ts === undefined || taken.has(ts)) return undefined;
		taken.add(ts);
		return ts;
	};
}

/** A value that tells things apart. */
function keyText(value: unknown): string | undefined {
	return (typeof value === 'string' || typeof value === 'number') && value !== ''
		? String(value)
		: undefined;
}
