import { toXdmTime } from './chatlioTime';
import type { ChatlioMessage, ChatlioTranscript } from './chatlioEvent';
import { isRecord, type JsonRecord } from '../http/isRecord';
import { readText, withoutUnknown } from './jsonValues';

/**
 * Returns the messages of a chat with their authors and times. The HTML body stays in the payload, because it is made
 * from untrusted text.
 *
 * @param payload Chatlio's transcript, sanitized
 */
export function readTranscript(payload: JsonRecord): ChatlioTranscript | undefined {
	return withoutUnknown({
		agent: withoutUnknown({
			name: readText(payload.agentName),
			email: readText(payload.agentEmail),
		}),
		startedAt: toXdmTime(payload.startedAt),
		endedAt: toXdmTime(payload.endedAt),
		messages: Array.isArray(payload.messages)
			? payload.messages.filter(isRecord).map(readMessage)
			: undefined,
		text: readText(payload.textBody),
		archiveUrl: readText(payload.archiveUrl),
	});
}

function readMessage(message: JsonRecord): ChatlioMessage {
	const authorId = readText(message.userId);
	return {
		...withoutUnknown({
			text: readText(message.text),
			sentAt: toXdmTime(message.sentAt),
			ts: readText(message.ts),
			author: readText(message.username),
			authorId,
		}),
		// Older payloads have no flag. The visitor has no user ID in Slack.
		fromVisitor:
			typeof message.isVisitorMsg === 'boolean' ? message.isVisitorMsg : authorId === undefined,
	};
}
