import { SANDBOXES, TECHNICAL_ACCOUNT } from '../account.mts';
import { hex, uuid } from '../ids.mts';
import type { JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import type { JobRequest, PrivacyAction, UserId } from './jobRequest.mts';
import { detailOf, processProducts } from './products.mts';

export type JobStatus = 'submitted' | 'processing' | 'complete' | 'error';
export const JOB_STATUSES: readonly string[] = [
	'submitted',
	'processing',
	'complete',
	'error',
] satisfies JobStatus[];

/** A product's answer to a job. */
export interface ProductAnswer {
	product: string;
	code: string;
	processed: UserId[];
	ignored: UserId[];
}

export interface PrivacyJob {
	jobId: string;
	requestId: string;
	userKey: string;
	action: PrivacyAction;
	userIDs: UserId[];
	include: string[];
	regulation: string;
	status: JobStatus;
	/** Times in ms since 1970. */
	createdAt: number;
	modifiedAt: number;
	answers: ProductAnswer[];
	/** True once the control endpoint has decided its status: time then changes nothing. */
	held: boolean;
}

/** Jobs belong to the organization: the sandbox is only where the emulator keeps them. */
const PLACE = SANDBOXES[0]!.name;

/** Creates a job for each user and action. */
export function createJobs(world: World, { users, include, regulation }: JobRequest): PrivacyJob[] {
	const now = world.now();
	const requestId = `${now}${hex(4)}RX-${String(now % 1_000).padStart(3, '0')}`;
	const jobs = users.flatMap(({ key, actions, userIDs }) =>
		actions.map((action): PrivacyJob => {
			const id = { jobId: uuid(), requestId, userKey: key };
			const times = { createdAt: now, modifiedAt: now };
			const state = { status: 'submitted' as const, answers: [], held: false };
			return { ...id, action, userIDs, include, regulation, ...times, ...state };
		}),
	);
	for (const job of jobs) keep(world, job);
	return jobs;
}

/** Returns all jobs, newest first, each as far as the time has brought it. */
export function listJobs(world: World): PrivacyJob[] {
	const jobs = world.documents.list('privacyJob', PLACE) as unknown as PrivacyJob[];
	return jobs.map((job) => advance(world, job)).reverse();
}

export function findJob(world: World, jobId: string): PrivacyJob | undefined {
	const job = world.documents.get('privacyJob', PLACE, jobId) as unknown as PrivacyJob | undefined;
	return job && advance(world, job);
}

/** Gives a job a status, and products their codes; those that are not named answer what they find. */
export function decideJob(
	world: World,
	job: PrivacyJob,
	status: JobStatus,
	codes: Record<string, string>,
): PrivacyJob {
	const isOver = status === 'complete' || status === 'error';
	const answers = isOver ? answersOf(world, job, codes) : [];
	return keep(world, { ...job, status, answers, held: true, modifiedAt: world.now() });
}

function advance(world: World, job: PrivacyJob): PrivacyJob {
	if (job.held || job.status === 'complete') return job;
	const steps = (world.now() - job.createdAt) / world.settings.privacyStepMs;
	// Without a step, everything is over at once.
	if (steps < 1) return job;
	const modifiedAt = world.now();
	if (steps < 2) return keep(world, { ...job, status: 'processing', modifiedAt });
	return keep(world, {
		...job,
		status: 'complete',
		answers: answersOf(world, job, {}),
		modifiedAt,
	});
}

function answersOf(
	world: World,
	{ include, action, userIDs }: PrivacyJob,
	codes: Record<string, string>,
): ProductAnswer[] {
	const free = include.filter((product) => !(product in codes));
	const found = processProducts(world, free, action, userIDs);
	return include.map((product) => {
		const { code, processed, ignored } = found.find((one) => one.product === product) ?? {
			code: codes[product]!,
			processed: [],
			ignored: userIDs,
		};
		return { product, code, processed, ignored };
	});
}

function keep(world: World, job: PrivacyJob): PrivacyJob {
	world.documents.put('privacyJob', PLACE, job.jobId, job as unknown as JsonObject);
	return job;
}

/** Formats a time as the service does, e.g. 10/02/2019 08:25 PM GMT. */
function dateOf(at: number): string {
	const [year, month, day] = new Date(at).toISOString().slice(0, 10).split('-');
	const time = new Intl.DateTimeFormat('en-US', {
		hour: '2-digit',
		minute: '2-digit',
		hour12: true,
		timeZone: 'UTC',
	})
		.format(at)
		// Intl writes a narrow no-break space.
		.replace(/\s/u, ' ');
	return `${month}/${day}/${year} ${time} GMT`;
}

const shownIds = (ids: UserId[]) => ids.map((id) => ({ ...id, isDeletedClientSide: false }));

/** Returns a created job in the form of the answer to its request. */
export const showCreated = ({ jobId, userKey, action, userIDs }: PrivacyJob): JsonObject => ({
	jobId,
	customer: { user: { key: userKey, action: [action], userIDs: shownIds(userIDs) } },
});

/** Returns a job in the form of a list. */
export const showListed = (job: PrivacyJob): JsonObject => ({
	jobId: job.jobId,
	requestId: job.requestId,
	userKey: job.userKey,
	action: job.action,
	status: job.status,
	submittedBy: TECHNICAL_ACCOUNT,
	createdDate: dateOf(job.createdAt),
	lastModifiedDate: dateOf(job.modifiedAt),
	regulation: job.regulation,
});

/** Returns a job with what each product answered. */
export const showJob = (job: PrivacyJob): JsonObject => ({
	...showListed(job),
	userIds: shownIds(job.userIDs),
	productResponses: job.include.map((product) => {
		const answer = job.answers.find((one) => one.product === product);
		if (!answer) {
			return { product, retryCount: 0, productStatusResponse: { status: job.status } };
		}
		const { code, processed, ignored } = answer;
		return {
			product,
			retryCount: 0,
			processedDate: dateOf(job.modifiedAt),
			productStatusResponse: {
				status: code.endsWith('-200') ? 'complete' : 'error',
				message: code.endsWith('-200') ? 'Success' : 'Error',
				responseMsgCode: code,
				responseMsgDetail: detailOf(code),
				results: { processed: processed.map(textOf), ignored: ignored.map(textOf) },
			},
		};
	}),
	downloadURL: job.action === 'access' && job.status === 'complete' ? contentOf(job) : '',
});

const textOf = ({ namespace, value }: UserId) => `${namespace}: ${value}`;

const contentOf = ({ jobId }: PrivacyJob) =>
	`https://platform.adobe.io/data/core/privacy/jobs/${jobId}/content`;
