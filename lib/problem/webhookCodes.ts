import type { ProblemDefinition } from './problemDefinition';

/** Responses of the trigger to a request that does not start the workflow. */
export const webhookCodes = {
	'webhook.addressNotAllowed': {
		message: 'The address {address} is not on the IP allowlist of this webhook',
		advice: 'Add it to the option IP Allowlist of the Chatlio Trigger.',
		retry: 'afterChange',
	},
	'webhook.secretRejected': {
		message:
			'The secret is missing in the URL, or is not the one in the credential of this webhook',
		advice: 'The URL must end in ?token= and the secret.',
		retry: 'afterChange',
	},
	'webhook.passwordRejected': {
		message: 'User and password are missing, or are not the ones in the credential of this webhook',
		advice: 'Write both into the URL: https://user:password@ followed by the rest.',
		retry: 'afterChange',
	},
	'webhook.urlUnknown': {
		message: 'This URL does not match any of the five Chatlio events',
		advice: 'Copy the URLs from the Chatlio Trigger again.',
		retry: 'afterChange',
	},
	'webhook.mediaTypeRejected': {
		message: 'This is {type}',
		advice: 'Send the event as JSON.',
		retry: 'never',
	},
	'webhook.bodyTooLarge': {
		message: 'The body has {bytes} bytes, more than the {limit} that this webhook accepts',
		advice: 'Raise the option Maximum Body Size of the Chatlio Trigger.',
		retry: 'afterChange',
	},
	'webhook.bodyLimitInvalid': {
		message: 'The option Maximum Body Size of this webhook is not a number',
		advice: 'Correct it in the Chatlio Trigger.',
		retry: 'afterChange',
	},
	'webhook.bodyTooLargeForN8n': {
		message: 'The body is larger than this n8n accepts',
		advice: 'Raise N8N_PAYLOAD_SIZE_MAX of n8n.',
		retry: 'afterChange',
	},
	'webhook.bodyUnreadable': {
		message: 'The body could not be read to its end',
		advice: 'Send the event again.',
		retry: 'later',
	},
	'webhook.bodyNotAnObject': {
		message: 'The body is {kind}',
		advice: 'Send one JSON object per event.',
		retry: 'never',
	},
	'webhook.notAnEvent': {
		message: 'The payload has no value in any field of a Chatlio event',
		advice: 'Paste this URL only into Chatlio, beside "{place}".',
		retry: 'never',
	},
	'webhook.wrongUrl': {
		message:
			'This URL is for the event {event}, but the payload looks like {other}: it has {fields}',
		advice: 'In Chatlio, paste this URL only beside "{place}".',
		retry: 'afterChange',
	},
	'webhook.notProcessed': {
		message: 'The event could not be processed: the log of n8n has the reason',
		advice: 'Send it again.',
		retry: 'later',
	},
	'webhook.outcomeUnknown': {
		message: 'The event was not stored, or it is not known whether it was',
		advice: 'Send it again: an event that is sent twice counts once.',
		retry: 'later',
	},
} as const satisfies Record<string, ProblemDefinition>;
