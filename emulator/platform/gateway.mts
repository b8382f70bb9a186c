import type { FastifyRequest } from 'fastify';
import { CLIENT_ID, findSandbox, ORG_ID } from '../account.mts';
import { Answer } from '../answer.mts';
import { bearerToken } from '../inlet/access.mts';
import type { World } from '../world.mts';
import { flowProblem } from './flowProblems.mts';

const FLOW_SERVICE = '/data/foundation/flowservice';
const SANDBOX_MANAGEMENT = '/data/foundation/sandbox-management';
const PRIVACY_SERVICE = '/data/core/privacy';
/** Services that ignore the sandbox of a request. */
const OUTSIDE_SANDBOXES = [SANDBOX_MANAGEMENT, PRIVACY_SERVICE];
const WRITES = ['POST', 'PUT', 'PATCH'];

/** Creates the gateway's own rejections: an error code, whose first three digits are the status, and a text. */
function gatewayAnswer(code: string, message: string): Answer {
	return new Answer(Number(code.slice(0, 3)), { error_code: code, message });
}

/** Checks a request to platform.adobe.io like the gateway, in the same order; throws the rejection. */
export function passGateway(world: World, request: FastifyRequest): void {
	const path = request.url.split('?')[0]!;
	const token = bearerToken(request);
	if (token === undefined) throw gatewayAnswer('403010', 'Oauth token is missing.');
	if (!world.tokens.isValid(token, world.now())) {
		throw gatewayAnswer('401013', 'Oauth token is not valid');
	}
	const apiKey = request.headers['x-api-key'];
	if (apiKey === undefined || apiKey === '') throw gatewayAnswer('403000', 'Api Key is required');
	if (apiKey !== CLIENT_ID) throw gatewayAnswer('403003', 'Api Key is invalid');
	const isFlowService = path.startsWith(FLOW_SERVICE);
	checkOrg(request, isFlowService);
	request.sandbox = OUTSIDE_SANDBOXES.some((service) => path.startsWith(service))
		? 'prod'
		: readSandbox(request, isFlowService);
	checkContentType(request);
}

function checkOrg(request: FastifyRequest, isFlowService: boolean): void {
	const org = request.headers['x-gw-ims-org-id'];
	if (org === undefined || org === '') {
		throw isFlowService
			? flowProblem(org === undefined ? '2002-401' : '2001-401')
			: gatewayAnswer('400003', 'Missing header');
	}
	if (org === ORG_ID) return;
	throw isFlowService ? flowProblem('2000-401') : gatewayAnswer('403025', 'Profile is not valid');
}

/** Flow Service requires a sandbox; the other services default to the first one. */
function readSandbox(request: FastifyRequest, isFlowService: boolean): string {
	const name = request.headers['x-sandbox-name'];
	if (name === undefined) {
		if (isFlowService) throw flowProblem('2105-400');
		return 'prod';
	}
	if (findSandbox(String(name))) return String(name);
	throw flowProblem('2100-404', { detail: `The sandbox ${String(name)} is not found.` });
}

function checkContentType(request: FastifyRequest): void {
	const hasBody = Buffer.isBuffer(request.body) && request.body.length > 0;
	if (!WRITES.includes(request.method) || !hasBody) return;
	const type = String(request.headers['content-type'] ?? '').split(';')[0]!;
	if (/^application\/([\w.-]+\+)?json$/i.test(type.trim())) return;
	throw new Answer(400, {
		type: '/placeholder/type/uri',
		status: 400,
		title: 'BadRequestError',
		detail: 'A valid content-type must be specified',
	});
}
