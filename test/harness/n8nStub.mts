import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { freePort } from '../../playground/ports.mts';
import { until } from './until.mts';

export type StubState = 'ready' | 'starting' | 'dies' | 'down';

export interface Received {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** Answers like an n8n process, as far as a proxy in front of it can tell, in whichever state a test puts it. */
export class N8nStub {
	/** Host and port; stays the same while it is down. */
	readonly host: string;
	readonly url: string;
	/** Everything it was sent but questions for its health. */
	readonly received: Received[] = [];
	state: StubState = 'down';
	/** How long it takes to answer. */
	delayMs = 0;
	private server?: Server;
	private readonly port: number;
	private questions = 0;

	private constructor(port: number) {
		this.port = port;
		this.host = `127.0.0.1:${port}`;
		this.url = `http://${this.host}`;
	}

	static async start(state: StubState = 'ready'): Promise<N8nStub> {
		const stub = new N8nStub(await freePort());
		await stub.become(state);
		return stub;
	}

	/**
	 * `starting` answers as n8n does then: 200 to everything, and the event is gone. `dies` breaks off after the body has
	 * come; until then it says that it is ready.
	 */
	async become(state: StubState): Promise<void> {
		this.state = state;
		if (state === 'down') return await this.close();
		if (this.server) return;
		this.server = createServer((request, response) => {
			if (request.url === '/healthz/readiness') {
				this.questions++;
				return void response.writeHead(this.state === 'starting' ? 503 : 200).end();
			}
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const { method = '', url = '', headers } = request;
				this.received.push({ method, url, headers, body: Buffer.concat(chunks) });
				if (this.state === 'dies') return void request.socket.destroy();
				const text = this.state === 'starting' ? 'n8n is starting up. Please wait' : this.host;
				setTimeout(() => response.end(text), this.delayMs);
			});
		});
		await new Promise<void>((resolve, reject) => {
			this.server!.once('error', reject).listen(this.port, '127.0.0.1', resolve);
		});
	}

	/** Waits until it was asked whether it is ready, and its answer has been read. */
	async asked(): Promise<void> {
		// The second question tells that the answer to the first was read.
		const enough = this.questions + 2;
		await until(`${this.host} was asked twice for its health`, () => this.questions >= enough);
	}

	private async close(): Promise<void> {
		const { server } = this;
		this.server = undefined;
		server?.closeAllConnections();
		if (server) await new Promise((resolve) => server.close(resolve));
	}
}
