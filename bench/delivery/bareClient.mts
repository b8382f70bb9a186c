// Posts batches over kept connections as fast as Node can, in a separate process started by
// startBareClient.mts.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';
import { ENVELOPE, REQUEST } from './deliveringNode.mts';
import { makeRecords, type XdmRecord } from './records.mts';
import { doJobs } from '../worker.mts';

export interface BareJob {
	batchUrl: string;
	prefix: string;
	count: number;
	/** Requests in flight at once. */
	parallel: number;
}

export interface BareResult {
	ms: number;
	accepted: number;
}

const agents = {
	httpAgent: new HttpAgent({ keepAlive: true }),
	httpsAgent: new HttpsAgent({ keepAlive: true }),
};
const http = axios.create({
	...agents,
	proxy: false,
	maxRedirects: 0,
	maxBodyLength: Infinity,
	headers: { 'content-type': 'application/json' },
});

/** Yields one body after the other, each full before the next. */
function* bodies(records: XdmRecord[]): Generator<Buffer> {
	let texts: string[] = [];
	let bytes = 15;
	const finishBody = () => {
		const body = Buffer.from(`{"messages":[${texts.join(',')}]}`);
		texts = [];
		bytes = 15;
		return body;
	};
	for (const record of records) {
		const text = ENVELOPE.before + JSON.stringify(record) + ENVELOPE.after;
		const size = Buffer.byteLength(text) + 1;
		if (bytes + size > REQUEST.bytes || texts.length === REQUEST.messages) yield finishBody();
		texts.push(text);
		bytes += size;
	}
	if (texts.length > 0) yield finishBody();
}

async function work({ batchUrl, prefix, count, parallel }: BareJob): Promise<BareResult> {
	const records = makeRecords(prefix, count, () => 1_000);
	const started = performance.now();
	const pendingBodies = bodies(records);
	let accepted = 0;
	const sender = async () => {
		for (const body of pendingBodies) {
			const { data } = await http.post<{ responses: unknown[] }>(batchUrl, body);
			accepted += data.responses.length;
		}
	};
	await Promise.all(Array.from({ length: parallel }, sender));
	return { ms: performance.now() - started, accepted };
}

doJobs(work);
