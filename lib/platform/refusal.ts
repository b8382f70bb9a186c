import { readAnswer } from './envelope';

/** A request Adobe's platform did not grant, in words for the person who runs the workflow. */
export interface Refusal {
	/** What happened, one sentence. */
	message: string;
	/** What to change, with Adobe's own words and its request id. */
	description: string;
	/** 0 when there was no answer. */
	status: number;
	code?: string;
}

/** Thrown by everything in lib/platform; the node turns it into n8n's own kind. */
export class PlatformRefusal extends Error {
	readonly refusal: Refusal;

	constructor(refusal: Refusal) {
		super(refusal.message);
		this.name = 'PlatformRefusal';
		this.refusal = refusal;
	}
}

const ROLE =
	"In Adobe's Permissions, add the credential's technical account to a role that may read sources, datasets and schemas of this sandbox.";
const SANDBOX =
	'Compare the sandbox name in the credential with the ones in Adobe, under Sandboxes: it is the name in lower case, not the title.';
const ORGANIZATION =
	'Copy the Organization ID from the Adobe Developer Console again: it ends with @AdobeOrg and must be the one the credential was made in.';
const TOKEN = 'Run the test of the credential in n8n to see which of its fields does not fit.';

/**
 * What to change, by Adobe's code.
 * Sources: API troubleshooting guide (gateway codes), Flow Service error catalogue.
 */
const ADVICE_BY_CODE: Record<string, string> = {
	'400003': ORGANIZATION,
	'401013': TOKEN,
	'403000': TOKEN,
	'403003':
		"Add the Experience Platform API to the project in the Adobe Developer Console, and compare the Client ID with the project's API key.",
	'403010': TOKEN,
	'403025':
		'In the Adobe Developer Console, open the project, choose the OAuth Server-to-Server credential and add a product profile of Experience Platform.',
	'429050': 'Adobe asks for fewer requests: wait a minute, then run it again.',
};

/** Flow Service's codes carry a status at their end that differs between catalogue and answers: the number decides. */
const ADVICE_BY_FLOW_NUMBER: Record<string, string> = {
	'1430': 'Choose the dataflow again: it may have been deleted or belong to another sandbox.',
	'1439': 'Choose the dataflow again: it may have been deleted or belong to another sandbox.',
	'2000': ORGANIZATION,
	'2001': ORGANIZATION,
	'2002': ORGANIZATION,
	'2100': SANDBOX,
	'2101': SANDBOX,
	'2105': SANDBOX,
	'2118': ROLE,
	'2120': ROLE,
	'2121': ROLE,
};

const ADVICE_BY_STATUS: Record<number, string> = {
	401: TOKEN,
	403: ROLE,
	404: 'Check the id and the sandbox: what is asked for is not there.',
	429: 'Adobe asks for fewer requests: wait a minute, then run it again.',
};

function adviceFor(status: number, code?: string) {
	const flowNumber = /^FLOW-(\d+)/.exec(code ?? '')?.[1] ?? '';
	return (
		ADVICE_BY_CODE[code ?? ''] ??
		ADVICE_BY_FLOW_NUMBER[flowNumber] ??
		ADVICE_BY_STATUS[status] ??
		(status >= 500
			? 'The service is not available at the moment: run it again in a few minutes.'
			: 'Check the values entered in the node and in the credential.')
	);
}

/**
 * Says what Adobe answered instead of what was asked for, and what to change.
 * @param task what was wanted, to follow "could not", e.g. "read dataflow 3f2b…"
 * @param status HTTP status, 300 to 599
 */
export function describeRefusal(task: string, status: number, body: unknown): Refusal {
	const { code, title, detail, requestId } = readAnswer(body);
	const words = [title, detail].filter((part, index, all) => part && all.indexOf(part) === index);
	const ids = [code && `code ${code}`, requestId && `request id ${requestId}`].filter(Boolean);
	const said = [
		words.join(': ').replace(/\.$/, ''),
		ids.length ? `(${ids.join(', ')})` : '',
	].filter(Boolean);
	const advice = adviceFor(status, code);
	return {
		message: `Could not ${task}: Adobe answered with status ${status}`,
		description: said.length ? `${advice} Adobe says: ${said.join(' ')}.` : advice,
		status,
		code,
	};
}
