import { eventIdOf } from './eventId';
import { toXdmTime } from './chatlioTime';
import { traitTexts } from './traitTexts';
import { readTraits } from './visitorTraits';
import { readTranscript } from './parseTranscript';
import type {
	ChatlioChannel,
	ChatlioEvent,
	ChatlioEventKind,
	ChatlioVisitor,
} from './chatlioEvent';
import type { JsonRecord } from '../http/isRecord';
import { readRecord, readText, withoutUnknown } from './jsonValues';

/**
 * Converts one posting to the event that the workflow receives. Never throws: values that are unknown, empty or of an
 * undocumented type are absent.
 *
 * @param payload Chatlio's payload, sanitized
 * @param receivedAt RFC 3339 with milliseconds and `Z`; needed because Chatlio's events have no time of their own
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
		...withoutUnknown({
			conversationId: readText(payload.conversationUUID),
			visitor: readVisitor(event, payload),
			message: isTranscript ? undefined : readText(payload.message),
			subject: readText(payload.subject),
			transcript: isTranscript ? readTranscript(payload) : undefined,
			channel: readChannel(payload),
		}),
	};
}

/** Visitor fields at the top level of a payload, which take precedence over its `visitor` object. */
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
	const known = { ...fields, ...withoutUnknown(OWN_FIELDS[event]?.(payload) ?? {}) };
	return withoutUnknown({ ...known, traitTexts: traitTexts(known.traits) });
}

function readChannel(payload: JsonRecord): ChatlioChannel | undefined {
	return withoutUnknown({
		id: readText(payload.channelId),
		name: readText(payload.channelName),
		slackId: readText(payload.slackChannelId),
		slackName: readText(payload.slackChannelName),
		// Present in real payloads, but not in Chatlio's documentation.
		slackTeamId: readText(payload.slackTeamID),
	});
}
