import { isRecord } from '../../http/isRecord';
import { textOf } from '../../http/textOf';
import { withoutValues } from '../../problem/withoutValues';
import { createProblem, type Problem } from '../../problem/problem';
import { serviceText } from '../../problem/serviceText';

/** A product's answer. Source: Adobe, "Privacy jobs endpoint". */
interface ProductResponse {
	product?: string;
	productStatusResponse?: {
		status?: string;
		message?: string;
		responseMsgCode?: string;
		responseMsgDetail?: string;
	};
}

/** A job as Privacy Service returns it; a list has fewer fields. */
export interface PrivacyJob {
	jobId?: string;
	requestId?: string;
	userKey?: string;
	action?: string;
	/** One of PRIVACY_STATUSES. */
	status?: string;
	submittedBy?: string;
	createdDate?: string;
	lastModifiedDate?: string;
	regulation?: string;
	productResponses?: ProductResponse[];
	downloadURL?: string;
	downloadUrl?: string;
	[other: string]: unknown;
}

export const PRIVACY_STATUSES = ['complete', 'error', 'processing', 'submitted'] as const;

/** The outcome of a job in one product. */
export interface ProductOutcome {
	/** Adobe's value, such as ProfileService. */
	product: string;
	/** As Adobe's pages call it. */
	name: string;
	status: string;
	/** For example PRVCY-6000-200; absent until the product has answered. */
	code?: string;
	/** The code in words. */
	meaning?: string;
}

/** Names of products, in lowercase. */
const NAMES: Record<string, string> = {
	aepdatalake: 'Data lake',
	cjm: 'Journey Optimizer',
	identity: 'Identity Service',
	profile: 'Profile',
	profileservice: 'Profile',
};

/** The numbers in codes. Source: Adobe, "Privacy Service error codes", which are stable. */
const MEANINGS: Record<string, string> = {
	'1000': 'a value has a form that the product does not accept',
	'1001': 'the organization is not provisioned',
	'1010': 'permissions are missing',
	'1020': 'the data for the person could not be uploaded',
	'1021': 'a part of the request failed',
	'1022': 'the data could not be accessed',
	'1023': 'a dataset could not be found or accessed',
	'1024': 'an unexpected error occurred',
	'1030': 'there were too many requests: send fewer at a time',
	'1040': 'the data is encrypted, and access to the key was revoked',
	'6000': 'done',
	'6051': 'nothing to do, because the organization does not have this product',
	'6052':
		'nothing found under some or all of these identities: check the values, and the namespaces and their spelling',
	'6053': 'the product does not know a namespace: check its code',
	'6054': 'done for a part of the data, and the rest was not applicable',
};

/** Reads the outcome of a job in each product. */
export function productOutcomes(job: PrivacyJob): ProductOutcome[] {
	const { productResponses } = job;
	const values = identityValues(job);
	return (Array.isArray(productResponses) ? productResponses : []).map((response) => {
		const product = textOf(response?.product) ?? 'unknown';
		const answer = response?.productStatusResponse ?? {};
		const code = textOf(answer.responseMsgCode);
		const adobeText = textOf(answer.responseMsgDetail) ?? textOf(answer.message);
		// Messages end up in logs.
		const meaning = meaningOf(code) ?? (adobeText && withoutValues(adobeText, values));
		return {
			product: serviceText(product),
			name: NAMES[product.toLowerCase()] ?? serviceText(product),
			status: serviceText(statusIn(answer) ?? 'unknown'),
			...(code && { code: serviceText(code) }),
			...(meaning && { meaning: serviceText(meaning) }),
		};
	});
}

/** Compared, and shown, in lowercase, as Adobe's documents write it. */
const statusIn = ({ status }: { status?: unknown }) => textOf(status)?.toLowerCase();

/** The identities of the person, under both spellings. */
function identityValues({ userIDs, userIds }: PrivacyJob): string[] {
	const ids: unknown = userIDs ?? userIds;
	return (Array.isArray(ids) ? ids : []).flatMap((id: unknown) =>
		isRecord(id) ? (textOf(id.value) ?? []) : [],
	);
}

/** Codes are written with and without the prefix PRVCY-. */
function meaningOf(code = ''): string | undefined {
	const [, number = ''] = /^(?:PRVCY-)?(\d{4})-\d{3}$/.exec(code) ?? [];
	return Object.hasOwn(MEANINGS, number) ? MEANINGS[number] : undefined;
}

/** Writes the outcomes of a job as one text. */
export const outcomeText = (outcomes: ProductOutcome[]): string =>
	outcomes.map(sentenceOf).join('. ');

const sentenceOf = ({ name, status, code, meaning = status }: ProductOutcome) =>
	code ? `${name}: ${meaning} (${code})` : `${name}: ${meaning}`;

/** Returns the problem of a job that ended with an error, in one product or as a whole; undefined for any other. */
export function privacyJobProblem(job: PrivacyJob): Problem | undefined {
	const jobStatus = statusIn(job);
	if (jobStatus !== 'error' && jobStatus !== 'complete') return undefined;
	const failed = productOutcomes(job).filter(({ status }) => status === 'error');
	if (jobStatus === 'complete' && failed.length === 0) return undefined;
	const id = serviceText(textOf(job.jobId) ?? '');
	return createProblem('privacy.failed', {
		id,
		products: outcomeText(failed) || 'Adobe names no product',
	});
}

/** Returns the fields of a job that later steps need: none of them contains the identities of the person. */
export function simplePrivacyJob(job: PrivacyJob) {
	const outcomes = productOutcomes(job);
	return {
		jobId: job.jobId,
		requestId: job.requestId,
		key: job.userKey,
		action: job.action,
		status: statusIn(job),
		regulation: job.regulation,
		createdAt: isoOf(job.createdDate),
		modifiedAt: isoOf(job.lastModifiedDate),
		...(outcomes.length > 0 && { products: outcomes, summary: outcomeText(outcomes) }),
		...(downloadOf(job) && { downloadUrl: downloadOf(job) }),
	};
}

/** Both spellings occur. */
const downloadOf = ({ downloadURL, downloadUrl }: PrivacyJob) => downloadURL || downloadUrl;

/** Adobe writes times as 10/02/2019 08:25 PM GMT; another form is returned as it is. */
function isoOf(date: string | undefined): string | undefined {
	const time = Date.parse(date ?? '');
	return Number.isNaN(time) ? date : new Date(time).toISOString();
}
