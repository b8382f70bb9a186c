/** Records to deliver within the engine's process. */
export interface EngineJob {
	/** Address of the inlet. */
	url: string;
	count: number;
	sizes: 'kilobyte' | 'mixed';
	/** True if the node has an error output; without one, a rejected record stops the execution. */
	errorOutput?: boolean;
	/** True if memory is measured during the run, which takes time. */
	watchMemory?: boolean;
}

export interface EngineResult {
	/** Duration of the delivering node, as n8n measures it. */
	ms: number;
	/** CPU time of the whole execution. */
	cpuMs: number;
	/** Items on the node's main output. */
	accepted: number;
	/** Items on its error output. */
	notAccepted: number;
	memory?: MemoryUse;
}

/** Bytes above those of the process without records. */
export interface MemoryUse {
	/** The records as the items that n8n has in memory before the node starts. */
	items: number;
	/** Peak while the node runs, including those items. */
	peak: number;
	/** Peak in the first and in the second half of the run. */
	firstHalf: number;
	secondHalf: number;
	/** Peak resident memory, as measured by the operating system, above the same start. */
	residentPeak: number;
}
