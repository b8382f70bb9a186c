import type { FastifyInstance, FastifyRequest } from 'fastify';
import { queryValue } from '../platform/request.mts';
import type { World } from '../world.mts';
import { readJobRequest, readRegulation } from './jobRequest.mts';
import {
	createJobs,
	findJob,
	JOB_STATUSES,
	listJobs,
	showCreated,
	showJob,
	showListed,
	type PrivacyJob,
} from './jobs.mts';
import { invalidRequest, missingPermission, noJobs } from './problems.mts';

const JOBS = '/data/core/privacy/jobs';

const DAY = 86_400_000;
/** Pages and periods. Source: Privacy Service API specification, which is stricter here than the guide. */
const DEFAULT_SIZE = 25;
const MOST_JOBS = 100;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 30;

interface ById {
	Params: { id: string };
}

/** Registers Privacy Service: requests of people for their data or its deletion, over all sandboxes, for good. */
export function privacyRoutes(app: FastifyInstance, world: World): void {
	app.post(JOBS, (request, reply) => {
		if (world.settings.privacyAccess !== 'readWrite') throw missingPermission(request);
		const wanted = readJobRequest(request);
		const today = listJobs(world).filter(({ createdAt }) => createdAt > world.now() - DAY);
		const added = wanted.users.flatMap(({ actions }) => actions).length;
		if (today.length + added > world.settings.privacyJobsPerDay) {
			throw invalidRequest(request, 'The daily limit of privacy jobs is exceeded.');
		}
		const jobs = createJobs(world, wanted);
		void reply.code(202);
		return {
			requestId: jobs[0]!.requestId,
			totalRecords: jobs.length,
			[world.settings.privacyCreatedList]: jobs.map(showCreated),
		};
	});

	app.get(JOBS, (request) => {
		assertMayRead(world, request);
		const regulation = readRegulation(request, queryValue(request, 'regulation'));
		const { size, skip } = readPage(world, request);
		const isWanted = readFilter(world, request);
		const jobs = listJobs(world).filter((job) => job.regulation === regulation && isWanted(job));
		const page = jobs.slice(skip, skip + size);
		if (page.length === 0 && world.settings.privacyEmptyList === 'notFound') throw noJobs(request);
		return { totalRecords: jobs.length, jobDetails: page.map(showListed) };
	});

	app.get<ById>(`${JOBS}/:id`, (request) => {
		assertMayRead(world, request);
		const job = findJob(world, request.params.id);
		if (!job) throw noJobs(request);
		return showJob(job);
	});
}

function assertMayRead(world: World, request: FastifyRequest): void {
	if (world.settings.privacyAccess === 'none') throw missingPermission(request);
}

function readPage(world: World, request: FastifyRequest): { size: number; skip: number } {
	const first = world.settings.privacyFirstPage;
	const number = (name: string, otherwise: number) => {
		const text = queryValue(request, name);
		if (text === undefined) return otherwise;
		if (/^\d+$/.test(text)) return Number(text);
		throw invalidRequest(request, `The \`${name}\` parameter must be a whole number.`);
	};
	const size = number('size', DEFAULT_SIZE);
	const page = number('page', first);
	if (size < 1 || size > MOST_JOBS) {
		throw invalidRequest(request, `The \`size\` parameter must be 1 to ${MOST_JOBS}.`);
	}
	if (page < first) throw invalidRequest(request, `The first \`page\` is ${first}.`);
	return { size, skip: (page - first) * size };
}

/** Reads the filters; without dates, only the jobs of the last seven days are listed. */
function readFilter(world: World, request: FastifyRequest): (job: PrivacyJob) => boolean {
	const status = queryValue(request, 'status');
	if (status !== undefined && !JOB_STATUSES.includes(status)) {
		throw invalidRequest(request, `The \`status\` must be one of ${JOB_STATUSES.join(', ')}.`);
	}
	const day = (name: string) => {
		const text = queryValue(request, name);
		if (text === undefined) return undefined;
		const time = Date.parse(`${text}T00:00:00Z`);
		if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time)) return time;
		throw invalidRequest(request, `The \`${name}\` must have the form YYYY-MM-DD.`);
	};
	const [from, to, only] = [day('fromDate'), day('toDate'), day('filterDate')];
	if ((from === undefined) !== (to === undefined)) {
		throw invalidRequest(request, 'The `fromDate` and the `toDate` must be given together.');
	}
	const start = only ?? from ?? world.now() - DEFAULT_DAYS * DAY;
	const end = (only ?? to ?? world.now()) + DAY;
	if (end - start > (MOST_DAYS + 1) * DAY) {
		throw invalidRequest(request, `The period must not be longer than ${MOST_DAYS} days.`);
	}
	return (job) =>
		(status === undefined || job.status === status) &&
		job.createdAt >= start &&
		job.createdAt < end;
}
