import type { FastifyInstance } from 'fastify';
import type { World } from '../world.mts';

const INLET = /^\/collection\/(?:batch\/)?([^/?]+)/;

/** Counts every response of an inlet, including rejections. */
export function addInletMeter(app: FastifyInstance, world: World): void {
	app.addHook('onSend', (request, reply, payload, done) => {
		const inletId = INLET.exec(request.url)?.[1];
		if (inletId !== undefined && request.method === 'POST') {
			world.inletCalls.add({
				inletId,
				at: world.now(),
				success: reply.statusCode < 400,
				messages: request.messages ?? 0,
				bytes: Buffer.isBuffer(request.body) ? request.body.length : 0,
			});
		}
		done(null, payload);
	});
}
