import type { ProblemDefinition } from './problemDefinition';

const GATEWAY = 'Adobe, "API troubleshooting guide"';
const FLOW_SERVICE = 'Adobe, "Flow Service API: error catalogue"';
const REGISTRY = 'Adobe, "Schema Registry troubleshooting guide"';
const ADOBE_ANSWERED = 'Could not {task}: Adobe answered with status {status}';

/** Adobe's platform APIs. */
export const platformCodes = {
	'adobe.noAnswer': {
		message: "Could not {task}: Adobe's platform gave no answer: {reason}",
		advice: 'Check the Platform URL in the credential and the network of n8n.',
		retry: 'later',
		service: 'adobe',
	},
	'adobe.unavailable': {
		message: ADOBE_ANSWERED,
		advice: 'The service is not available at the moment: run it again in a few minutes.',
		retry: 'later',
		service: 'adobe',
	},
	'adobe.rateLimited': {
		message: ADOBE_ANSWERED,
		advice: 'Adobe asks for fewer requests: wait a minute, then run it again.',
		retry: 'later',
		service: 'adobe',
		source: GATEWAY,
	},
	'adobe.tokenRejected': {
		message: ADOBE_ANSWERED,
		advice: 'Test the credential in n8n to see which of its fields is wrong.',
		retry: 'afterChange',
		service: 'adobe',
		source: GATEWAY,
	},
	'adobe.apiKeyRejected': {
		message: ADOBE_ANSWERED,
		advice:
			"Add the Experience Platform API to the project in the Adobe Developer Console, and compare the Client ID with the project's API key.",
		retry: 'afterChange',
		service: 'adobe',
		source: GATEWAY,
	},
	'adobe.noProductProfile': {
		message: ADOBE_ANSWERED,
		advice:
			'In the Adobe Developer Console, open the project, choose the OAuth Server-to-Server credential and add a product profile of Experience Platform.',
		retry: 'afterChange',
		service: 'adobe',
		source: GATEWAY,
	},
	'adobe.wrongOrganization': {
		message: ADOBE_ANSWERED,
		advice:
			'Copy the Organization ID from the Adobe Developer Console again: it ends with @AdobeOrg and must be the one the credential was created in.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.noPermission': {
		message: ADOBE_ANSWERED,
		advice:
			"In Adobe's Permissions, add the credential's technical account to a role that may work with the sources, datasets, schemas and identities of this sandbox.",
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.sandboxUnknown': {
		message: ADOBE_ANSWERED,
		advice:
			'Compare the sandbox name in the node and the credential with the ones in Adobe, under Sandboxes: use the name in lower case, not the title.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.dataflowUnknown': {
		message: ADOBE_ANSWERED,
		advice: 'Choose the dataflow again: it may have been deleted or be in another sandbox.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.schemaUnknown': {
		message: ADOBE_ANSWERED,
		advice:
			'Choose the schema or field group again: it may have been deleted or be in another sandbox.',
		retry: 'afterChange',
		service: 'adobe',
		source: REGISTRY,
	},
	'adobe.notFound': {
		message: ADOBE_ANSWERED,
		advice: 'Adobe has nothing under this ID: check the ID and the sandbox.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'adobe.conflict': {
		message: ADOBE_ANSWERED,
		advice: 'It already exists or is in use: choose another name, or use the one that exists.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'adobe.titleTaken': {
		message: ADOBE_ANSWERED,
		advice:
			'Choose another title, because Adobe requires a unique one, or use the resource that has it.',
		retry: 'afterChange',
		service: 'adobe',
		source: REGISTRY,
	},
	'adobe.changedMeanwhile': {
		message: ADOBE_ANSWERED,
		advice: 'Somebody else changed it in the meantime: look at it again, then run it again.',
		retry: 'later',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.dataflowBusy': {
		message: ADOBE_ANSWERED,
		advice:
			'Look at the state of the dataflow, wait until it is enabled or disabled, then run it again.',
		retry: 'later',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.inUse': {
		message: ADOBE_ANSWERED,
		advice: 'Delete the dataflows that use it first.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.mappingInvalid': {
		message: ADOBE_ANSWERED,
		advice:
			'Mapping Set: Validate shows which mapping is wrong. The technical account must also be allowed to use the fields.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.mappingVersionUnknown': {
		message: ADOBE_ANSWERED,
		advice: 'Use the version that Mapping Set: Get shows, 0 for one that was never changed.',
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.mappingSchemaMismatch': {
		message: ADOBE_ANSWERED,
		advice:
			"Create the mapping set for the schema of the dataflow's dataset: ID and version must be the same.",
		retry: 'afterChange',
		service: 'adobe',
		source: FLOW_SERVICE,
	},
	'adobe.metricInvalid': {
		message: ADOBE_ANSWERED,
		advice: 'Check that the start is before the end and that the metric exists.',
		retry: 'afterChange',
		service: 'adobe',
		source: 'Adobe, "Observability Insights API guide"',
	},
	'adobe.fieldOutsideTenant': {
		message: ADOBE_ANSWERED,
		advice:
			'Put custom fields under the tenant ID, such as _acme: no others are allowed at the top level.',
		retry: 'afterChange',
		service: 'adobe',
		source: REGISTRY,
	},
	'adobe.schemaNotInProfile': {
		message: ADOBE_ANSWERED,
		advice: 'Enable the schema for Profile first, then the dataset. Neither can be undone.',
		retry: 'afterChange',
		service: 'adobe',
		source: REGISTRY,
	},
	'adobe.rejected': {
		message: ADOBE_ANSWERED,
		advice: 'Check the values entered in the node and in the credential.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'adobe.responseTooLarge': {
		message: "Could not {task}: Adobe's response is larger than {size}, the most that is read",
		advice:
			'Request less, with a filter or with Simplify. If there cannot be that much data, check the Platform URL in the credential, and whether a proxy responds instead of Adobe.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'adobe.unexpectedResponse': {
		message: 'Could not {task}: the response is not the JSON that Adobe sends',
		advice:
			'Check the Platform URL in the credential, and whether a proxy responds instead of Adobe.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'adobe.incompleteResponse': {
		message: "Could not {task}: Adobe's response has no {what}",
		advice: '{advice}',
		retry: 'afterChange',
		service: 'adobe',
	},
	'metric.periodReversed': {
		message: 'Could not read the metrics of {id}: the period ends before it starts',
		advice: 'Choose a later End, or an earlier Start.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
