import type { ProblemDefinition } from './problemDefinition';

const INGESTION = 'Adobe, "Streaming ingestion API" and its troubleshooting guide';
const INLET_ANSWERED = 'Adobe answered {status}: {reason}';
const SEND_LATER = 'Send the record again later.';
const COPY_ENDPOINT =
	'Copy the streaming endpoint again from the dataflow in Adobe Experience Platform.';

/** Streaming inlets. */
export const inletCodes = {
	'inlet.tokenRejected': {
		message: INLET_ANSWERED,
		advice: 'Check the client ID, the client secret and the organization ID in the credential.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.tokenRequired': {
		message: INLET_ANSWERED,
		advice: 'Choose the Adobe Experience Platform credential for this streaming endpoint.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.noAccess': {
		message: INLET_ANSWERED,
		advice:
			'Check the organization ID in the credential and, in the Adobe Developer Console, the product profiles of the project.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.ipNotAllowed': {
		message: INLET_ANSWERED,
		advice: 'Ask your Adobe administrator to add the IP address of this n8n to the allowlist.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.unknown': {
		message: INLET_ANSWERED,
		advice: COPY_ENDPOINT,
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.redirects': {
		message: INLET_ANSWERED,
		advice: COPY_ENDPOINT,
		retry: 'afterChange',
		service: 'adobe',
	},
	'inlet.schemaUnknown': {
		message: INLET_ANSWERED,
		advice:
			'Use the same schema in the dataflow, the dataset and this node, with the same ID and version.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.wrongOrganization': {
		message: INLET_ANSWERED,
		advice: 'Use the organization ID that owns this streaming endpoint, ending in @AdobeOrg.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.headerRequired': {
		message: INLET_ANSWERED,
		advice: 'Set the dataflow ID, or choose the record format that the dataflow was created for.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.tooLarge': {
		message: INLET_ANSWERED,
		advice: 'Shorten the longest texts, or split the record into several.',
		retry: 'never',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.mediaTypeRejected': {
		message: INLET_ANSWERED,
		advice: 'Check that the streaming endpoint belongs to an HTTP API dataflow.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.validationNotOffered': {
		message: INLET_ANSWERED,
		advice: 'Turn off Options > Validate Synchronously.',
		retry: 'afterChange',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.rateLimited': {
		message: INLET_ANSWERED,
		advice: 'Send the record again later, with larger batches or fewer parallel requests.',
		retry: 'later',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.timeout': {
		message: INLET_ANSWERED,
		advice: 'Send the record again later, or lower the batch size.',
		retry: 'later',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.unavailable': {
		message: INLET_ANSWERED,
		advice: SEND_LATER,
		retry: 'later',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.serverError': {
		message: INLET_ANSWERED,
		advice:
			'Send the record again later. If the answer stays the same, compare the record with the schema.',
		retry: 'later',
		service: 'adobe',
		source: INGESTION,
	},
	'inlet.unexpectedStatus': {
		message: INLET_ANSWERED,
		advice:
			'Look the status up in Adobe’s streaming ingestion guide, and check whether a proxy responds instead of Adobe.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'inlet.silent': {
		message: 'The inlet gave no clear response in the time of Options > Retry For',
		advice: 'Wait until Adobe’s status page shows streaming ingestion as available.',
		retry: 'later',
		service: 'adobe',
	},
	'inlet.asksToWait': {
		message: 'Adobe asks to wait {time}, longer than Options > Retry For allows',
		advice: 'Send the record again after that time.',
		retry: 'later',
		service: 'adobe',
	},
	'delivery.unknown': {
		message: 'It is not known whether Adobe accepted the record: {reason}',
		advice:
			'Send it again. A record whose _id stays the same counts once in Profile; the data lake may keep both copies.',
		retry: 'later',
		service: 'adobe',
	},
	'delivery.batchRejected': {
		message:
			'Adobe rejected a batch of {count} records (status {status}), and there was no time left to find out which of them it is about',
		advice:
			'Send the record again later. If it happens again, lower Options > Batch Size or raise Options > Retry For.',
		retry: 'later',
		service: 'adobe',
	},
	'delivery.stopped': {
		message: 'The execution was stopped',
		advice: 'Run the workflow again and let it finish.',
		retry: 'later',
	},
} as const satisfies Record<string, ProblemDefinition>;
