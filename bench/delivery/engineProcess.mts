// Runs deliveries within n8n's engine, in a process of its own: started by startEngine.mts, ends with it.
import { deliverInEngine } from './engine.mts';
import type { EngineJob, EngineResult } from './engineJob.mts';
import { watchMemory } from './memory.mts';
import { makeRecords, mixedBytes } from './records.mts';
import { doJobs } from '../worker.mts';

const BYTES = { kilobyte: () => 1_000, mixed: mixedBytes };
let jobs = 0;

async function work({ url, count, sizes, ...job }: EngineJob): Promise<EngineResult> {
	// Ids of one length, so that the records of a run have the same sizes as those of every other.
	const prefix = `${process.pid}-${++jobs}`.padStart(12);
	const watch = job.watchMemory ? watchMemory() : undefined;
	const items = makeRecords(prefix, count, BYTES[sizes]).map((json) => ({ json }));
	watch?.begin();
	const cpuBefore = process.cpuUsage();
	const run = await deliverInEngine(url, items, job.errorOutput);
	const cpu = process.cpuUsage(cpuBefore);
	const memory = watch?.end();
	const [task] = run.data.resultData.runData.Deliver;
	const [accepted = [], refused = []] = task.data?.main ?? [];
	if (run.data.resultData.error) throw run.data.resultData.error;
	return {
		ms: task.executionTime,
		cpuMs: (cpu.user + cpu.system) / 1_000,
		accepted: accepted?.length ?? 0,
		refused: refused?.length ?? 0,
		...(memory && { memory }),
	};
}

doJobs(work);
