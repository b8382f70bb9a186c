import type { FaultAction } from './control/faults.mts';

declare module 'fastify' {
	interface FastifyRequest {
		/** The intentional fault of this request. */
		fault: FaultAction | undefined;
		/** Number of messages sent to an inlet. */
		messages: number | null;
		/** Messages that a batch response rejects. */
		refused: { count: number; reason: string } | undefined;
		/** Sandbox of a platform request, set once it has passed the gateway. */
		sandbox: string;
	}
}
