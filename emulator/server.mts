import './request.mts';
import Fastify, { type FastifyInstance } from 'fastify';
import { Answer, badRequest } from './answer.mts';
import { BadInput } from './badInput.mts';
import { controlRoutes } from './control/routes.mts';
import { addFaultHooks } from './control/faultHooks.mts';
import { uuid } from './ids.mts';
import { isObject } from './json.mts';
import { tokenRoutes } from './ims/tokenRoutes.mts';
import { addInletMeter } from './inlet/meter.mts';
import { Pipeline } from './inlet/pipeline.mts';
import { inletRoutes } from './inlet/routes.mts';
import { catalogRoutes } from './platform/catalog.mts';
import { connectionRoutes } from './platform/connections.mts';
import { dataAccessRoutes } from './platform/dataAccess.mts';
import { flowRoutes } from './platform/flows.mts';
import { passGateway } from './platform/gateway.mts';
import { identityRoutes } from './platform/identities.mts';
import { languageRoutes } from './platform/languages.mts';
import { mappingSetRoutes } from './platform/mappingSets.mts';
import { observabilityRoutes } from './platform/observability.mts';
import { runRoutes } from './platform/runs.mts';
import { sandboxRoutes } from './platform/sandboxes.mts';
import { schemaRegistryRoutes } from './platform/schemaRegistry.mts';
import { specRoutes } from './platform/specs.mts';
import { privacyControlRoutes } from './privacy/controlRoutes.mts';
import { privacyRoutes } from './privacy/routes.mts';
import { addGuards, previewRoutes } from './preview/routes.mts';
import type { Settings } from './settings.mts';
import { World } from './world.mts';

export interface EmulatorOptions {
	/** File of the state; default: `:memory:`. */
	state?: string;
	/** Initial settings that differ from the defaults; a reset restores them. */
	settings?: Partial<Settings>;
	now?: () => number;
}

/** Larger than any emulated limit; below it, the inlets respond with 413 themselves. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** Creates the local Adobe Experience Platform as a server that does not listen yet. */
export function buildEmulator(options: EmulatorOptions = {}): FastifyInstance {
	const world = new World({
		state: options.state ?? ':memory:',
		settings: options.settings ?? {},
		now: options.now ?? Date.now,
	});
	const pipeline = new Pipeline(world);
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		// Adobe's pages write addresses with and without a slash at the end.
		routerOptions: { ignoreTrailingSlash: true },
		genReqId: () => uuid(),
	});
	app.decorateRequest('fault', undefined);
	app.decorateRequest('messages', null);
	app.decorateRequest('refused', undefined);
	app.decorateRequest('sandbox', 'prod');
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.setErrorHandler(answerThrown);
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).send({ status: 404, title: 'Not Found' }),
	);
	addGuards(app);
	addFaultHooks(app, world);
	app.addHook('onRequest', (request, reply, done) => {
		if (request.url.startsWith('/data/')) void reply.header('x-request-id', request.id);
		done();
	});
	app.addHook('preHandler', (request, _reply, done) => {
		if (request.url.startsWith('/data/')) passGateway(world, request);
		done();
	});
	addInletMeter(app, world);
	tokenRoutes(app, world);
	inletRoutes(app, world, pipeline);
	connectionRoutes(app, world);
	flowRoutes(app, world);
	runRoutes(app, world);
	specRoutes(app);
	schemaRegistryRoutes(app, world);
	catalogRoutes(app, world);
	mappingSetRoutes(app, world);
	languageRoutes(app, world);
	dataAccessRoutes(app, world);
	identityRoutes(app, world);
	sandboxRoutes(app);
	observabilityRoutes(app, world);
	privacyRoutes(app, world);
	controlRoutes(app, world);
	privacyControlRoutes(app, world);
	previewRoutes(app);
	app.addHook('onReady', () => pipeline.wake(0));
	app.addHook('onClose', () => {
		pipeline.close();
		world.database.close();
	});
	return app;
}

/** The ID in a rejection's report is the one in the response header. */
function withRequestId(body: unknown, id: string): unknown {
	if (!isObject(body) || !isObject(body.report)) return body;
	const name = ['request-id', 'registryRequestId'].find((one) => Object.hasOwn(body.report!, one));
	return name === undefined ? body : { ...body, report: { ...body.report, [name]: id } };
}

type ErrorHandler = Parameters<FastifyInstance['setErrorHandler']>[0];

const answerThrown: ErrorHandler = (error, request, reply) => {
	if (error instanceof Answer) {
		void reply
			.code(error.status)
			.headers(error.headers)
			.send(withRequestId(error.body, request.id));
		return;
	}
	if (error instanceof BadInput) {
		void reply.code(400).send(badRequest(error.message).body);
		return;
	}
	if (error instanceof RangeError) {
		// JSON nested too deeply to be serialized again.
		void reply.code(400).send(badRequest('The request body is nested too deeply').body);
		return;
	}
	const status = (error as { statusCode?: number }).statusCode ?? 500;
	if (status >= 500) process.stderr.write(`${(error as Error).stack}\n`);
	void reply.code(status).send({ status, title: (error as Error).message });
};
