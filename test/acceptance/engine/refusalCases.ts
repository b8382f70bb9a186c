import type { SeenRequest } from '../../harness/stubServer.mts';
import type { ProblemCode } from '../../../lib/problem/problemCodes';

/** What Adobe says in each rejection, to be found again in what the user reads. */
export const DETAIL = 'The pelican has left the building';
export const REQUEST_ID = 'b5a3f7c2-0d4e-4c1a-9f61-7e2d8c9b0a13';

/** Statuses of rejections whose code is in no table, and the problem that each one is. */
export const PROBLEM_BY_STATUS: Record<number, ProblemCode> = {
	401: 'adobe.tokenRejected',
	403: 'adobe.noPermission',
	404: 'adobe.notFound',
	409: 'adobe.conflict',
	412: 'adobe.changedMeanwhile',
	429: 'adobe.rateLimited',
	503: 'adobe.unavailable',
};

type Envelope = (status: number) => object;

const gateway: Envelope = (status) => ({
	error_code: `${status}013`,
	message: DETAIL,
});

const flowService: Envelope = (status) => ({
	type: `https://ns.adobe.com/aep/errors/FLOW-1101-${status}`,
	title: 'Not granted',
	status,
	report: { 'detailed-message': DETAIL, 'request-id': REQUEST_ID },
	errorMessage: DETAIL,
	errorDetails: DETAIL,
});

const registry: Envelope = (status) => ({
	type: `http://ns.adobe.com/aep/errors/XDM-9000-${status}`,
	title: 'Not granted',
	status,
	report: { registryRequestId: REQUEST_ID, 'detailed-message': DETAIL, 'sub-errors': [] },
	detail: DETAIL,
});

const observability: Envelope = (status) => ({
	type: `http://ns.adobe.com/aep/errors/INSGHT-1001-${status}`,
	title: `Not granted - ${DETAIL}`,
	status,
	report: { tenantInfo: { sandboxName: 'prod' }, additionalContext: null },
});

const plain: Envelope = (status) => ({
	type: '/placeholder/type/uri',
	status,
	title: 'Not granted',
	detail: DETAIL,
});

const ENVELOPES: Array<[start: string, envelope: Envelope]> = [
	['/data/foundation/flowservice', flowService],
	['/data/foundation/schemaregistry', registry],
	['/data/infrastructure/observability', observability],
];

/** Returns a rejection in the envelope of the service that was asked; in the gateway's for tokens and quotas. */
export function rejectionBody({ url }: SeenRequest, status: number): object {
	if (status === 401 || status === 429) return gateway(status);
	const [, envelope = plain] = ENVELOPES.find(([start]) => url.startsWith(start)) ?? [];
	return envelope(status);
}
