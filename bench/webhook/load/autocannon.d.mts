/** The part of the package that is used here; it has no types of its own. */
declare module 'autocannon' {
	import type { EventEmitter } from 'node:events';

	export interface Request<Context> {
		body?: string;
		setupRequest?: (request: Request<Context>, context: Context) => Request<Context>;
		onResponse?: (status: number, body: string, context: Context) => void;
	}

	/** One connection: it ends with the response to its last permitted request. */
	export interface Client {
		reqsMade: number;
		responseMax?: number;
	}

	export interface Options<Context> {
		/** Connections use them in turn. */
		url: string | string[];
		method: 'POST';
		headers: Record<string, string>;
		connections: number;
		/** Both in seconds. */
		duration: number;
		timeout: number;
		/** Milliseconds between checks for the end of the duration. */
		sampleInt: number;
		setupClient: (client: Client) => void;
		requests: Array<Request<Context>>;
	}

	export default function autocannon<Context>(
		options: Options<Context>,
		done: (error: Error | null) => void,
	): EventEmitter;
}
