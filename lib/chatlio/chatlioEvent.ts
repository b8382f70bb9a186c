/** The trigger's output: all five events have the same top-level fields. */

export type ChatlioEventKind =
	| 'chatTranscript'
	| 'newConversation'
	| 'offlineMessage'
	| 'unansweredMessage'
	| 'visitorFeedback';

/** Known facts about the visitor. Unknown values are absent, never empty. */
export interface ChatlioVisitor {
	/** Chatlio's visitor UUID: a browser, not a person. */
	id?: string;
	name?: string;
	email?: string;
	/** The site's own ID of the person, from the widget's identify call. */
	userId?: string;
	/** From the widget's identify call. Text that is not a JSON object becomes `{ text }`. */
	traits?: Record<string, unknown>;
	/** The traits as a map of texts, for records that Adobe maps. */
	traitTexts?: Record<string, string>;
	/** A display name that Chatlio makes from the location, e.g. united-states-27. */
	handle?: string;
	/** The page the visitor was on. */
	page?: string;
	referrer?: string;
	userAgent?: string;
	ip?: string;
	location?: string;
	/** RFC 3339 with milliseconds and Z. Not the time of the event. */
	firstSeenAt?: string;
}

export interface ChatlioMessage {
	text?: string;
	/** RFC 3339 with milliseconds and Z. */
	sentAt?: string;
	/** Slack's timestamp: seconds, a dot, six digits; unique within a channel. */
	ts?: string;
	author?: string;
	/** Absent for the visitor, because Chatlio sends it empty. */
	authorId?: string;
	fromVisitor: boolean;
}

export interface ChatlioTranscript {
	agent?: { name?: string; email?: string };
	startedAt?: string;
	endedAt?: string;
	/** The end as Chatlio sent it, with all its digits: part of the event's ID. */
	endedAtExact?: string;
	messages?: ChatlioMessage[];
	/** The transcript as plain text. The HTML stays in the payload. */
	text?: string;
	archiveUrl?: string;
}

export interface ChatlioChannel {
	id?: string;
	name?: string;
	slackId?: string;
	slackName?: string;
	slackTeamId?: string;
}

/** One item of the trigger. */
export interface ChatlioEvent {
	event: ChatlioEventKind;
	/** Deterministic: the same event has the same ID, however often it arrives. */
	eventId: string;
	/** Time at which the trigger received it: RFC 3339 with milliseconds and Z. */
	receivedAt: string;
	conversationId?: string;
	visitor?: ChatlioVisitor;
	message?: string;
	subject?: string;
	transcript?: ChatlioTranscript;
	channel?: ChatlioChannel;
	/** Paths in the item, e.g. `transcript.endedAt`, whose values Chatlio sent in a form that cannot be read. */
	unreadable?: string[];
	/** Fields of the user's own, which a node after the trigger has added. */
	custom?: Record<string, unknown>;
	/** As received; present if the trigger is set to keep it. */
	payload?: Record<string, unknown>;
}
