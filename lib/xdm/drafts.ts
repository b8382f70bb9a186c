import { chatMessageId } from '../chatlio/eventId';
import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEvent, ChatlioMessage } from '../chatlio/types';
import { recordId } from './eventId';
import { dropLongest, NOTHING_CUT, sizeOf, WORDS_BYTES, type Cut } from './fit';
import type { RecordHead } from './record';
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

/** The records an event becomes: one, or one per chat message and then a summary of the chat. */
export function draftsOf(event: ChatlioEvent, reading: Reading): Draft[] {
	const messages = reading.options.transcripts === 'perMessage' ? chatMessages(event) : [];
	const values = readValues(event, reading);
	const whole = { head: headOf(event, reading), values, cut: NOTHING_CUT };
	if (messages.length === 0) return [whole];
	return [
		...messageDrafts(event, messages, reading, whole.head.id),
		{ ...whole, values: values.filter(isSummary(messages)) },
	];
}

function headOf(event: ChatlioEvent, { scrub }: Reading): RecordHead {
	const { eventType, producedBy } = DEFINITIONS.get(event.event)!;
	return { id: recordId(event, scrub), timestamp: timeOf(event), eventType, producedBy };
}

/** What is left for the chat when its messages are events of their own. */
function isSummary(messages: readonly ChatlioMessage[]) {
	const said = messages.some(({ text }) => Boolean(text));
	return (value: FieldValue) =>
		value.place.kind !== 'messages' && !(said && isTranscriptText(value));
}

function messageDrafts(
	event: ChatlioEvent,
	messages: readonly ChatlioMessage[],
	reading: Reading,
	chatId: string,
): Draft[] {
	const { conversationId, receivedAt, channel, visitor } = event;
	// Traits stand in the summary: a copy in each event would multiply them by the messages.
	const shared = {
		conversationId,
		receivedAt,
		channel,
		visitor: { ...visitor, traits: undefined },
	};
	const cut = { ...NOTHING_CUT };
	const all = readValues(shared, reading);
	const excess = all.reduce((sum, value) => sum + sizeOf(value), 0) - WORDS_BYTES;
	const base = dropLongest(all, excess, cut);

	const keyOf = messageKeys();
	return messages.map((message, position) => ({
		head: {
			// Without a conversation the same message of another chat would have the same id.
			id: chatMessageId(keyText(conversationId) ?? chatId, keyOf(message, position)),
			timestamp: messageTimeOf(event, message),
			eventType: CHAT_MESSAGE_EVENT_TYPE,
			producedBy: message.fromVisitor === false ? 'customerRep' : 'self',
		},
		values: [
			...base,
			...readValues({ message: message.text, chatMessage: { ...message, position } }, reading),
		],
		cut,
	}));
}

/** Slack's timestamp of a message, or its position where there is none of its own. */
function messageKeys() {
	const taken = new Set<string>();
	return (message: ChatlioMessage, position: number): string => {
		const ts = keyText(message.ts);
		let key = ts !== undefined && !taken.has(ts) ? ts : String(position);
		// Only made-up timestamps look like positions.
		for (let more = 1; taken.has(key); more++) key = `${position}|${more}`;
		taken.add(key);
		return key;
	};
}

/** A value that tells things apart. */
function keyText(value: unknown): string | undefined {
	return (typeof value === 'string' || typeof value === 'number') && value !== ''
		? String(value)
		: undefined;
}
