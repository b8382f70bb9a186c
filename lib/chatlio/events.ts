import type { ChatlioEventKind } from './chatlioEvent';

/** One of the five events that Chatlio posts. Source: chatlio.com/docs/webhooks. */
export interface ChatlioEventDefinition {
	kind: ChatlioEventKind;
	/** Last segment of the URL that Chatlio posts it to. */
	path: string;
	/** Our name for the event. */
	title: string;
	/** Chatlio's own label, next to the field that takes the event's URL. */
	chatlioTitle: string;
	/** XDM `eventType`. */
	eventType: `chatlio.${ChatlioEventKind}`;
	/** XDM `producedBy`: the visitor (`self`) or Chatlio's clock (`system`). */
	producedBy: 'self' | 'system';
}

/** The five events, in the order of Chatlio's dashboard. */
export const CHATLIO_EVENTS: readonly ChatlioEventDefinition[] = [
	{
		kind: 'chatTranscript',
		path: 'chat-transcript',
		title: 'Chat Transcript',
		chatlioTitle: 'Exporting chat transcripts',
		eventType: 'chatlio.chatTranscript',
		producedBy: 'self',
	},
	{
		kind: 'offlineMessage',
		path: 'offline-message',
		title: 'Offline Message',
		chatlioTitle: 'Exporting offline messages',
		eventType: 'chatlio.offlineMessage',
		producedBy: 'self',
	},
	{
		kind: 'newConversation',
		path: 'new-conversation',
		title: 'New Conversation',
		chatlioTitle: 'New conversation has started',
		eventType: 'chatlio.newConversation',
		producedBy: 'self',
	},
	{
		kind: 'unansweredMessage',
		path: 'unanswered-message',
		title: 'Unanswered Message',
		chatlioTitle: 'Visitor did not get an answer in time',
		eventType: 'chatlio.unansweredMessage',
		producedBy: 'system',
	},
	{
		kind: 'visitorFeedback',
		path: 'visitor-feedback',
		title: 'Visitor Feedback',
		chatlioTitle: 'Visitor left feedback after a chat',
		eventType: 'chatlio.visitorFeedback',
		producedBy: 'self',
	},
];

/** Path ending of the URLs that respond only after the workflow has finished. */
export const WAIT_SUFFIX = '-wait';

const BY_PATH = new Map(
	CHATLIO_EVENTS.flatMap((event) => [
		[event.path, event] as const,
		[event.path + WAIT_SUFFIX, event] as const,
	]),
);

/**
 * Returns the event that a URL is for.
 *
 * @param path path of the request without its query, e.g. `/webhook/1f0c/new-conversation`; n8n accepts a trailing slash
 * @returns undefined if the last segment names none of the five events
 */
export function eventByPath(path: string): ChatlioEventDefinition | undefined {
	return BY_PATH.get(lastSegment(path));
}

/** Returns true if a URL responds only after the workflow has finished; `path` as for `eventByPath`. */
export function answersWhenFinished(path: string): boolean {
	return lastSegment(path).endsWith(WAIT_SUFFIX);
}

function lastSegment(path: string): string {
	const segments = path.split('/').filter((segment) => segment !== '');
	return segments[segments.length - 1] ?? '';
}
