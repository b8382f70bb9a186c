import { notInFuture } from '../../chatlio/chatlioTime';
import type { ChatlioEvent, ChatlioMessage } from '../../chatlio/chatlioEvent';
import { placeOf, type Place } from './recordPlace';
import { isRecord } from '../../http/isRecord';
import { xdmTime } from './xdmTime';
import type { FieldValue } from './mappingContext';

/** Returns the messages of a transcript; none for any other event. */
export function chatMessages(event: ChatlioEvent): ChatlioMessage[] {
	const messages: readonly unknown[] = event.transcript?.messages || [];
	return messages.filter(isRecord) as unknown as ChatlioMessage[];
}

/**
 * Returns the time of an event: the end of the chat, otherwise its last message, otherwise the time of receipt, because
 * Chatlio's other events have no time of their own. Never later than the receipt: Adobe rejects times in the future.
 */
export function timeOf(event: ChatlioEvent): string {
	const last = chatMessages(event).at(-1);
	const receivedAt = receivedAtOf(event);
	const time = xdmTime(event.transcript?.endedAt) ?? xdmTime(last?.sentAt) ?? receivedAt;
	return notInFuture(time, receivedAt);
}

/** Returns the time of a message, at most the time its chat was received; the time of its chat if it is unknown. */
export function messageTimeOf(
	event: ChatlioEvent,
	message: ChatlioMessage,
	chatTime: string,
): string {
	const time = xdmTime(message.sentAt);
	return time ? notInFuture(time, receivedAtOf(event)) : chatTime;
}

/** Returns the time of receipt, which every event has after `recognizeEvent`. */
function receivedAtOf(event: ChatlioEvent): string {
	return xdmTime(event.receivedAt) as string;
}

const TEXT = placeOf(['transcript', 'text'], false, 'text');
const MESSAGES = placeOf(['transcript', 'messages'], false, 'messages');

/** Returns true if the value is the entire chat as one text. */
export const isTranscriptText = ({ place }: FieldValue): boolean => isSamePlace(place, TEXT);

/** Returns true if the value is the list of the chat's messages. */
export const isTranscriptMessages = ({ place }: FieldValue): boolean =>
	isSamePlace(place, MESSAGES);

const isSamePlace = (one: Place, other: Place): boolean =>
	one.standard === other.standard && one.path.join() === other.path.join();

/** Composes the chat as one text from the record's message list, with one line per message. */
export function composeText({ value }: FieldValue): FieldValue | undefined {
	const lines = (value as ChatlioMessage[]).flatMap(({ author, fromVisitor, text }) =>
		text ? [`${author ?? (fromVisitor === false ? 'Agent' : 'Visitor')}: ${text}`] : [],
	);
	if (lines.length === 0) return undefined;
	return { place: TEXT, value: lines.join('\n') };
}
