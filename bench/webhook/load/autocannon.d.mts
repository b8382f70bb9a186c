/** The part of it that is used here; it carries no types. */
declare module 'autocannon' {
	import type { EventEmitter } from 'node:events';

	export interface Request<Context> {
		body?: string;
		setupRequest?: (request: Request<Context>, context: Context) => Request<Context>;
		onResponse?: (status: number, body: string, context: Context) => void;
	}

	/** One connection: it ends with the answer after which it has made as many requests as it may. */
	export interface Client {
		reqsMade: number;
		responseMax?: number;
	}

	export interface Options<Context> {
		/** Connections take them in turns. */
		url: string | string[];
		method: 'POST';
		headers: Record<string, string>;
		connections: number;
		/** Both in seconds. */
		duration: number;
		timeout: number;
		/** In ms: how often it looks whether the time is over. */
		sampleInt: number;
		setupClient: (client: Client) => void;
		requests: Array<Request<Context>>;
	}

	export default function autocannon<Context>(
		options: Options<Context>,
		done: (error: Error | null) => void,
	): EventEmitter;
}
