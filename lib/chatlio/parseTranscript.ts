import type { ChatlioMessage, ChatlioTranscript } from './chatlioEvent';
import type { JsonRecord } from '../http/isRecord';
import { plainText, withoutUnknown } from './jsonValues';
import type { PayloadReader } from './payloadReader';

/**
 * Returns the messages of a chat with their authors and times. The HTML body stays in the payload, because it is made
 * from untrusted text.
 *
 * @param payload Chatlio's transcript, sanitized
 */
export function readTranscript(
	payload: JsonRecord,
	read: PayloadReader,
): ChatlioTranscript | undefined {
	return withoutUnknown({
		agent: withoutUnknown({
			name: read.text(payload.agentName, 'transcript.agent.name'),
			email: read.text(payload.agentEmail, 'transcript.agent.email'),
		}),
		startedAt: read.time(payload.startedAt, 'transcript.startedAt'),
		endedAt: read.time(payload.endedAt, 'transcript.endedAt'),
		endedAtExact: plainText(payload.endedAt) || undefined,
		messages: readMessages(payload.messages, read),
		text: read.text(payload.textBody, 'transcript.text'),
		archiveUrl: read.text(payload.archiveUrl, 'transcript.archiveUrl'),
	});
}

const MESSAGES = 'transcript.messages';

/** Keeps an unreadable message as an empty one, because the number of messages is part of the event's ID. */
function readMessages(messages: unknown, read: PayloadReader): ChatlioMessage[] | undefined {
	if (Array.isArray(messages)) {
		return messages.map((message) => readMessage(read.record(message, MESSAGES), read));
	}
	read.text(messages === undefined ? messages : [], MESSAGES);
	return undefined;
}

function readMessage(message: JsonRecord, read: PayloadReader): ChatlioMessage {
	const authorId = read.text(message.userId, `${MESSAGES}.authorId`);
	return {
		...withoutUnknown({
			text: read.text(message.text, `${MESSAGES}.text`),
			sentAt: read.time(message.sentAt, `${MESSAGES}.sentAt`),
			ts: read.text(message.ts, `${MESSAGES}.ts`),
			author: read.text(message.username, `${MESSAGES}.author`),
			authorId,
		}),
		// Older payloads have no flag. The visitor has no user ID in Slack.
		fromVisitor:
			typeof message.isVisitorMsg === 'boolean' ? message.isVisitorMsg : authorId === undefined,
	};
}
