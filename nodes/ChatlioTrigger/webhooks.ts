import type { IWebhookDescription } from 'n8n-workflow';

import { CHATLIO_EVENTS, WAIT_SUFFIX, type ChatlioEventDefinition } from '../../lib/chatlio/events';

/**
 * Ten fixed URLs: five events, each answered at once or when the workflow has finished.
 *
 * Three of the events look the same, so only the URL can tell which one came. How n8n answers is part of a webhook's
 * registration: an expression there would cost n8n an isolate per request, two fixed sets cost nothing. Both sets work
 * always; the parameter Respond only chooses which one the panel shows. What the panel hides is worked out in the
 * browser.
 */
export const webhooks: IWebhookDescription[] = CHATLIO_EVENTS.flatMap((event) => [
	{
		...webhook(event, 'immediately'),
		path: event.path,
		responseMode: 'onReceived',
		// Without it n8n answers with the words "firstEntryJson".
		responseData: '',
	},
	{
		...webhook(event, 'whenFinished'),
		path: event.path + WAIT_SUFFIX,
		responseMode: 'lastNode',
		// Anything else would send the visitor's data back to the caller.
		responseData: 'noData',
	},
]);

function webhook({ kind }: ChatlioEventDefinition, respond: string) {
	return {
		name: 'default' as const,
		httpMethod: 'POST' as const,
		ndvHideUrl: `={{ $parameter["respond"] !== "${respond}" || !$parameter["events"].includes("${kind}") }}`,
		// Leaves the room to the end of the URL, which names the event.
		ndvHideMethod: true,
	};
}
