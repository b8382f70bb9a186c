import type { ProblemDefinition } from './problemDefinition';

/** Dataflows, and the resources that Set Up finds. */
export const setUpCodes = {
	'dataflow.notChosen': {
		message: 'No dataflow is chosen, and {reason}',
		advice: 'Choose one in the field Dataflow, or create one with Set Up.',
		retry: 'afterChange',
	},
	'dataflow.nameUnknown': {
		message: 'The sandbox has no dataflow named "{name}"',
		advice: '{exist} Correct the name in the field Dataflow, or choose another sandbox.',
		retry: 'afterChange',
	},
	'dataflow.nameAmbiguous': {
		message: 'There are {count} dataflows named "{name}": {ids}',
		advice:
			'Rename or delete all but one in Adobe, under Sources > Dataflows, or choose one of them by ID in the field Dataflow.',
		retry: 'afterChange',
	},
	'dataflow.notEnabled': {
		message:
			'The dataflow "{name}" is {state}: Adobe drops what is sent to it, after answering that it was accepted',
		advice: 'Enable it in Adobe under Sources > Dataflows, or choose another dataflow.',
		retry: 'afterChange',
		source: 'Adobe, "Update dataflows using the Flow Service API"',
	},
	'dataflow.warmingUp': {
		message:
			'The dataflow was created or changed less than five minutes ago, and until then Adobe may lose what it accepts',
		advice: 'Send the record again in {time}.',
		retry: 'later',
		source: 'Adobe, "Create a streaming connection using the HTTP API"',
	},
	'dataflow.noStreamingEndpoint': {
		message: 'The dataflow "{name}" has no streaming endpoint',
		advice: 'Choose the dataflow of an HTTP API source or of a webhook source.',
		retry: 'afterChange',
	},
	'dataflow.noMapping': {
		message: 'Could not update the mapping of the dataflow {id}: it has none',
		advice:
			'It takes XDM records as they are. Choose a dataflow for raw data, which is created with a mapping set.',
		retry: 'afterChange',
	},
	'dataflow.formatUnknown': {
		message: 'Adobe does not say whether the dataflow "{name}" takes XDM records or raw data',
		advice: 'Choose one in the field Record Format.',
		retry: 'afterChange',
	},
	'dataset.unknown': {
		message: 'Could not {task}: Adobe has no dataset with this ID',
		advice: 'Check the ID and the sandbox.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'destination.incomplete': {
		message: 'The destination has no {missing}, and the record format needs it',
		advice: 'Fill in what is missing, or choose another record format or dataflow.',
		retry: 'afterChange',
	},
	'destination.formatNotChosen': {
		message: 'A streaming endpoint that is typed in does not say which records it takes',
		advice: 'Choose XDM Record, Raw Data or Complete Message in the field Record Format.',
		retry: 'afterChange',
	},
	'setUp.ambiguousName': {
		message: 'There are {count} of the {kind} "{name}"',
		advice: 'Rename or delete all but one in Adobe, or choose another Name. Found: {ids}.',
		retry: 'afterChange',
	},
	'setUp.mismatch': {
		message: 'The {kind} "{name}" already exists and {reason}',
		advice:
			'Choose another Name, or remove what exists with the operation Remove or in Adobe, then run it again.',
		retry: 'afterChange',
	},
	'setUp.fieldTypeConflict': {
		message: 'The field group already exists and has {field} as {found}, not {expected}',
		advice: 'Adobe does not change the type of a field: choose another Name.',
		retry: 'afterChange',
	},
	'setUp.notMarkedPersonal': {
		message: 'The custom field {field} exists in Adobe without the mark for personal data',
		advice:
			'Add the sentence "{sentence}" to the end of its description in Adobe, turn off Personal Data for it, or give the new field another name.',
		retry: 'afterChange',
	},
	'setUp.labelsNotPermitted': {
		message:
			'Personal data is not labeled, because the credential lacks the permission Manage Usage Labels; everything else is set up',
		advice:
			"Add the permission to the credential's role in Adobe and run Set Up again, or turn off Options > Label Personal Data.",
		retry: 'afterChange',
		service: 'adobe',
		source: 'Adobe, "Manage data usage labels in the UI"',
	},
	'setUp.labelsRejected': {
		message: 'Adobe did not label {fields}: it answered with status {status}',
		advice: '{advice}',
		retry: 'afterChange',
		service: 'adobe',
	},
	'setUp.labelsShared': {
		message:
			'Not labeled: {fields}, because Adobe would label them in the schema "{schema}" as well, which has the same field group of Adobe',
		advice: "To label them in all schemas, use Adobe's schema editor.",
		retry: 'afterChange',
		source: 'Adobe, "Manage data usage labels for a schema"',
	},
	'setUp.tooManyCustomFields': {
		message: 'The schema would have {count} custom fields, and the maximum is {max}',
		advice:
			'Declare fewer fields: Profile drops events larger than 10 KB, and more fields would leave no room for the chat itself.',
		retry: 'afterChange',
		source: 'Adobe, "Guardrails for Real-Time Customer Profile data"',
	},
	'remove.notConfirmed': {
		message: 'Nothing was removed: Confirm Name is {typed}, and Name is "{name}"',
		advice:
			'Type "{name}" in the field Confirm Name to delete what Set Up created under this name.',
		retry: 'afterChange',
	},
	'remove.confirmedByModel': {
		message: 'Nothing was removed: a language model could fill in Confirm Name',
		advice:
			'A person must confirm a deletion. Type the name into Confirm Name yourself, as fixed text without an expression.',
		retry: 'afterChange',
	},
	'remove.stopped': {
		message: 'The execution was stopped',
		advice: 'Run it again to delete the rest.',
		retry: 'later',
	},
	'setUp.namespaceMissing': {
		message: 'The identity namespace {code} does not exist in this sandbox',
		advice:
			'Turn on Create Missing Namespaces to create it (permanent: Adobe cannot delete namespaces), or empty its field to leave this identity out.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
