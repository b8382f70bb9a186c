import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

export interface Talk {
	/** Statuses of the answers, in order. */
	statuses: number[];
	text: string;
	/** Whether the other side hung up. */
	closed: boolean;
}

/** Longer without an answer is a hang. */
const SILENT_MS = 180_000;

/**
 * Says something to a server, byte by byte as given, and listens until it hangs up or has said all that is expected.
 * @param parts sent one after the other; a number is a pause in ms
 * @param options `quietMs`: how long after an answer nothing more is expected; `meanwhile`: to be waited for in place of
 * an answer, once everything is sent
 */
export async function talk(
	url: string,
	parts: Array<string | Buffer | number>,
	{ quietMs = 300, meanwhile }: { quietMs?: number; meanwhile?: () => Promise<void> } = {},
): Promise<Talk> {
	const { hostname, port } = new URL(url);
	const socket = connect({ host: hostname, port: Number(port) });
	const heard: Buffer[] = [];
	let closed = false;
	let last = 0;
	socket.on('data', (chunk: Buffer) => {
		last = performance.now();
		heard.push(chunk);
	});
	// A server that hangs up while it is talked to breaks the pipe: that is one way to refuse.
	socket.on('error', () => {});
	socket.on('close', () => (closed = true));
	for (const part of parts) {
		if (typeof part === 'number') await sleep(part);
		else if (!closed) await new Promise<void>((sent) => socket.write(part, () => sent()));
	}
	last = Math.max(last, performance.now());
	if (meanwhile) await meanwhile();
	else
		while (!closed && performance.now() - last < (heard.length > 0 ? quietMs : SILENT_MS))
			await sleep(10);
	socket.destroy();
	const text = Buffer.concat(heard).toString('latin1');
	const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
	return { statuses, text, closed };
}

/** The body of the first answer heard, put together if it came in chunks. */
export function bodyIn({ text }: Talk): string {
	const end = text.indexOf('\r\n\r\n');
	const [head, body] = [text.slice(0, end), text.slice(end + 4)];
	if (!/transfer-encoding: chunked/i.test(head)) return body;
	const parts: string[] = [];
	for (let at = 0; at < body.length; ) {
		const line = body.indexOf('\r\n', at);
		const length = parseInt(body.slice(at, line), 16);
		if (!(length > 0)) break;
		parts.push(body.slice(line + 2, line + 2 + length));
		at = line + 2 + length + 2;
	}
	return parts.join('');
}

/** Zeros that are a thousandth of their size when compressed. */
export const bomb = (bytes: number): Buffer => gzipSync(Buffer.alloc(bytes, 0x20));

export const gzipped = (bytes: Buffer): Buffer => gzipSync(bytes);

/** Of a process of this machine: most memory it ever had, in bytes; undefined where the system does not say. */
export function peakMemory(pid: number): number | undefined {
	try {
		const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
		return Number(kilobytes) * 1024;
	} catch {
		return undefined;
	}
}

/** The n8n of this test run. */
export const n8nProcess = (): number => Number(process.env.TEST_N8N_PID);

export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
