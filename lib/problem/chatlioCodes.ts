import type { ProblemDefinition } from './problemDefinition';

const CHATLIO_API = 'Chatlio, "Server API"';

/** Chatlio's server API. */
export const chatlioCodes = {
	'chatlio.keyRejected': {
		message: 'Chatlio does not accept the API key',
		advice:
			'Copy it into the credential again: in Chatlio, your widget > Behavior > Webhooks and post-chat actions > API Key. Regenerating the key there invalidates the old one.',
		retry: 'afterChange',
		service: 'chatlio',
		source: CHATLIO_API,
	},
	'chatlio.noAccess': {
		message: 'Chatlio does not let this API key read these conversations',
		advice:
			'Use the API key of the account that the widget belongs to, and ask Chatlio whether your plan has the server API.',
		retry: 'afterChange',
		service: 'chatlio',
		source: CHATLIO_API,
	},
	'chatlio.widgetUnknown': {
		message: 'Chatlio does not know this widget',
		advice:
			'Copy the widgetid from the embed code on your site again: <chatlio-widget widgetid="…">. The API key must belong to the same account.',
		retry: 'afterChange',
		service: 'chatlio',
		source: CHATLIO_API,
	},
	'chatlio.widgetIdInvalid': {
		message: '"{value}" is not a widget ID',
		advice: 'Copy it from the embed code on your site: <chatlio-widget widgetid="…">.',
		retry: 'afterChange',
	},
	'chatlio.rateLimited': {
		message: 'Chatlio asks for fewer requests',
		advice:
			'Wait a minute, then run it again. One request for all widgets replaces one request for each.',
		retry: 'later',
		service: 'chatlio',
		source: CHATLIO_API,
	},
	'chatlio.unavailable': {
		message: 'Chatlio is not available at the moment (status {status})',
		advice:
			'Run it again in a few minutes. Retry On Fail in the settings of this node does so automatically.',
		retry: 'later',
		service: 'chatlio',
	},
	'chatlio.unreachable': {
		message: 'Chatlio cannot be reached at the API URL: {reason}',
		advice: 'Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com.',
		retry: 'later',
		service: 'chatlio',
	},
	'chatlio.responseTooLarge': {
		message: "Chatlio's response is larger than {size}, the most that is read",
		advice:
			'Request one widget, or turn off With Visitor Data. Also check the field API URL in the credential: Chatlio’s is https://api.chatlio.com.',
		retry: 'afterChange',
		service: 'chatlio',
	},
	'chatlio.unexpectedStatus': {
		message: 'Chatlio answered with status {status} at the API URL',
		advice: 'Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com.',
		retry: 'afterChange',
		service: 'chatlio',
	},
	'chatlio.unexpectedResponse': {
		message: 'The API URL does not answer with the JSON that Chatlio sends',
		advice: 'Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com.',
		retry: 'afterChange',
		service: 'chatlio',
	},
	'chatlio.noConversations': {
		message: 'Chatlio did not return the conversations',
		advice:
			'Use the API key of the account that the widget belongs to, and ask Chatlio whether your plan has the server API.',
		retry: 'afterChange',
		service: 'chatlio',
	},
	'chatlio.keyMissing': {
		message: 'The field API Key of the credential is empty',
		advice:
			'Copy it from Chatlio: your widget > Behavior > Webhooks and post-chat actions > API Key.',
		retry: 'afterChange',
	},
	'chatlio.urlInvalid': {
		message: 'The API URL in the credential is not a web address',
		advice: 'Chatlio’s is https://api.chatlio.com.',
		retry: 'afterChange',
	},
	'chatlio.otherHost': {
		message: 'The API key is only sent to the API URL in its credential',
		advice: 'Send the request there, or change the API URL.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
