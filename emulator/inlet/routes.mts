import type { FastifyInstance, FastifyRequest } from 'fastify';
import { colonTransactionId } from '../ids.mts';
import { asObject, type JsonObject } from '../json.mts';
import type { Accepted } from '../state/recordTypes.mts';
import type { Inlet } from '../state/inlets.mts';
import type { World } from '../world.mts';
import { openInlet, tooMany } from './access.mts';
import { answerBatch, type Decision } from './batchAnswer.mts';
import { readInletBody } from './body.mts';
import { findDestination, type Destination } from './destination.mts';
import { checkEnvelope } from './envelope.mts';
import { faultRefusal } from './faultRefusal.mts';
import type { Pipeline } from './pipeline.mts';
import { HEADER_MANDATORY, inletProblem, invalidMessage, messageText } from './problems.mts';
import { checkSync } from './syncValidation.mts';

interface InletRoute {
	Params: { inletId: string };
	Querystring: Record<string, string | undefined>;
}

/** Registers the streaming endpoints: for one message, or for a batch. */
export function inletRoutes(app: FastifyInstance, world: World, pipeline: Pipeline): void {
	app.post<InletRoute>('/collection/:inletId', (request) => {
		const inlet = openInlet(world, request, request.params.inletId);
		const message = readInletBody(request, world.settings.maxBodyBytes);
		countMessages(world, request, 1);
		const fault = faultRefusal(request.fault, message, 0);
		if (fault) throw invalidMessage(fault.message);
		const sync = wantsSync(request);
		if (sync) checkSyncAllowed(world, inlet);
		const destination = findDestination(world, inlet, flowIdOf(request), message);
		const refusal = rejectionOf(world, inlet, message, destination);
		if (refusal) throw invalidMessage(refusal.message);
		const validated = sync && inlet.dataType === 'xdm';
		if (validated) checkSync(world, inlet, message);
		const xactionId = colonTransactionId(world.now());
		pipeline.accept([toAccepted(inlet, message, destination, xactionId)]);
		const body: JsonObject = { inletId: inlet.id, xactionId, receivedTimeMs: world.now() };
		const key = world.settings.syncKey;
		if (key !== 'none') body[key] = validated ? { status: 'pass' } : { skipped: true };
		return body;
	});

	app.post<InletRoute>('/collection/batch/:inletId', (request, reply) => {
		const inlet = openInlet(world, request, request.params.inletId);
		const { messages } = asObject(readInletBody(request, world.settings.maxBodyBytes));
		if (!Array.isArray(messages)) {
			throw inletProblem(400, 'Bad Request', "The 'messages' field is mandatory");
		}
		countMessages(world, request, messages.length);
		const flowId = flowIdOf(request);
		const destinations = messages.map((one) => findDestination(world, inlet, flowId, one));
		const decisions = messages.map((message, index): Decision => {
			const fault = faultRefusal(request.fault, message, index);
			return { refusal: fault ?? rejectionInBatch(world, inlet, message, destinations[index]!) };
		});
		const missing = Number(request.fault?.shortReply ?? 0) || world.settings.missingResponses;
		const answer = answerBatch(world, inlet.id, decisions, missing);
		const accepted = messages
			.map((message, i) => toAccepted(inlet, message, destinations[i]!, answer.xactionIds[i]!))
			.filter((_, index) => decisions[index]!.refusal === undefined);
		pipeline.accept(accepted);
		request.refused = countRejected(decisions);
		void reply.code(207);
		return answer.body;
	});
}

function countRejected(decisions: Decision[]): FastifyRequest['refused'] {
	const refusals = decisions.flatMap(({ refusal }) => (refusal ? [refusal] : []));
	return refusals[0] && { count: refusals.length, reason: refusals[0].message };
}

/** The header and the query have the same meaning: webhook senders cannot set headers. */
function flowIdOf(request: FastifyRequest<InletRoute>): string | undefined {
	const header = request.headers['x-adobe-flow-id'];
	return header === undefined ? request.query['x-adobe-flow-id'] : String(header);
}

function wantsSync(request: FastifyRequest<InletRoute>): boolean {
	const { query } = request;
	return query.syncValidation === 'true' || query.synchronousValidation === 'true';
}

function checkSyncAllowed(world: World, inlet: Inlet): void {
	if (!world.settings.syncAvailable) {
		throw inletProblem(
			501,
			'Not Implemented',
			'Synchronous validation is not available in this location',
		);
	}
	const { syncRequestsPerMinute } = world.settings;
	if (!world.limits.takeSync(inlet.id, syncRequestsPerMinute, world.now())) throw tooMany(world);
}

function countMessages(world: World, request: FastifyRequest, count: number): void {
	request.messages = count;
	const { messagesPerSecond } = world.settings;
	if (!world.limits.takeMessages(count, messagesPerSecond, world.now())) throw tooMany(world);
}

function rejectionOf(
	world: World,
	inlet: Inlet,
	message: unknown,
	destination: Destination,
): Decision['refusal'] {
	const text = rejectionText(world, inlet, message, destination);
	return text === undefined ? undefined : { status: 400, message: text };
}

function rejectionText(
	world: World,
	inlet: Inlet,
	message: unknown,
	destination: Destination,
): string | undefined {
	if (typeof message !== 'object' || message === null || Array.isArray(message)) {
		return HEADER_MANDATORY;
	}
	const envelope = inlet.dataType === 'xdm' ? checkEnvelope(world, inlet, message) : undefined;
	if (envelope !== undefined) return envelope;
	return destination.unknownFlow && world.settings.unknownFlow === 'refuse'
		? messageText(inlet.id, `Message has unknown flow id [${destination.flowId}]`)
		: undefined;
}

/**
 * Raw records in a batch without any dataflow ID, or with the setting on, are rejected because their header is missing.
 */
function rejectionInBatch(
	world: World,
	inlet: Inlet,
	message: unknown,
	destination: Destination,
): Decision['refusal'] {
	const isRejected =
		world.settings.rawBatches === 'headerMandatory' || destination.flowId === undefined;
	if (inlet.dataType === 'raw' && isRejected && asObject(message).header === undefined) {
		return { status: 400, message: HEADER_MANDATORY };
	}
	return rejectionOf(world, inlet, message, destination);
}

function toAccepted(
	inlet: Inlet,
	message: unknown,
	destination: Destination,
	xactionId: string,
): Accepted {
	return {
		sandbox: inlet.sandbox,
		inletId: inlet.id,
		flowId: destination.flowId,
		datasetId: destination.datasetId,
		xactionId,
		format: inlet.dataType,
		message,
		lost: destination.lost,
	};
}
