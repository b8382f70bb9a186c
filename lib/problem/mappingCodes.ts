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
			'Set Options > Records Without Identity to Keep With a Hint, or have Chatlio ask for an email address.',
		retry: 'afterChange',
	},
	'event.customFieldMisfit': {
		message: 'The value does not fit its custom field: {misfits}',
		advice:
			'Change the value in the node that adds it, or set Options > Custom Fields That Do Not Fit to Leave Out With a Hint.',
		retry: 'afterChange',
	},
	'mapping.schemaNotFound': {
		message: 'Adobe has {count} schemas named "{title}", and exactly one is needed',
		advice: 'Choose the schema in the options of Chatlio to XDM, under Schema.',
		retry: 'afterChange',
	},
	'mapping.tenantNeedsCredential': {
		message: 'Tenant ID is Automatic, and this node has no Adobe credential to look it up with',
		advice:
			'Choose the Adobe credential in this node, or set Tenant ID to By ID and enter it, e.g. _acme.',
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
	'mapping.withheldFound': {
		message: 'The record still contained a value that you leave out, in {field}',
		advice:
			'Report this as a bug of the package, without the value. Until it is fixed, leave out Options > Message Texts and Options > Traits, or remove the value with a node before this one.',
		retry: 'never',
	},
	'recordIdKey.missing': {
		message: 'Options > Record IDs is Keyed, but no credential holds the key',
		advice: 'Choose or create a Chatlio Record ID Key credential in this node.',
		retry: 'afterChange',
	},
	'recordIdKey.unusable': {
		message: 'The key for record IDs cannot be used',
		advice: '{advice}',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
