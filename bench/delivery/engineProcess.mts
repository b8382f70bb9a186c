// Runs deliveries within n8n's engine, in a separate process that startEngine.mts starts and that
// ends with it.
import { deliverInEngine } from './engine.mts';
import type { EngineJob, EngineResult } from './engineJob.mts';
import { watchMemory } from './memory.mts';
import { makeRecords, mixedBytes } from './records.mts';
import { doJobs } from '../worker.mts';

const BYTES = { kilobyte: () => 1_000, mixed: mixedBytes };
let jobs = 0;

async function work({ url, count, sizes, ...job }: EngineJob): Promise<EngineResult> {
	// IDs of equal length, so that the records of all runs have the same sizes.
	const prefix = `${process.pid}-${++jobs}`.padStart(12, '-');
	const watch = job.watchMemory ? watchMemory() : undefined;
	const items = makeRecords(prefix, count, BYTES[sizes]).map((json) => ({ json }));
	watch?.begin();
	const cpuBefore = process.cpuUsage();
	const run = await deliverInEngine(url, items, job.errorOutput);
	const cpu = process.cpuUsage(cpuBefore);
	const memory = watch?.end();
	const [task] = run.data.resultData.runData.Deliver;
	const [accepted = [], notAccepted = []] = task.data?.main ?? [];
	if (run.data.resultData.error) throw run.data.resultData.error;
	return {
		ms: task.executionTime,
		cpuMs: (cpu.user + cpu.system) / 1_000,
		accepted: accepted?.length ?? 0,
		notAccepted: notAccepted?.length ?? 0,
		...(memory && { memory }),
	};
}

doJobs(work);
