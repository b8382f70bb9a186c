import type { INodeTypeDescription } from 'n8n-workflow';

import { eventsByUrl } from './webhooks';

/** Texts of the panel. Chatlio has no API for registering webhooks, so the user copies the URLs. */

const eventList = eventsByUrl
	.map(({ path, chatlioTitle }) => `<li>${path}: ${chatlioTitle}</li>`)
	.join('');

/** The editor's notices keep only links and lists from HTML. */
export const setUpNotice =
	'Publish this workflow, open Webhook URLs above, and paste one production URL into Chatlio, e.g. new-conversation: your widget > Behavior > Webhooks and post-chat actions. ' +
	'Send a message on your site and see the first event arrive under Executions. Then paste the other four. ' +
	`The end of each URL shows which field it belongs in:<ul>${eventList}</ul>` +
	'Test URLs work without publishing. One test event closes all of them until you listen again.';

export const urlOnlyNotice =
	'Treat each URL as a password: whoever has it can post events. For new URLs, add a new Chatlio Trigger, because a copy of this one keeps them. If people who can open this workflow must not post, choose Secret in URL.';

export const secretNotice =
	'In Chatlio, append ?token= and the secret to each URL, e.g. …/new-conversation?token=SECRET. The URLs above do not include it.';

export const basicAuthNotice =
	'In Chatlio, include both in each URL: https://USER:PASSWORD@… Chatlio does not document whether it sends them: test one event, or choose Secret in URL.';

export const waitNotice =
	'The URLs above now end in -wait. Paste these into Chatlio. It gets status 200 only if the workflow succeeds, and 500 otherwise. A workflow that waits for more than a minute answers when the wait begins.';

const SAMPLES =
	'https://github.com/n8n-nodes-chatlio-aep/n8n-nodes-chatlio-aep/blob/main/docs/chatlio-trigger.md#sample-events';

const testHelp =
	`<strong>Without a Chatlio account</strong>, build with <a href="${SAMPLES}" target="_blank">sample events</a>, one of each.<br /><br />` +
	'<strong>While you build</strong>, click the button, then have Chatlio post to a test URL. One test event closes all five test URLs: click again for the next one.<br /><br />';

export const panelTexts = {
	eventTriggerDescription: 'Waiting for Chatlio to post an event to one of the test URLs',
	activationMessage:
		'Chatlio can now post events to the production URLs of this workflow. Paste one into Chatlio, send a message, see the first event arrive under Executions, then paste the other four.',
	triggerPanel: {
		header: 'Receive live-chat events from Chatlio',
		executionsHelp: {
			inactive: `${testHelp}<strong>When it works</strong>, publish the workflow and paste one production URL into Chatlio. When its first event is in the executions list, paste the other four. New events appear there, not here.`,
			active: `${testHelp}<strong>The workflow is published</strong>: events at the production URLs appear in the <a data-key="executions">executions list</a>, not here.`,
		},
		activationHint:
			'When it works, publish the workflow and paste the production URLs into Chatlio: it then runs without this button',
	},
} satisfies Partial<INodeTypeDescription>;
