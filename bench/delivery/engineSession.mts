import type { Figure, OpenSession, Pass, Scale, Session } from '../figure.mts';
import { startStub, type Stub } from '../stub/stub.mts';
import { ENVELOPE, REQUEST } from './deliveringNode.mts';
import type { EngineJob, EngineResult } from './engineJob.mts';
import { exponentOf } from './growth.mts';
import { makeRecords, mixedBytes } from './records.mts';
import { startEngine, type Engine } from './startEngine.mts';

const figures: Figure[] = [
	{
		id: 'requests-mixed',
		title: 'Requests for 10,000 records of 0.3 to 30 KB',
		against: 'the fewest their bytes allow, as a difference',
		unit: 'requests',
		goal: { atMost: 1 },
		ours: 'mixed sizes',
		theirs: 'fewest requests',
		ratio: (ours, theirs) => ours.value - theirs.value,
	},
	{
		id: 'memory',
		title: 'Peak memory while 100,000 records of 1 KB are delivered, above what n8n holds',
		against: 'the records as the items n8n holds',
		unit: 'bytes',
		goal: { atMost: 1.5 },
		ours: 'memory',
		theirs: 'items',
	},
	{
		id: 'half-rejected',
		title: '10,000 records of which half are rejected',
		against: 'the same, none rejected',
		unit: 'ms',
		goal: { atMost: 2 },
		ours: 'half rejected',
		theirs: 'none rejected',
	},
	{
		id: 'growth',
		title: 'Growth of the CPU time from 1,000 to 10,000 to 100,000 records, as an exponent',
		against: 'linear',
		unit: 'exponent',
		goal: { atMost: 1.05 },
		ours: 'growth',
		theirs: 'linear',
	},
];

/** Records that compile the frequently used code, so that the first pass is like the others. */
const WARM_UP = 3_000;
const QUICK_WARM_UP = 500;

async function open({ quick }: Scale): Promise<OpenSession> {
	const stub = await startStub();
	const halfRejecting = await startStub({ rejectEvery: 2 });
	const engine = await startEngine();
	const many = quick ? 1_000 : 10_000;
	const most = quick ? 2_000 : 100_000;
	const warmUp = quick ? QUICK_WARM_UP : WARM_UP;
	for (const { url } of [stub, halfRejecting])
		await engine.run({ url, count: warmUp, sizes: 'kilobyte', errorOutput: true });

	let items = 0;
	const deliver = async (inlet: Stub, job: Omit<EngineJob, 'url'>, by: Engine = engine) => {
		await inlet.reset();
		const result = await by.run({ ...job, url: inlet.url });
		const { distinct, doubled, rejected, requests } = await inlet.counts();
		const { accepted, notAccepted } = result;
		// Every record must be stored and accepted, or rejected and on the error output.
		const lost = job.count - Math.min(distinct, accepted) - Math.min(rejected, notAccepted);
		return { result, requests, pass: { lost, doubled, details: detailsOf(result) } };
	};
	const measureTime = async (inlet: Stub): Promise<Pass> => {
		const job = { count: many, sizes: 'kilobyte', errorOutput: true } as const;
		const { result, pass } = await deliver(inlet, job);
		return { value: result.ms, ...pass };
	};

	return {
		sides: {
			'mixed sizes': async () => {
				const { requests, pass } = await deliver(stub, { count: many, sizes: 'mixed' });
				return { value: requests, ...pass };
			},
			'fewest requests': async () => statedPass(fewestRequests(many)),
			memory: async () => {
				// A new process: one that has delivered before keeps memory that it does not need.
				const newEngine = await startEngine();
				try {
					await newEngine.run({ url: stub.url, count: warmUp, sizes: 'kilobyte' });
					const job = { count: most, sizes: 'kilobyte', watchMemory: true } as const;
					const { result, pass } = await deliver(stub, job, newEngine);
					const memory = result.memory!;
					items = memory.items;
					const details = { ...pass.details, ...memory };
					return { value: Math.max(0, memory.peak - memory.items), ...pass, details };
				} finally {
					await newEngine.stop();
				}
			},
			items: async () => statedPass(items),
			'half rejected': () => measureTime(halfRejecting),
			'none rejected': () => measureTime(stub),
			growth: async () => {
				const points: Array<[number, number]> = [];
				const totals = { lost: 0, doubled: 0, details: {} };
				for (const count of [most / 100, most / 10, most]) {
					const { result, pass } = await deliver(stub, { count, sizes: 'kilobyte' });
					points.push([count, result.cpuMs]);
					totals.lost += pass.lost;
					totals.doubled += pass.doubled;
					Object.assign(totals.details, {
						[`cpuMs${count}`]: result.cpuMs,
						[`ms${count}`]: result.ms,
					});
				}
				return { value: exponentOf(points), ...totals };
			},
			linear: async () => statedPass(1),
		},
		close: async () => {
			await engine.stop();
			await halfRejecting.stop();
			await stub.stop();
		},
	};
}

const statedPass = (value: number): Pass => ({ value, lost: 0, doubled: 0 });

const detailsOf = ({ ms, cpuMs, accepted, notAccepted }: EngineResult) => ({
	ms,
	cpuMs,
	accepted,
	notAccepted,
});

/** Returns the fewest possible requests: all bytes of the messages divided by the capacity of a request. */
function fewestRequests(count: number): number {
	const frame = '{"messages":[]}'.length;
	const envelope = (ENVELOPE.before + ENVELOPE.after).length;
	// The prefix is as long as that of the engine's records.
	const bytes = makeRecords(' '.repeat(12), count, mixedBytes)
		.map((record) => Buffer.byteLength(JSON.stringify(record)) + envelope + 1)
		.reduce((sum, bytes) => sum + bytes, -1);
	return Math.ceil(Math.max(bytes / (REQUEST.bytes - frame), count / REQUEST.messages));
}

/** Measures deliveries within n8n's engine, in a separate process. */
export const engineSession: Session = { title: 'Deliveries in n8n’s engine', figures, open };
