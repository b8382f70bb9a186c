import type { FastifyRequest } from 'fastify';
import { ORG_ID } from '../account.mts';
import { Answer } from '../answer.mts';
import type { Inlet } from '../state/inlets.mts';
import type { World } from '../world.mts';
import { inletProblem, unauthorized } from './problems.mts';

/** Returns the inlet that a request may use, or throws the response that rejects it. */
export function openInlet(world: World, request: FastifyRequest, inletId: string): Inlet {
	if (world.settings.ipAllowListRefuses) throw new Answer(403, undefined);
	const { requestsPerSecond } = world.settings;
	if (!world.limits.takeRequest(requestsPerSecond, world.now())) throw tooMany(world);
	const inlet = world.inlets.find(inletId);
	// Adobe's response is not documented; 404 is the emulator's choice.
	if (!inlet) throw inletProblem(404, 'Not Found', `There is no inlet ${inletId}`);
	if (inlet.authenticated) checkToken(world, request);
	checkSandbox(world, request, inlet);
	return inlet;
}

/** Creates the response to too many requests; it is not documented if Adobe adds `Retry-After`. */
export function tooMany(world: World): Answer {
	const seconds = world.settings.retryAfterSeconds;
	return inletProblem(
		429,
		'Too Many Requests',
		'Too many requests',
		seconds === null ? {} : { 'retry-after': String(seconds) },
	);
}

function checkToken(world: World, request: FastifyRequest): void {
	const token = bearerToken(request);
	if (token === undefined || token === '') {
		throw unauthorized(401, '[id] Ims service token is empty');
	}
	if (!world.tokens.isValid(token, world.now())) {
		throw unauthorized(world.settings.badTokenStatus, '[id] Ims service token is invalid');
	}
	const org = request.headers['x-gw-ims-org-id'];
	if (org === undefined) throw unauthorized(401, '[id] Ims org id is empty');
	if (org !== ORG_ID) throw unauthorized(403, '[id] Ims org id does not match the token');
}

/** Returns the token of an `Authorization: Bearer …` header; undefined without one. */
export function bearerToken(request: FastifyRequest): string | undefined {
	const header = request.headers.authorization;
	return header === undefined ? undefined : header.replace(/^Bearer(\s+|$)/i, '').trim();
}

/**
 * Adobe's specification requires `x-sandbox-name`; its samples send `sandbox-name`, and neither for open inlets. So an
 * open inlet requires neither, and an authenticated one requires the header that the settings name.
 */
function checkSandbox(world: World, request: FastifyRequest, inlet: Inlet): void {
	const required = world.settings.sandboxHeader;
	const names = required === 'either' ? (['x-sandbox-name', 'sandbox-name'] as const) : [required];
	const sandbox = names.map((name) => request.headers[name]).find((value) => value !== undefined);
	if (sandbox === undefined) {
		if (!inlet.authenticated) return;
		throw inletProblem(400, 'Bad Request', `The header ${names[0]} is missing`);
	}
	if (sandbox !== inlet.sandbox) {
		throw inletProblem(400, 'Bad Request', `The inlet is not in the sandbox ${String(sandbox)}`);
	}
}
