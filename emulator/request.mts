import type { FaultAction } from './control/faults.mts';

declare module 'fastify' {
	interface FastifyRequest {
		/** What goes wrong with this request on purpose. */
		fault: FaultAction | undefined;
		/** How many messages it carries to an inlet. */
		messages: number | null;
		/** What a batch answer refuses of them. */
		refused: { count: number; reason: string } | undefined;
		/** The sandbox a platform request is for, once it passed the gateway. */
		sandbox: string;
	}
}
