/** What the trigger hands to the workflow: the same top-level fields for all five events. */

export type ChatlioEventKind =
	| 'chatTranscript'
	| 'newConversation'
	| 'offlineMessage'
	| 'unansweredMessage'
	| 'visitorFeedback';

/** What is known of the visitor. Unknown values are absent, never empty. */
export interface ChatlioVisitor {
	/** Chatlio's visitor UUID: a browser, not a person. */
	id?: string;
	name?: string;
	email?: string;
	/** The site's own id of the person, from the widget's identify call. */
	userId?: string;
	/** From the widget's identify call. Text that is no JSON object arrives as `{ text }`. */
	traits?: Record<string, unknown>;
	/** A display name Chatlio makes from the place, e.g. united-states-27. */
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
	/** Empty for the visitor at Chatlio, hence absent. */
	authorId?: string;
	fromVisitor: boolean;
}

export interface ChatlioTranscript {
	agent?: { name?: string; email?: string };
	startedAt?: string;
	endedAt?: string;
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
	/** Deterministic: the same for the same event however often it arrives. */
	eventId: string;
	/** When the trigger received it: RFC 3339 with milliseconds and Z. */
	receivedAt: string;
	conversationId?: string;
	visitor?: ChatlioVisitor;
	message?: string;
	subject?: string;
	transcript?: ChatlioTranscript;
	channel?: ChatlioChannel;
	/** As received, when the trigger was asked to keep it. */
	payload?: Record<string, unknown>;
}
