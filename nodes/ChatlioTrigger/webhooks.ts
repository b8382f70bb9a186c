import type { IWebhookDescription } from 'n8n-workflow';

import { CHATLIO_EVENTS, WAIT_SUFFIX, type ChatlioEventDefinition } from '../../lib/chatlio/events';

/**
 * Ten fixed URLs: for each of five events, one that responds immediately and one that responds when the workflow has
 * finished. Three of the events look the same, so only the URL can identify them. n8n's response mode is part of a
 * webhook's registration: an expression there would cost n8n an isolate per request, two fixed sets cost nothing. Both
 * sets always work; the parameter Respond only chooses which one the panel shows. The browser evaluates what the panel
 * hides.
 */
export const webhooks: IWebhookDescription[] = CHATLIO_EVENTS.flatMap((event) => [
	{
		...webhook(event, 'immediately'),
		path: event.path,
		responseMode: 'onReceived',
		// Without it, n8n responds with the text "firstEntryJson".
		responseData: '',
	},
	{
		...webhook(event, 'whenFinished'),
		path: event.path + WAIT_SUFFIX,
		responseMode: 'lastNode',
		// Any other value would send the visitor's data back to the caller.
		responseData: 'noData',
	},
]);

function webhook({ kind }: ChatlioEventDefinition, respond: string) {
	return {
		name: 'default' as const,
		httpMethod: 'POST' as const,
		ndvHideUrl: `={{ $parameter["respond"] !== "${respond}" || !$parameter["events"].includes("${kind}") }}`,
		// Leaves room for the end of the URL, which names the event.
		ndvHideMethod: true,
	};
}
