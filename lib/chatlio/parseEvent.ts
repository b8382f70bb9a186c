import { readEmailAddress } from './emailAddress';
import { eventIdOf } from './eventId';
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
import { withoutPort } from '../http/ipAddress';
import { withoutUnknown } from './jsonValues';
import { createPayloadReader, type PayloadReader } from './payloadReader';

/**
 * Converts one posting to the event that the workflow receives. Never throws: values that are unknown or empty are
 * absent, and so are values of an undocumented type, whose paths are in `unreadable`.
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
	const read = createPayloadReader();
	const values = withoutUnknown({
		conversationId: read.text(payload.conversationUUID, 'conversationId'),
		visitor: readVisitor(event, payload, read),
		message: isTranscript ? undefined : read.text(payload.message, 'message'),
		subject: read.text(payload.subject, 'subject'),
		transcript: isTranscript ? readTranscript(payload, read) : undefined,
		channel: readChannel(payload, read),
	});
	const unreadable = [...read.unreadable];
	return {
		event,
		eventId: eventIdOf(event, payload),
		receivedAt,
		...values,
		...(unreadable.length > 0 && { unreadable }),
	};
}

/** Visitor fields at the top level of a payload, which take precedence over its `visitor` object. */
const OWN_FIELDS: Partial<
	Record<ChatlioEventKind, (payload: JsonRecord, read: PayloadReader) => ChatlioVisitor>
> = {
	chatTranscript: (payload, read) => ({
		name: read.text(payload.visitorName, 'visitor.name'),
		email:
			read.text(payload.visitorEmail, 'visitor.email') ??
			read.text(payload.replyToEmail, 'visitor.email'),
		traits: readTraits(payload.visitorTraits),
	}),
	offlineMessage: (payload, read) => ({
		name: read.text(payload.name, 'visitor.name'),
		email:
			read.text(payload.email, 'visitor.email') ??
			// "Bob Smith" <bob@example.com>
			readEmailAddress(read.text(payload.emailPretty, 'visitor.email') ?? '').address,
	}),
};

function readVisitor(
	event: ChatlioEventKind,
	payload: JsonRecord,
	read: PayloadReader,
): ChatlioVisitor | undefined {
	const visitor = read.record(payload.visitor, 'visitor');
	const fields: ChatlioVisitor = {
		id: read.text(visitor.UUID, 'visitor.id'),
		name: read.text(visitor.name, 'visitor.name'),
		email: read.text(visitor.email, 'visitor.email'),
		userId: read.text(visitor.identUserId, 'visitor.userId'),
		traits: readTraits(visitor.identTraits),
		handle: read.text(visitor.handle, 'visitor.handle'),
		page: read.text(visitor.currentPage, 'visitor.page'),
		referrer: read.text(visitor.referrerURL, 'visitor.referrer'),
		userAgent: read.text(visitor.userAgent, 'visitor.userAgent'),
		ip: readIp(read.text(visitor.IPAddress, 'visitor.ip')),
		location: read.text(visitor.location, 'visitor.location'),
		firstSeenAt: read.time(visitor.createdAt, 'visitor.firstSeenAt'),
	};
	const known = { ...fields, ...withoutUnknown(OWN_FIELDS[event]?.(payload, read) ?? {}) };
	return withoutUnknown({ ...known, traitTexts: traitTexts(known.traits) });
}

/** Longest list of a chain of proxies, in UTF-16 code units; anything longer stays as it is. */
const LONGEST_CHAIN = 2_000;

/** Removes the port that some proxies add; of each address, because a chain of proxies sends a list. */
function readIp(ip = ''): string | undefined {
	return ip.length > LONGEST_CHAIN ? ip : ip.replace(/[^,\s]+/g, withoutPort) || undefined;
}

function readChannel(payload: JsonRecord, read: PayloadReader): ChatlioChannel | undefined {
	return withoutUnknown({
		id: read.text(payload.channelId, 'channel.id'),
		name: read.text(payload.channelName, 'channel.name'),
		slackId: read.text(payload.slackChannelId, 'channel.slackId'),
		slackName: read.text(payload.slackChannelName, 'channel.slackName'),
		// Present in real payloads, but not in Chatlio's documentation.
		slackTeamId: read.text(payload.slackTeamID, 'channel.slackTeamId'),
	});
}
