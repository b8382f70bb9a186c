import { MOST_PAGES } from '../../http/pages';
import { pathSegment } from '../../http/pathSegment';
import { withoutValues } from '../../problem/withoutValues';
import { PROBLEM_CODES } from '../../problem/problemCodes';
import { problemIn, ServiceError, serviceError } from '../../problem/serviceError';
import type { Problem } from '../../problem/problem';
import { PRIVACY_PATH } from '../auth/outsideSandboxes';
import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import type { PrivacyJob } from './privacyJob';

/** Source: Privacy Service API reference. The service acts on all sandboxes, and has no way to cancel a request. */
const JOBS = `${PRIVACY_PATH}jobs`;

/** Jobs per page: the maximum of the API reference; the guide allows more. */
const PAGE = 100;

export const PRIVACY_ACTIONS = ['access', 'delete'] as const;
export type PrivacyAction = (typeof PRIVACY_ACTIONS)[number];

/** Products that can hold data of Chatlio's visitors. Source: Adobe, "Privacy Service API guide appendix". */
export const PRIVACY_PRODUCTS = ['aepDataLake', 'cjm', 'identity', 'ProfileService'] as const;
export type PrivacyProduct = (typeof PRIVACY_PRODUCTS)[number];

/** An identity of a person. */
export interface PrivacyIdentity {
	/** The code of the namespace, not its display name. */
	namespace: string;
	value: string;
}

export interface NewPrivacyRequest {
	organizationId: string;
	/** Names the person for the organization; Adobe repeats it everywhere, so it must not be personal data. */
	key: string;
	action: PrivacyAction;
	/** At most 4, each of which is sent twice. */
	identities: PrivacyIdentity[];
	products: PrivacyProduct[];
	/** For example gdpr. */
	regulation: string;
	/** Profiles that this policy stitches together are processed together; empty for the default one. */
	mergePolicyId?: string;
}

/** Adobe's own namespaces. Source: Adobe, "Identity namespace overview". */
const STANDARD_NAMESPACES = new Set([
	'AAID',
	'AdCloud',
	'APNS',
	'CORE',
	'ECID',
	'Email',
	'Email_LC_SHA256',
	'FCM',
	'FPID',
	'GAID',
	'IDFA',
	'Phone',
	'Phone_E.164',
	'Phone_SHA256',
	'Phone_SHA256_E.164',
	'TNTID',
	'WAID',
]);

/**
 * Returns an identity twice: Profile and Identity Service read registered identities, the data lake reads those with
 * the qualifier `unregistered`. Sources: Adobe, "Privacy request processing" in each of the three.
 */
const bothQualifiers = ({ namespace, value }: PrivacyIdentity) =>
	[STANDARD_NAMESPACES.has(namespace) ? 'standard' : 'custom', 'unregistered'].map((type) => ({
		namespace,
		value,
		type,
	}));

/** A 403 of the gateway about the API or the product profile is about those of Privacy Service. */
const PRIVACY_PROBLEMS = {
	'adobe.apiKeyRejected': 'privacy.noPermission',
	'adobe.noPermission': 'privacy.noPermission',
	'adobe.noProductProfile': 'privacy.noPermission',
	'adobe.rejected': 'privacy.rejected',
} as const satisfies PlatformRequest['codes'];

/** Problems after which the request may have been created all the same. */
const UNCERTAIN: ReadonlyArray<Problem['code']> = [
	'adobe.noAnswer',
	'adobe.responseTooLarge',
	'adobe.unexpectedResponse',
];

/** A created job. The reference names the list `jobDetails`, its examples name it `jobs`. */
interface CreatedJobs {
	requestId?: string;
	jobs?: Array<{ jobId?: string }>;
	jobDetails?: Array<{ jobId?: string }>;
}

/**
 * Creates a request of one person, permanently and for all sandboxes.
 * @returns the IDs of its jobs: Adobe may split a request by product
 * @throws ServiceError; none of its texts contains the identities
 */
export async function createPrivacyRequest(
	call: PlatformCall,
	request: NewPrivacyRequest,
): Promise<{ requestId?: string; jobIds: string[] }> {
	const task = `create the privacy request ${request.key}`;
	const response = (await call({
		task,
		method: 'POST',
		path: JOBS,
		body: bodyOf(request),
		codes: { ...PRIVACY_PROBLEMS, 'adobe.unavailable': 'privacy.outcomeUnknown' },
	}).catch((error: unknown) => {
		throw creationError(error, request.identities);
	})) as CreatedJobs | undefined;
	const { jobs, jobDetails } = response ?? {};
	const jobIds = [...new Set([...jobIdsIn(jobs), ...jobIdsIn(jobDetails)])];
	if (jobIds.length > 0) return { requestId: response?.requestId, jobIds };
	throw serviceError('adobe.incompleteResponse', {
		task,
		what: 'Job ID',
		advice: 'Look for the key with Privacy Request: Get Many before you run it again.',
	});
}

const jobIdsIn = (list: CreatedJobs['jobs']) =>
	(Array.isArray(list) ? list : []).flatMap((job) => job?.jobId || []);

function bodyOf(request: NewPrivacyRequest): object {
	const { organizationId, key, action, identities, products, regulation, mergePolicyId } = request;
	return {
		companyContexts: [{ namespace: 'imsOrgID', value: organizationId }],
		users: [{ key, action: [action], userIDs: identities.flatMap(bothQualifiers) }],
		include: products,
		regulation,
		...(mergePolicyId && { mergePolicyId }),
	};
}

/** Adobe may quote what it rejects, and messages end up in logs: the identities are taken out. */
function creationError(error: unknown, identities: PrivacyIdentity[]): unknown {
	const problem = problemIn(error);
	if (!problem) return error;
	const values = identities.map(({ value }) => value);
	const clean = (text: string) => withoutValues(text, values);
	const { message, advice } = problem;
	if (!UNCERTAIN.includes(problem.code)) {
		return new ServiceError({ ...problem, message: clean(message), advice: clean(advice) });
	}
	const code = 'privacy.outcomeUnknown';
	const { retry, advice: whatToDo } = PROBLEM_CODES[code];
	return new ServiceError({ ...problem, code, retry, advice: whatToDo });
}

/** Reads one job, with what each product answered. */
export async function readPrivacyJob(call: PlatformCall, jobId: string): Promise<PrivacyJob> {
	return (await call({
		task: `read the privacy request ${jobId}`,
		path: `${JOBS}/${pathSegment(jobId)}`,
		codes: { ...PRIVACY_PROBLEMS, 'adobe.notFound': 'privacy.requestUnknown' },
	})) as PrivacyJob;
}

export interface PrivacyJobFilter {
	regulation: string;
	status?: string;
	/** Only jobs from this day on, in ms since 1970; by default, Adobe returns those of the last seven days. */
	since?: number;
}

const DAY_MS = 86_400_000;

/** The longest period that Adobe lists, in days, less the day that is added at its end. Source: as above. */
export const MOST_DAYS = 29;

/**
 * Lists jobs. Without any, Adobe responds with status 404, which is an empty list here. The documents disagree whether
 * the first page has the number 0 or 1, so the first one is requested without a number.
 * @param limit most to return; Infinity for all
 */
export async function listPrivacyJobs(
	call: PlatformCall,
	filter: PrivacyJobFilter,
	limit: number,
): Promise<PrivacyJob[]> {
	const jobs = new Map<string, PrivacyJob>();
	for (let page = 0; page < MOST_PAGES && jobs.size < limit; page += 1) {
		const known = jobs.size;
		const { found, total } = await readPage(call, filter, page || undefined);
		for (const job of found) jobs.set(job.jobId ?? JSON.stringify(job), job);
		// Page 1 is the first one again if they are numbered from 1.
		const isOver = found.length === 0 || (jobs.size === known && page !== 1);
		// Adobe may return fewer per page than requested, and leave out the total.
		if (isOver || (found.length < PAGE && total <= jobs.size)) break;
	}
	return [...jobs.values()].slice(0, limit);
}

async function readPage(
	call: PlatformCall,
	{ regulation, status, since }: PrivacyJobFilter,
	page?: number,
): Promise<{ found: PrivacyJob[]; total: number }> {
	// Adobe does not say whether the last day is part of the period.
	const tomorrow = Date.now() + DAY_MS;
	const response = (await call({
		task: 'list the privacy requests',
		path: JOBS,
		query: {
			regulation,
			status,
			...(since !== undefined && { fromDate: dayOf(since), toDate: dayOf(tomorrow) }),
			size: PAGE,
			page,
		},
		codes: PRIVACY_PROBLEMS,
		notFoundIsEmpty: true,
	})) as { jobDetails?: PrivacyJob[]; totalRecords?: unknown } | undefined;
	const { jobDetails, totalRecords } = response ?? {};
	return { found: Array.isArray(jobDetails) ? jobDetails : [], total: Number(totalRecords) };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
