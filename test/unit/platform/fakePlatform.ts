import { ServiceError } from '../../../lib/problem/serviceError';
import { adobeProblem } from '../../../lib/platform/problems/adobeProblem';
import type {
	PlatformCall,
	PlatformRequest,
} from '../../../lib/platform/transport/platformRequest';

/** Creates the error that the client throws for an answer with this status. */
export const rejected = (status: number, task = 'do it') =>
	new ServiceError(adobeProblem(task, status, { title: 'No', detail: 'Not today' }));

/** Creates a platform that answers as the test says and keeps what it was asked; an error is thrown. */
export function fakePlatform(answer: (request: PlatformRequest, nth: number) => unknown) {
	const asked: PlatformRequest[] = [];
	const call: PlatformCall = async (request) => {
		asked.push(request);
		const body = await Promise.resolve(answer(request, asked.length));
		if (body instanceof Error) throw body;
		return body;
	};
	return { call, asked };
}
