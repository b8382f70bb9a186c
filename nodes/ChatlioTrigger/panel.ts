import type { INodeTypeDescription } from 'n8n-workflow';

import { CHATLIO_EVENTS } from '../../lib/chatlio/events';

/** What the panel says. Chatlio has no interface to register a webhook: the user carries the URLs over. */

const eventList = CHATLIO_EVENTS.map(
	({ path, chatlioTitle }) => `<li>${path}: ${chatlioTitle}</li>`,
).join('');

/** The editor's notices keep links and lists of the HTML, nothing else. */
export const setUpNotice =
	'Open Webhook URLs above and paste the production URLs in Chatlio: your widget > Behavior > Webhooks and post-chat actions. ' +
	`The end of each URL tells where it goes:<ul>${eventList}</ul>` +
	'They work once this workflow is published. To try it first, paste the test URLs: one test event closes all of them until you listen again.';

export const noAuthenticationNotice =
	'Good for a first test. Before real visitors use it, choose Secret in URL: whoever learns a URL could post to it.';

export const secretNotice =
	'In Chatlio, append ?token= and the secret to each URL, e.g. …/new-conversation?token=SECRET. The URLs above are shown without it.';

export const basicAuthNotice =
	'In Chatlio, write both into each URL: https://USER:PASSWORD@… Chatlio does not document whether it sends them: try one event, or choose Secret in URL.';

export const waitNotice =
	'The URLs above now end in -wait: paste these in Chatlio. It gets 200 only when the workflow ended well, else 500. A workflow that waits for more than a minute answers when the wait begins.';

const SAMPLES =
	'https://github.com/n8n-nodes-chatlio-aep/n8n-nodes-chatlio-aep/blob/main/docs/chatlio-trigger.md#sample-events';

const testHelp =
	`<strong>Without a Chatlio account</strong>, build with <a href="${SAMPLES}" target="_blank">sample events</a>, one of each.<br /><br />` +
	'<strong>While you build</strong>, click the button, then let Chatlio post to a test URL. One test event closes all five test URLs: click again for the next one.<br /><br />';

export const panelTexts = {
	eventTriggerDescription: 'Waiting for Chatlio to post an event to one of the test URLs',
	activationMessage:
		'Chatlio can now post its events to the production URLs of this workflow. Paste them in Chatlio if you have not yet.',
	triggerPanel: {
		header: 'Receive live-chat events from Chatlio',
		executionsHelp: {
			inactive: `${testHelp}<strong>When it works</strong>, publish the workflow and paste the production URLs in Chatlio. What comes in then shows in the executions list, not here.`,
			active: `${testHelp}<strong>The workflow is published</strong>: what Chatlio posts to the production URLs shows in the <a data-key="executions">executions list</a>, not here.`,
		},
		activationHint:
			'Once it works, publish the workflow and paste the production URLs in Chatlio: it then runs without this button',
	},
} satisfies Partial<INodeTypeDescription>;
