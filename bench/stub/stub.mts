import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import axios from 'axios';
import { INLET_ID, type InletOptions } from './answer.mts';
import { makeCertificate, type Certificate } from './certificate.mts';
import type { Counts } from './ledger.mts';

export interface StubOptions extends InletOptions {
	/** How long an answer takes; default it comes at once. */
	delayMs?: number;
	tls?: boolean;
}

/** What the stub's process says when it listens. */
export interface StubPorts {
	inlet: number;
	control: number;
}

/** An inlet that only counts, so that both sides of a comparison are measured against the same. */
export interface Stub {
	/** The address for one message; for a batch, put `batch/` before its last part, as Adobe has it. */
	url: string;
	batchUrl: string;
	/** Whether it has Adobe's limits. */
	limits: boolean;
	/** The file that a client must trust (NODE_EXTRA_CA_CERTS), where it speaks TLS. */
	certificate?: string;
	pid: number;
	reset: () => Promise<void>;
	counts: () => Promise<Counts>;
	/** When each different record came, in ms since 1970, by what identifies it: see `keyOf`. */
	arrivals: () => Promise<Map<string, number>>;
	stop: () => Promise<void>;
}

/** How the users' Adobe is: TLS, on the way for a while, and with its documented limits. */
export const LIKE_ADOBE: StubOptions = { tls: true, delayMs: 50, limits: true };

/** Starts a stub on a free port of 127.0.0.1 as a process that ends with this one. */
export async function startStub(options: StubOptions = {}): Promise<Stub> {
	const made: Certificate | undefined = options.tls ? await makeCertificate() : undefined;
	// A group of its own: Ctrl-C reaches only this project's process, which then ends it.
	const child = fork(
		join(import.meta.dirname, 'main.mts'),
		[JSON.stringify({ ...options, key: made?.key, certificate: made?.certificate })],
		{ detached: true, execArgv: ['--disable-warning=ExperimentalWarning'] },
	);
	const ended = once(child, 'exit');
	const ports = await Promise.race([
		once(child, 'message').then(([message]) => message as StubPorts),
		ended.then(([code]) => {
			made?.remove();
			throw new Error(`The stub ended with ${code} before it listened`);
		}),
	]);
	const control = axios.create({ baseURL: `http://127.0.0.1:${ports.control}`, proxy: false });
	const origin = `${made ? 'https' : 'http'}://127.0.0.1:${ports.inlet}/collection`;
	return {
		url: `${origin}/${INLET_ID}`,
		batchUrl: `${origin}/batch/${INLET_ID}`,
		limits: options.limits ?? false,
		certificate: made?.certificate,
		pid: child.pid!,
		reset: async () => void (await control.post('/reset')),
		counts: async () => (await control.get<Counts>('/counts')).data,
		arrivals: async () => new Map((await control.get<Array<[string, number]>>('/arrivals')).data),
		stop: async () => {
			if (child.connected) child.disconnect();
			await ended;
			made?.remove();
		},
	};
}
