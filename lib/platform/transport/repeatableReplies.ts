import { readErrorBody } from '../../http/errorBody';
import type { HttpReply } from '../../http/httpReply';
import { isTransientStatus } from '../../http/transientStatus';
import { PROBLEM_CODES } from '../../problem/problemCodes';
import { adobeErrorCode } from '../problems/adobeErrorCodes';
import type { PlatformRequest } from './platformRequest';

/** Adobe processed nothing: it takes no more requests for now. */
const RATE_LIMITED = 429;

/**
 * Returns true if sending the request again does no harm and may have another reply. A request that reads is repeated
 * after every transient reply; one that changes something only if nothing was sent or Adobe processed nothing.
 */
export function isRepeatable(reply: HttpReply, request: PlatformRequest): boolean {
	switch (reply.kind) {
		case 'blocked':
			return reply.problem.retry === 'later';
		case 'network':
			return isRead(request);
		case 'oversized':
			return false;
		case 'reply': {
			const { status, body } = reply;
			if (status === RATE_LIMITED) return true;
			if (!isRead(request) || !isTransientStatus(status)) return false;
			// Adobe's own code, if there is one, says more than the status.
			return PROBLEM_CODES[adobeErrorCode(status, readErrorBody(body))].retry === 'later';
		}
	}
}

const isRead = ({ method = 'GET', changesNothing = false }: PlatformRequest) =>
	method === 'GET' || changesNothing;
