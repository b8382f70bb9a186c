import type { ProblemDefinition } from './problemDefinition';

const INGESTION = 'Adobe, "Streaming ingestion API" and its troubleshooting guide';
const INLET_ANSWERED = 'Adobe answered {status}: {reason}';

/** Records, before they are sent and in Adobe's responses. */
export const recordCodes = {
	'record.notObject': {
		message: 'The record is not a JSON object',
		advice: 'Send one JSON object per item, for example with an Edit Fields node before this one.',
		retry: 'never',
	},
	'record.notJson': {
		message: 'The record cannot be written as JSON',
		advice:
			'Make the item plain JSON: no circular references, no nesting thousands of levels deep.',
		retry: 'never',
	},
	'record.forbiddenKey': {
		message: 'The record has a key "__proto__", which is never sent',
		advice: 'Remove the key "__proto__" from the record.',
		retry: 'never',
	},
	'record.valueNotJson': {
		message: 'The field {field} is {what}, which JSON cannot hold',
		advice: 'Replace the value, or remove the field: it would arrive empty.',
		retry: 'never',
	},
	'record.numberRounded': {
		message: 'The field {field} is {value}, a number so large that JavaScript may have rounded it',
		advice:
			'Have the node that reads it return it as text. To send a text as a number, add its JSON pointer to the item, for example numbersAsText: ["/order/id"].',
		retry: 'never',
	},
	'record.numbersAsText': {
		message: 'The field numbersAsText {what}',
		advice:
			'List the JSON pointers of texts to send as numbers, for example ["/order/id"]. They count from the object that has the list. If a field is gone, delete its pointer.',
		retry: 'never',
	},
	'record.notAnEvent': {
		message: 'The XDM event has {what}',
		advice:
			'Use Chatlio to XDM before this node, or set both fields: they identify and date the event.',
		retry: 'never',
		source: 'Adobe, "Stream time-series data"',
	},
	'record.otherTenant': {
		message:
			'The record has the fields of the tenant {other}, and the schema has those of {own}: Adobe would accept the record, but not store it',
		advice:
			'Set Tenant ID of Chatlio to XDM to Automatic or to {own}, or choose a dataflow of the other organization. Then map the event again.',
		retry: 'never',
		source: 'Adobe, "Streaming ingestion validation"',
	},
	'record.notAMessage': {
		message: 'The complete message has no {missing}',
		advice:
			'Send "header" and "body" as Adobe documents them, or choose the record format XDM Record.',
		retry: 'never',
		source: 'Adobe, "Stream time-series data"',
	},
	'record.tooLarge': {
		message: 'The message has {bytes} bytes, more than the {limit} that a request takes',
		advice: 'Shorten the longest texts, or split the record into several.',
		retry: 'never',
		source: 'Adobe, "Send multiple messages in a single HTTP request"',
	},
	'record.schemaMismatch': {
		message: 'The record does not match its schema: {field}: {rule}',
		advice: '{advice}',
		retry: 'never',
		source: 'Adobe, "Streaming ingestion validation"',
	},
	'record.rejected': {
		message: INLET_ANSWERED,
		advice: 'Compare the record with the schema of the dataset, then send it again.',
		retry: 'never',
		service: 'adobe',
		source: INGESTION,
	},
	'record.invalid': {
		message: INLET_ANSWERED,
		advice: 'Change the fields that are named here, then send the record again.',
		retry: 'never',
		service: 'adobe',
		source: INGESTION,
	},
	'record.notStored': {
		message: 'Adobe accepted the record, but did not store it: {reason}',
		advice:
			'Correct what is named, then send the item with Adobe Platform Streaming, which leaves "problem" and "delivery" out.',
		retry: 'never',
		service: 'adobe',
		source: 'Adobe, "Retrieve failed batches"',
	},
	'record.unreadable': {
		message: 'Adobe accepted the record, but did not store it: {reason}',
		advice: 'Adobe could not read it as JSON: find out which system sent this text.',
		retry: 'never',
		service: 'adobe',
		source: 'Adobe, "Retrieve failed batches"',
	},
} as const satisfies Record<string, ProblemDefinition>;
