import {
	defaultPrivacySettings,
	PRIVACY_CHOICES,
	type PrivacySettings,
} from './privacy/settings.mts';

/**
 * Settings that the control endpoint can change. If Adobe's documents disagree or are silent, both readings are
 * available.
 */
export interface Settings extends PrivacySettings {
	/**
	 * A dataflow younger than this (since its creation or last update) loses the data it receives. Adobe: about five
	 * minutes.
	 */
	warmUpMs: number;
	/** Time between the response and the validation of an asynchronous record. */
	validationDelayMs: number;
	/**
	 * Largest request body. Adobe says "1 MB" without specifying 10^6 or 2^20. Applies both compressed and uncompressed.
	 */
	maxBodyBytes: number;
	/** Form of the items of a batch response: `newer` has `status` and a UUID-style ID, `documented` has `statusCode`. */
	batchShape: 'newer' | 'documented';
	/** Number of results missing at the end of a batch response; the tutorial's example lists 4 for 5 messages. */
	missingResponses: number;
	/**
	 * Raw objects in a batch: not documented anywhere. The response in the tests of Adobe's Kafka sink rejects an item
	 * without a header.
	 */
	rawBatches: 'allowed' | 'headerMandatory';
	/**
	 * Maps as targets of a mapping, other than `identityMap`: "Handling data formats with Data Prep" says that maps are not
	 * supported, "Data Prep mapping functions" has functions that return them. A target that is not supported stays empty
	 * and adds a warning.
	 */
	mapTargets: 'supported' | 'unsupported';
	/**
	 * Form of `data` in a preview: the specification's type and the guide have a list, the specification's example has an
	 * object.
	 */
	previewData: 'list' | 'either';
	/** `meta:xdmType: "map"` of a new map field: the guide on custom fields requires it. */
	mapXdmType: 'required' | 'optional';
	/** Key of the validation result in the response to a single message; `none` leaves it out. */
	syncKey: 'syncValidation' | 'synchronousValidation' | 'none';
	/** True if synchronous validation is available; one data center has it, the others respond with 501. */
	syncAvailable: boolean;
	/** Status for an invalid or expired token on an authenticated inlet; the documents disagree. */
	badTokenStatus: 401 | 403;
	/** True if every inlet call is treated as if its address were not on the IP allowlist: 403, empty body. */
	ipAllowListRefuses: boolean;
	/** Sandbox header that the inlet reads; the documents and Adobe's samples disagree. */
	sandboxHeader: 'either' | 'x-sandbox-name' | 'sandbox-name';
	/** Handling of a dataflow ID that no dataflow of the inlet has: lost after a 200, or rejected. Not documented. */
	unknownFlow: 'lose' | 'refuse';
	/** Handling of a message header without organization: filled in (tutorial), or rejected (text of the rejection). */
	absentOrg: 'filledIn' | 'refused';
	/** `Retry-After` in seconds on a 429; null leaves the header out. Not documented. */
	retryAfterSeconds: number | null;
	requestsPerSecond: number;
	messagesPerSecond: number;
	/** Per inlet. */
	syncRequestsPerMinute: number;
	/** Response of the expression check: the specification says true or false, the guide an object. */
	expressionCheck: 'boolean' | 'status';
	/** True if the credential has the permission to change data usage labels. */
	mayLabel: boolean;
	/**
	 * Resources whose fields can be labeled: Adobe's documents describe descriptors of schemas, its Python client and real
	 * organizations have labels on field groups.
	 */
	labelSource: 'either' | 'schema' | 'fieldGroup';
	/** Controls if a schema may have the title of a field group; Adobe's pages say both. */
	titlesUnique: 'perType' | 'acrossTypes';
	/**
	 * Length of the window that one run of a dataflow covers; Adobe: an hour. A run is listed once its window is over.
	 */
	runWindowMs: number;
	/** Lifetime of a token in seconds, returned in `expires_in`. */
	tokenSeconds: number;
}

export const defaultSettings: Settings = {
	warmUpMs: 300_000,
	validationDelayMs: 50,
	maxBodyBytes: 1_000_000,
	batchShape: 'newer',
	missingResponses: 0,
	rawBatches: 'headerMandatory',
	mapTargets: 'unsupported',
	previewData: 'list',
	mapXdmType: 'required',
	syncKey: 'syncValidation',
	syncAvailable: true,
	badTokenStatus: 403,
	ipAllowListRefuses: false,
	sandboxHeader: 'either',
	unknownFlow: 'lose',
	absentOrg: 'filledIn',
	retryAfterSeconds: null,
	requestsPerSecond: 1_000,
	messagesPerSecond: 10_000,
	syncRequestsPerMinute: 60,
	titlesUnique: 'perType',
	mayLabel: true,
	labelSource: 'either',
	expressionCheck: 'boolean',
	runWindowMs: 3_600_000,
	tokenSeconds: 86_399,
	...defaultPrivacySettings,
};

const CHOICES: { [K in keyof Settings]?: readonly unknown[] } = {
	batchShape: ['newer', 'documented'],
	rawBatches: ['allowed', 'headerMandatory'],
	mapTargets: ['supported', 'unsupported'],
	previewData: ['list', 'either'],
	mapXdmType: ['required', 'optional'],
	syncKey: ['syncValidation', 'synchronousValidation', 'none'],
	badTokenStatus: [401, 403],
	sandboxHeader: ['either', 'x-sandbox-name', 'sandbox-name'],
	unknownFlow: ['lose', 'refuse'],
	absentOrg: ['filledIn', 'refused'],
	titlesUnique: ['perType', 'acrossTypes'],
	labelSource: ['either', 'schema', 'fieldGroup'],
	expressionCheck: ['boolean', 'status'],
	...PRIVACY_CHOICES,
};

/** Returns a sentence that says why a change of settings is invalid, or undefined if it is valid. */
export function checkSettings(change: Record<string, unknown>): string | undefined {
	for (const [name, value] of Object.entries(change)) {
		if (!Object.hasOwn(defaultSettings, name)) return `There is no setting "${name}".`;
		const key = name as keyof Settings;
		const choices = CHOICES[key];
		if (choices) {
			if (!choices.includes(value)) return `"${name}" is one of ${choices.join(', ')}.`;
		} else if (key === 'retryAfterSeconds' ? value !== null && !isCount(value) : false) {
			return `"${name}" is a number from 0 up, or null.`;
		} else if (typeof defaultSettings[key] === 'boolean' && typeof value !== 'boolean') {
			return `"${name}" is true or false.`;
		} else if (typeof defaultSettings[key] === 'number' && !isCount(value)) {
			return `"${name}" is a number from 0 up.`;
		}
	}
	return undefined;
}

function isCount(value: unknown): boolean {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
