import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import axios from 'axios';
import { INLET_ID, type InletOptions } from './answer.mts';
import { makeCertificate, type Certificate } from './certificate.mts';
import type { Counts } from './ledger.mts';

export interface StubOptions extends InletOptions {
	/** Milliseconds before each response; default: none. */
	delayMs?: number;
	tls?: boolean;
}

/** Message that the stub's process sends when it listens. */
export interface StubPorts {
	inlet: number;
	control: number;
}

/** An inlet that only counts, so that both sides of a comparison are measured against the same target. */
export interface Stub {
	/** Address for one message; for a batch, insert `batch/` before its last part, like Adobe. */
	url: string;
	batchUrl: string;
	/** True if it has Adobe's limits. */
	limits: boolean;
	/** File that a client must trust (NODE_EXTRA_CA_CERTS) if the stub uses TLS. */
	certificate?: string;
	pid: number;
	reset: () => Promise<void>;
	counts: () => Promise<Counts>;
	/** Returns the arrival time of each different record, in ms since 1970, by its key: see `keyOf`. */
	arrivals: () => Promise<Map<string, number>>;
	stop: () => Promise<void>;
}

/** Options that make the stub like a user's Adobe: TLS, some latency, and the documented limits. */
export const LIKE_ADOBE: StubOptions = { tls: true, delayMs: 50, limits: true };

/** Starts a stub on a free port of 127.0.0.1, as a process that ends with this one. */
export async function startStub(options: StubOptions = {}): Promise<Stub> {
	const certificate: Certificate | undefined = options.tls ? await makeCertificate() : undefined;
	// A separate process group: Ctrl-C reaches only this project's process, which then ends the stub.
	const child = fork(
		join(import.meta.dirname, 'main.mts'),
		[JSON.stringify({ ...options, key: certificate?.key, certificate: certificate?.certificate })],
		{ detached: true, execArgv: ['--disable-warning=ExperimentalWarning'] },
	);
	const exit = once(child, 'exit');
	const ports = await Promise.race([
		once(child, 'message').then(([message]) => message as StubPorts),
		exit.then(([code]) => {
			certificate?.remove();
			throw new Error(`The stub ended with ${code} before it listened`);
		}),
	]);
	const control = axios.create({ baseURL: `http://127.0.0.1:${ports.control}`, proxy: false });
	const origin = `${certificate ? 'https' : 'http'}://127.0.0.1:${ports.inlet}/collection`;
	return {
		url: `${origin}/${INLET_ID}`,
		batchUrl: `${origin}/batch/${INLET_ID}`,
		limits: options.limits ?? false,
		certificate: certificate?.certificate,
		pid: child.pid!,
		reset: async () => void (await control.post('/reset')),
		counts: async () => (await control.get<Counts>('/counts')).data,
		arrivals: async () => new Map((await control.get<Array<[string, number]>>('/arrivals')).data),
		stop: async () => {
			if (child.connected) child.disconnect();
			await exit;
			certificate?.remove();
		},
	};
}
