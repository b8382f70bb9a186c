import type { ProblemDefinition } from './problemDefinition';

/** Chatlio events that are mapped to XDM. */
export const mappingCodes = {
	'event.unrecognized': {
		message: 'This is not a Chatlio event: "{field}" {reason}',
		advice: 'Connect the output of a Chatlio Trigger, or keep its fields in the nodes between.',
		retry: 'never',
	},
	'event.noIdentity': {
		message: 'The event has nothing to recognize a person by',
		advice:
			'Set Records Without Identity to Keep With a Hint, or have Chatlio ask for an email address.',
		retry: 'afterChange',
	},
	'mapping.tenantIdInvalid': {
		message: '{reason}',
		advice: 'Enter it as Adobe’s schema editor shows it before your own fields, e.g. _acme.',
		retry: 'afterChange',
	},
	'mapping.namespaceInvalid': {
		message: '{label} "{value}" is not an identity symbol',
		advice: 'Enter it as Adobe shows it under Identities, without spaces.',
		retry: 'afterChange',
	},
	'recordIdKey.missing': {
		message: 'Record IDs is Keyed, but no credential holds the key',
		advice: 'Choose or create a Chatlio Record ID Key credential in this node.',
		retry: 'afterChange',
	},
	'recordIdKey.unusable': {
		message: 'The key for record IDs cannot be used',
		advice: '{advice}',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
