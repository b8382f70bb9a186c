import { eventIdOf } from './eventId';
import { toXdmTime } from './time';
import { readTraits } from './traits';
import { readTranscript } from './transcript';
import type { ChatlioChannel, ChatlioEvent, ChatlioEventKind, ChatlioVisitor } from './types';
import { known, readRecord, readText, type JsonRecord } from './values';

/**
 * One posting as the workflow gets it. Never throws: what is unknown, empty or of another type than documented is
 * absent.
 *
 * @param payload Chatlio's payload, sanitized.
 * @param receivedAt RFC 3339 with milliseconds and `Z`: Chatlio's events carry no time of their own.
 */
export function parseEvent(
	event: ChatlioEventKind,
	payload: JsonRecord,
	receivedAt: string,
): ChatlioEvent {
	const isTranscript = event === 'chatTranscript';
	return {
		event,
		eventId: eventIdOf(event, payload),
		receivedAt,
		...known({
			conversationId: readText(payload.conversationUUID),
			visitor: readVisitor(event, payload),
			message: isTranscript ? undefined : readText(payload.message),
			subject: readText(payload.subject),
			transcript: isTranscript ? readTranscript(payload) : undefined,
			channel: readChannel(payload),
		}),
	};
}

/** The visitor's own fields of a payload, which count before those of its `visitor` object. */
const OWN_FIELDS: Partial<Record<ChatlioEventKind, (payload: JsonRecord) => ChatlioVisitor>> = {
	chatTranscript: (payload) => ({
		name: readText(payload.visitorName),
		email: readText(payload.visitorEmail) ?? readText(payload.replyToEmail),
		traits: readTraits(payload.visitorTraits),
	}),
	offlineMessage: (payload) => ({
		name: readText(payload.name),
		email: readText(payload.email),
	}),
};

function readVisitor(event: ChatlioEventKind, payload: JsonRecord): ChatlioVisitor | undefined {
	const visitor = readRecord(payload.visitor);
	const fields: ChatlioVisitor = {
		id: readText(visitor.UUID),
		name: readText(visitor.name),
		email: readText(visitor.email),
		userId: readText(visitor.identUserId),
		traits: readTraits(visitor.identTraits),
		handle: readText(visitor.handle),
		page: readText(visitor.currentPage),
		referrer: readText(visitor.referrerURL),
		userAgent: readText(visitor.userAgent),
		ip: readText(visitor.IPAddress),
		location: readText(visitor.location),
		firstSeenAt: toXdmTime(visitor.createdAt),
	};
	return known({ ...fields, ...known(OWN_FIELDS[event]?.(payload) ?? {}) });
}

function readChannel(payload: JsonRecord): ChatlioChannel | undefined {
	return known({
		id: readText(payload.channelId),
		name: readText(payload.channelName),
		slackId: readText(payload.slackChannelId),
		slackName: readText(payload.slackChannelName),
		// In the field, not in Chatlio's pages.
		slackTeamId: readText(payload.slackTeamID),
	});
}
