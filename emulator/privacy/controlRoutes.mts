import type { FastifyInstance } from 'fastify';
import { Answer } from '../answer.mts';
import { asObject, isObject } from '../json.mts';
import { jsonBody } from '../platform/request.mts';
import type { World } from '../world.mts';
import { decideJob, findJob, JOB_STATUSES, listJobs, type JobStatus } from './jobs.mts';

/** Registers the control of Privacy Service: what was asked of it, and how a job goes on. */
export function privacyControlRoutes(app: FastifyInstance, world: World): void {
	app.get('/emulator/privacy/jobs', () => ({ jobs: listJobs(world) }));

	app.patch<{ Params: { id: string } }>('/emulator/privacy/jobs/:id', (request) => {
		const body = jsonBody(request);
		const { status, products = {} } = asObject(body);
		if (!JOB_STATUSES.includes(String(status))) {
			throw refuse(400, `"status" is one of ${JOB_STATUSES.join(', ')}.`);
		}
		const areCodes =
			isObject(products) && Object.values(products).every((code) => typeof code === 'string');
		if (!areCodes) throw refuse(400, '"products" has a code for each product, by its name.');
		const job = findJob(world, request.params.id);
		if (!job) throw refuse(404, `There is no privacy job ${request.params.id}.`);
		return decideJob(world, job, status as JobStatus, products as Record<string, string>);
	});
}

const refuse = (status: number, message: string): Answer => new Answer(status, { message });
