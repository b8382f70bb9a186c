/** Records to be delivered within the engine's process. */
export interface EngineJob {
	/** Address of the inlet. */
	url: string;
	count: number;
	sizes: 'kilobyte' | 'mixed';
	/** Whether the node has an error output; without one a refused record ends the execution. */
	errorOutput?: boolean;
	/** Whether memory is looked at while it runs, which costs time. */
	watchMemory?: boolean;
}

export interface EngineResult {
	/** Of the delivering node, as n8n counts it. */
	ms: number;
	/** CPU time of the whole execution. */
	cpuMs: number;
	/** Items at the node's two outputs. */
	accepted: number;
	refused: number;
	memory?: MemoryUse;
}

/** Bytes above the process with no records in it. */
export interface MemoryUse {
	/** The records as the items n8n holds before the node starts. */
	items: number;
	/** The most while the node ran, those items included. */
	peak: number;
	/** The most in the first and in the second half of the time. */
	firstHalf: number;
	secondHalf: number;
	/** What the operating system counts: resident memory, at its most, above the same start. */
	residentPeak: number;
}
