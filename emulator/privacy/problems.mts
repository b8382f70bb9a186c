import type { FastifyRequest } from 'fastify';
import { Answer } from '../answer.mts';

/** Creates a rejection in the form that integrators report; Adobe documents no body. */
function rejection(request: FastifyRequest, status: number, title: string, detail: string): Answer {
	const errorType = `uri=${request.url.split('?')[0]}`;
	return new Answer(status, { errorCode: status, title, detail, errorType });
}

export const invalidRequest = (request: FastifyRequest, detail: string): Answer =>
	rejection(request, 400, 'Invalid Request', detail);

export const missingPermission = (request: FastifyRequest): Answer =>
	rejection(
		request,
		403,
		'Missing permissions',
		'You do not have the required permissions to perform this action.',
	);

export const noJobs = (request: FastifyRequest): Answer =>
	rejection(request, 404, 'Resource not found', 'Not able to find job data.');
