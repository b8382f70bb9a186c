import { notInFuture } from '../chatlio/time';
import type { ChatlioEvent, ChatlioMessage } from '../chatlio/types';
import { placeOf } from './place';
import { isRecord } from './recognize';
import { xdmTime } from './time';
import type { FieldValue } from './values';

/** The messages of a transcript; none for every other event. */
export function chatMessages(event: ChatlioEvent): ChatlioMessage[] {
	const messages: readonly unknown[] = event.transcript?.messages || [];
	return messages.filter(isRecord) as unknown as ChatlioMessage[];
}

/**
 * When it happened, as far as Chatlio tells: the end of the chat, else its last message, else when it was received;
 * Chatlio's other events carry no time of their own. Never later than received: Adobe refuses the future.
 */
export function timeOf(event: ChatlioEvent): string {
	const last = chatMessages(event).at(-1);
	const receivedAt = receivedAtOf(event);
	const time = xdmTime(event.transcript?.endedAt) ?? xdmTime(last?.sentAt) ?? receivedAt;
	return notInFuture(time, receivedAt);
}

/** When a message was sent, never later than its chat was received, or the time of its chat. */
export function messageTimeOf(
	event: ChatlioEvent,
	message: ChatlioMessage,
	chatTime: string,
): string {
	const time = xdmTime(message.sentAt);
	return time ? notInFuture(time, receivedAtOf(event)) : chatTime;
}

/** `recognize` lets no event through without it. */
function receivedAtOf(event: ChatlioEvent): string {
	return xdmTime(event.receivedAt) as string;
}

const TEXT = placeOf(['transcript', 'text'], false, 'text');

/** Whether it is the whole chat as one text. */
export function isTranscriptText({ place }: FieldValue): boolean {
	return place.path.join() === TEXT.path.join();
}

/** The chat as one text, from the elements of the record's message array: a line per message. */
export function composeText({ value }: FieldValue): FieldValue | undefined {
	const lines = (value as ChatlioMessage[]).flatMap(({ author, fromVisitor, text }) =>
		text ? [`${author ?? (fromVisitor === false ? 'Agent' : 'Visitor')}: ${text}`] : [],
	);
	if (lines.length === 0) return undefined;
	return { place: TEXT, value: lines.join('\n') };
}
