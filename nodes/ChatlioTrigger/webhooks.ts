import type { IWebhookDescription } from 'n8n-workflow';

import { CHATLIO_EVENTS, WAIT_SUFFIX, type ChatlioEventDefinition } from '../../lib/chatlio/events';
import { isSupportedN8n } from '../../lib/n8n/supportedN8n';
import { ALL_EVENTS } from './triggerSettings';

const FIRST_EVENT: ChatlioEventDefinition['kind'] = 'newConversation';

/**
 * The event that a first chat causes, then the others in the order of Chatlio's dashboard: the menu of a node on n8n's
 * canvas copies the first URL.
 */
export const eventsByUrl: readonly ChatlioEventDefinition[] = [...CHATLIO_EVENTS].sort(
	(one, other) => Number(other.kind === FIRST_EVENT) - Number(one.kind === FIRST_EVENT),
);

/**
 * Ten fixed URLs: for each of five events, one that responds immediately and one that responds when the workflow has
 * finished. Three of the events look the same, so only the URL can identify them. n8n's response mode is part of a
 * webhook's registration: an expression there would cost n8n an isolate per request, two fixed sets cost nothing. Both
 * sets always work; the parameter Respond only chooses which one the panel shows. The browser evaluates what the panel
 * hides. An n8n that responds before it stores an event gets only the second set.
 */
export const webhooks: IWebhookDescription[] = eventsByUrl.flatMap((event) =>
	isSupportedN8n ? [immediate(event), whenFinished(event)] : [whenFinished(event)],
);

function immediate(event: ChatlioEventDefinition): IWebhookDescription {
	return {
		...webhook(event, 'immediately'),
		path: event.path,
		responseMode: 'onReceived',
		// Without it, n8n responds with the text "firstEntryJson".
		responseData: '',
	};
}

function whenFinished(event: ChatlioEventDefinition): IWebhookDescription {
	return {
		...webhook(event, 'whenFinished'),
		path: event.path + WAIT_SUFFIX,
		responseMode: 'lastNode',
		// Any other value would send the visitor's data back to the caller.
		responseData: 'noData',
	};
}

function webhook({ kind }: ChatlioEventDefinition, respond: string) {
	return {
		name: 'default' as const,
		httpMethod: 'POST' as const,
		ndvHideUrl: `={{ $parameter["respond"] !== "${respond}" || !["${ALL_EVENTS}", "${kind}"].some((event) => $parameter["events"].includes(event)) }}`,
		// Leaves room for the end of the URL, which names the event.
		ndvHideMethod: true,
	};
}
