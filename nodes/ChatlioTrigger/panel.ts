import type { INodeTypeDescription } from 'n8n-workflow';

import { CHATLIO_EVENTS } from '../../lib/chatlio/events';

/** What the panel says. Chatlio has no interface to register a webhook: the user carries the URLs over. */

const fields = CHATLIO_EVENTS.map(
	({ path, chatlioTitle }) => `<li><code>${path}</code>: ${chatlioTitle}</li>`,
).join('');

export const setUpNotice = `<b>Connect Chatlio</b>
<ol>
<li>Open <b>Webhook URLs</b> above, <b>Production URL</b>. There is one URL per event.</li>
<li>In Chatlio, open the settings of your widget, tab <b>Behavior</b>, section <b>Webhooks and post-chat actions</b>.</li>
<li>Paste each URL beside its event. The end of the URL tells which:<ul>${fields}</ul></li>
<li>Save in Chatlio, and publish this workflow.</li>
</ol>`;

export const noAuthenticationNotice =
	'Good for a first test. Before real visitors use it, choose <b>Secret in URL</b>: whoever learns a URL could post to it.';

export const secretNotice =
	'In Chatlio, append <code>?token=</code> and the secret to each URL, e.g. <code>…/new-conversation?token=SECRET</code>. The URLs above are shown without it.';

export const basicAuthNotice =
	'In Chatlio, write both into each URL: <code>https://USER:PASSWORD@…</code>. Chatlio does not document whether it sends them: try one event, or choose <b>Secret in URL</b>, which always works.';

const testHelp =
	'<b>While you build</b>, click the button, then let Chatlio post to a test URL. One test event closes all five test URLs: click again for the next one.<br /><br />';

export const panelTexts = {
	eventTriggerDescription: 'Waiting for Chatlio to post an event to one of the test URLs',
	activationMessage:
		'Chatlio can now post its events to the production URLs of this workflow. Paste them in Chatlio if you have not yet.',
	triggerPanel: {
		header: 'Receive live-chat events from Chatlio',
		executionsHelp: {
			inactive: `${testHelp}<b>When it works</b>, publish the workflow and paste the production URLs in Chatlio. What comes in then shows in the executions list, not here.`,
			active: `${testHelp}<b>The workflow is published</b>: what Chatlio posts to the production URLs shows in the <a data-key="executions">executions list</a>, not here.`,
		},
		activationHint:
			'Once it works, publish the workflow and paste the production URLs in Chatlio: it then runs without this button',
	},
} satisfies Partial<INodeTypeDescription>;
