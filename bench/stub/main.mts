// The receiving side of the benchmark, in a separate process that stub.mts starts and that ends
// with it.
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { inlet } from './answer.mts';
import { Ledger } from './ledger.mts';
import type { StubOptions, StubPorts } from './stub.mts';

const options = JSON.parse(process.argv[2]) as StubOptions & { key?: string; certificate?: string };
const ledger = new Ledger();
const answer = inlet(ledger, options);

const receive: RequestListener = async (request, response) => {
	const body = await text(request).catch(() => undefined);
	if (body === undefined) return;
	const { status, headers, body: reply } = answer(request.url!.includes('/batch/'), body);
	if (options.delayMs) await sleep(options.delayMs);
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(reply));
};

/** Endpoints for the benchmark: /counts, /arrivals and /reset. */
const control: RequestListener = (request, response) => {
	if (request.url === '/reset') ledger.reset();
	const reply = request.url === '/arrivals' ? ledger.arrivals() : ledger.counts();
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify(reply));
};

async function listen(server: Server): Promise<number> {
	// A sender without limits opens as many connections as it has records.
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 16_384, resolve));
	return (server.address() as AddressInfo).port;
}

const receiver =
	options.key && options.certificate
		? createHttps(
				{ key: readFileSync(options.key), cert: readFileSync(options.certificate) },
				receive,
			)
		: createHttp(receive);
// Kept connections stay open during the pauses between passes.
receiver.keepAliveTimeout = 120_000;

const ports: StubPorts = {
	inlet: await listen(receiver),
	control: await listen(createHttp(control)),
};
process.send!(ports);
process.once('disconnect', () => process.exit(0));
