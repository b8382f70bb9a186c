import type { ProblemDefinition } from './problemDefinition';

const JOBS = 'Adobe, "Privacy jobs endpoint"';
const PERMISSIONS = 'Adobe, "Manage permissions for Privacy Service"';
const ADOBE_ANSWERED = 'Could not {task}: Adobe answered with status {status}';

/** Privacy requests: access to, or deletion of, the data of one person. */
export const privacyCodes = {
	'privacy.noPermission': {
		message: ADOBE_ANSWERED,
		advice:
			"Privacy Service has permissions of its own, outside of Experience Platform's roles. In the Adobe Developer Console, add the Privacy Service API to the project, with a product profile that has the permissions Privacy Read and Privacy Write. An administrator creates such a profile in the Admin Console.",
		retry: 'afterChange',
		service: 'adobe',
		source: PERMISSIONS,
	},
	'privacy.requestUnknown': {
		message: ADOBE_ANSWERED,
		advice:
			'Check the Job ID and the organization of the credential. Adobe keeps a request for 30 days after it is complete.',
		retry: 'afterChange',
		service: 'adobe',
		source: JOBS,
	},
	'privacy.rejected': {
		message: ADOBE_ANSWERED,
		advice: 'Check the regulation, the products and the namespaces.',
		retry: 'afterChange',
		service: 'adobe',
		source: JOBS,
	},
	'privacy.outcomeUnknown': {
		message: ADOBE_ANSWERED,
		advice:
			'Adobe may have created it all the same. Look for its key with Privacy Request: Get Many, and run it again only if the key is not there after a few minutes.',
		retry: 'later',
		service: 'adobe',
	},
	'privacy.noIdentity': {
		message: 'The privacy request has no identity',
		advice: 'Fill in at least one of Email, Visitor ID and User ID, or check their expressions.',
		retry: 'afterChange',
	},
	'privacy.notConfirmed': {
		message: 'The field Confirm does not repeat {labels}, so nothing was sent',
		advice:
			'A deletion cannot be undone. In Confirm, repeat the values exactly, in this order, separated by commas.',
		retry: 'afterChange',
	},
	'privacy.confirmedByModel': {
		message: 'A language model could fill in the field Confirm, so nothing was sent',
		advice:
			'A person must confirm a deletion. Type the values into Confirm yourself, as fixed text without an expression.',
		retry: 'afterChange',
	},
	'privacy.failed': {
		message: 'Adobe could not complete the privacy request {id}. {products}',
		advice:
			'Correct the cause, then create the request again: Adobe does not repeat it. If the cause is not yours, ask Adobe Customer Care and name the Job ID.',
		retry: 'afterChange',
		service: 'adobe',
		source: 'Adobe, "Privacy Service error codes"',
	},
} as const satisfies Record<string, ProblemDefinition>;
