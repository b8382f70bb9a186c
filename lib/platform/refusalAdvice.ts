import type { AdobeAnswer } from './envelope';

const ROLE =
	"In Adobe's Permissions, add the credential's technical account to a role that may work with the sources, datasets, schemas and identities of this sandbox.";
const SANDBOX =
	'Compare the sandbox name in the node and the credential with the ones in Adobe, under Sandboxes: it is the name in lower case, not the title.';
const ORGANIZATION =
	'Copy the Organization ID from the Adobe Developer Console again: it ends with @AdobeOrg and must be the one the credential was made in.';
const TOKEN = 'Run the test of the credential in n8n to see which of its fields does not fit.';
const CHOOSE_AGAIN =
	'Choose the dataflow again: it may have been deleted or belong to another sandbox.';
const BUSY = 'Adobe asks for fewer requests: wait a minute, then run it again.';
const CHANGED =
	'It was changed by somebody else in the meantime: look at what it is now, then run it again.';
const TITLE =
	'Choose another title: Adobe wants it unique in the organization, or use the one that exists.';
const STATE =
	'Look at the state of the dataflow, wait until it is enabled or disabled, run it again.';

/**
 * What to change, by Adobe's code.
 * Sources: API troubleshooting guide (gateway codes), Identity Service API guide.
 */
const BY_CODE: Record<string, string> = {
	'400003': ORGANIZATION,
	'401013': TOKEN,
	'403000': TOKEN,
	'403003':
		"Add the Experience Platform API to the project in the Adobe Developer Console, and compare the Client ID with the project's API key.",
	'403010': TOKEN,
	'403025':
		'In the Adobe Developer Console, open the project, choose the OAuth Server-to-Server credential and add a product profile of Experience Platform.',
	'429050': BUSY,
	INVALID_IMS_TOKEN: TOKEN,
};

/**
 * The same by the service and number in a code. A code carries a status at its end that differs between Adobe's
 * catalogue and its answers: the number decides.
 * Sources: Flow Service error catalogue, Schema Registry troubleshooting guide, Observability Insights API guide.
 */
const BY_NUMBER: Record<string, string> = {
	'FLOW-1404': CHANGED,
	'FLOW-1409': STATE,
	'FLOW-1412': 'Give the version that Mapping Set: Get shows, 0 for one that was never changed.',
	'FLOW-1416': STATE,
	'FLOW-1417': STATE,
	'FLOW-1418': 'Delete the dataflows that use it first.',
	'FLOW-1419':
		'Mapping Set: Validate says which of the mappings is wrong; the technical account must also be allowed to use the fields.',
	'FLOW-1420': STATE,
	'FLOW-1421': STATE,
	'FLOW-1422': STATE,
	'FLOW-1425':
		"Create the mapping set over the schema of the dataflow's dataset: id and version must be the same.",
	'FLOW-1430': CHOOSE_AGAIN,
	'FLOW-1439': CHOOSE_AGAIN,
	'FLOW-1444': STATE,
	'FLOW-2000': ORGANIZATION,
	'FLOW-2001': ORGANIZATION,
	'FLOW-2002': ORGANIZATION,
	'FLOW-2100': SANDBOX,
	'FLOW-2101': SANDBOX,
	'FLOW-2105': SANDBOX,
	'FLOW-2118': ROLE,
	'FLOW-2120': ROLE,
	'FLOW-2121': ROLE,
	'INSGHT-1000': 'Check that the start is before the end and that the metric exists.',
	'INSGHT-1003': SANDBOX,
	'XDM-1012': 'Choose the schema or field group again: it may be gone or in another sandbox.',
	'XDM-3005': TITLE,
};

/** By Adobe's words, of services that give no code. Source: Schema Registry troubleshooting guide. */
const BY_WORDS: Array<[words: RegExp, advice: string]> = [
	[/title must be unique/i, TITLE],
	[
		/top level field named/i,
		'Put fields of your own below the tenant ID, such as _acme: nothing else is allowed at the top.',
	],
	[
		/to enable profile datasets/i,
		'Enable the schema for Profile first, then the dataset; neither can be undone.',
	],
];

const BY_STATUS: Record<number, string> = {
	401: TOKEN,
	403: ROLE,
	404: 'Check the id and the sandbox: what is asked for is not there.',
	409: 'It exists already or is in use: choose another name, or use the one that exists.',
	412: CHANGED,
	429: BUSY,
};

/** @param usual for values that Adobe refuses without saying why in a way that is known */
export function adviceFor(status: number, { code = '', detail = '' }: AdobeAnswer, usual?: string) {
	const [number = ''] = /^[A-Z]+-\d+/.exec(code) ?? [];
	return (
		BY_CODE[code] ??
		BY_NUMBER[number] ??
		BY_WORDS.find(([words]) => words.test(detail))?.[1] ??
		BY_STATUS[status] ??
		(status >= 500
			? 'The service is not available at the moment: run it again in a few minutes.'
			: (usual ?? 'Check the values entered in the node and in the credential.'))
	);
}
