import { toXdmTime } from './time';
import type { ChatlioMessage, ChatlioTranscript } from './types';
import { isRecord, known, readText, type JsonRecord } from './values';

/**
 * What was said, by whom and when. The HTML body stays in the payload: a stranger typed what it was made from.
 *
 * @param payload Chatlio's transcript, sanitized.
 */
export function readTranscript(payload: JsonRecord): ChatlioTranscript | undefined {
	return known({
		agent: known({ name: readText(payload.agentName), email: readText(payload.agentEmail) }),
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
		...known({
			text: readText(message.text),
			sentAt: toXdmTime(message.sentAt),
			ts: readText(message.ts),
			author: readText(message.username),
			authorId,
		}),
		// Older payloads do not say: the visitor has no user id in Slack.
		fromVisitor:
			typeof message.isVisitorMsg === 'boolean' ? message.isVisitorMsg : authorId === undefined,
	};
}
