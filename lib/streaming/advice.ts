/** What a refusal means and what to do about it, in one sentence each. */
export interface Explanation {
	reason: string;
	advice: string;
}

export interface Refusal {
	status: number;
	/** Adobe's own words, if any. */
	message: string;
	emptyBody: boolean;
	/** Whether the inlet asks for a token. */
	authenticated: boolean;
}

interface StatusRow {
	what: string;
	advice: string;
}

/** By Adobe's words, because one status covers several causes. Source: Adobe, streaming ingestion troubleshooting guide. */
const BY_MESSAGE: ReadonlyArray<[RegExp, string]> = [
	[
		/unknown xdm format/i,
		'Make the schema the same in the dataflow, the dataset and this node, ID and version included.',
	],
	[/ims org/i, 'Use the organization ID that owns this streaming endpoint, ending in @AdobeOrg.'],
	[
		/'?header'? field is mandatory/i,
		'Set the dataflow ID, or choose the record format that the dataflow was made for.',
	],
	[
		/message is invalid|cannot be validated/i,
		'Change the fields named here, then send the record again.',
	],
];

/** Source of the meanings: Adobe, streaming ingestion API and troubleshooting guide. */
const BY_STATUS: Record<number, StatusRow> = {
	400: {
		what: 'the record does not have the form the inlet expects',
		advice: 'Compare it with the schema of the dataset, then send it again.',
	},
	401: {
		what: 'the inlet did not take the token',
		advice: 'Check the client ID, the client secret and the organization ID in the credential.',
	},
	403: {
		what: 'the token has no access to the inlet',
		advice:
			'Check the organization ID in the credential and, in Adobe Developer Console, the product profiles of the project.',
	},
	404: {
		what: 'the inlet does not exist',
		advice: 'Copy the streaming endpoint again from the dataflow in Adobe Experience Platform.',
	},
	405: {
		what: 'this address takes no records',
		advice: 'Copy the streaming endpoint again from the dataflow in Adobe Experience Platform.',
	},
	408: {
		what: 'the request took too long',
		advice: 'Send the record again later, or lower the batch size.',
	},
	410: {
		what: 'the inlet does not exist any more',
		advice: 'Choose a dataflow that exists in Adobe Experience Platform.',
	},
	413: {
		what: 'the record is larger than the inlet takes',
		advice: 'Shorten the longest texts, or split the record into several.',
	},
	415: {
		what: 'the inlet does not take JSON',
		advice: 'Check that the streaming endpoint belongs to an HTTP API dataflow.',
	},
	429: {
		what: 'too many requests were sent to the organization’s inlets',
		advice: 'Send the record again later, with larger batches or fewer parallel requests.',
	},
	501: {
		what: 'the inlet does not offer what was asked for',
		advice: 'Turn off synchronous validation.',
	},
	503: {
		what: 'the inlet is not available at the moment',
		advice: 'Send the record again later.',
	},
};

const NO_TOKEN_SENT: StatusRow = {
	what: 'the inlet asks for a token',
	advice: 'Choose the Adobe Experience Platform credential for this streaming endpoint.',
};
const IP_ALLOW_LIST: StatusRow = {
	what: 'an empty refusal, which is how Adobe answers addresses that are not on the IP allow-list',
	advice: 'Ask your Adobe administrator to add the IP address of this n8n to the allow-list.',
};
const REDIRECT: StatusRow = {
	what: 'the address points elsewhere, and redirects are not followed',
	advice: 'Copy the streaming endpoint again from the dataflow in Adobe Experience Platform.',
};
const SERVER_SIDE: StatusRow = {
	what: 'the inlet could not process it',
	advice:
		'Send the record again later. If the answer stays the same, compare the record with the schema.',
};
const OTHER: StatusRow = {
	what: 'the inlet did not take it',
	advice: 'Look the status up in Adobe’s streaming ingestion guide, then send the record again.',
};

/** Explains why Adobe refused, in words for the person who has to act. */
export function explainRefusal(refusal: Refusal): Explanation {
	const row = rowFor(refusal);
	const advice = BY_MESSAGE.find(([words]) => words.test(refusal.message))?.[1] ?? row.advice;
	const words = refusal.message ? `${row.what}. Adobe says: ${refusal.message}` : row.what;
	return { reason: `Adobe answered ${refusal.status}: ${words}`, advice };
}

/** Explains an outcome that nobody can tell. */
export function explainUnknown(why: string): Explanation {
	return {
		reason: `It is not known whether Adobe took the record: ${why}`,
		advice:
			'Send it again. A record whose _id stays the same counts once in Profile; the data lake may keep both copies.',
	};
}

/** Explains a record that Adobe has not taken because the run ended before. */
export function explainNotSent({ reason, advice }: Explanation): Explanation {
	const whole = /again/i.test(advice) ? advice : `${advice} Then send this record again.`;
	return { reason: `Not sent: ${reason}`, advice: whole };
}

/** Why a run ends early when it is not for an answer of Adobe's. */
export const ENDED = {
	byUser: {
		reason: 'the execution was stopped',
		advice: 'Run the workflow when it may finish.',
	},
	silence: {
		reason: 'the inlet gave no definite answer for as long as this run may wait',
		advice: 'Wait until Adobe’s status page shows streaming ingestion as available.',
	},
	destination: (missing: readonly string[]): Explanation => ({
		reason: `the destination has no ${missing.join(' and no ')}`,
		advice: 'Choose a dataflow, or fill in what is missing.',
	}),
} as const;

function rowFor({ status, emptyBody, authenticated }: Refusal): StatusRow {
	if (status === 403 && emptyBody) return IP_ALLOW_LIST;
	if ((status === 401 || status === 403) && !authenticated) return NO_TOKEN_SENT;
	if (status >= 300 && status < 400) return REDIRECT;
	return BY_STATUS[status] ?? (status >= 500 ? SERVER_SIDE : OTHER);
}
