import type { PlatformCall } from './call';
import { readSchemaId } from './catalog';
import { readDataflow, readState, type Dataflow } from './flowService';
import type { PlatformRefusal } from './refusal';

/** How long what was looked up is used. */
export const KEEP_MS = 600_000;
/** How long a dataflow's state is believed: a disabled one swallows what it is sent after a 200. */
export const STATE_MS = 60_000;

interface Kept {
	dataflow: Promise<Dataflow>;
	at: number;
	stateAt: number;
}

/**
 * Dataflows as they were looked up, once per process, credential and dataflow however many executions ask.
 * Only an optimisation: every process keeps its own.
 */
export class DataflowDirectory {
	private readonly kept = new Map<string, Kept>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * @param account tells credentials and sandboxes apart, e.g. a fingerprint
	 * @throws PlatformRefusal
	 */
	async find(account: string, flowId: string, call: PlatformCall): Promise<Dataflow> {
		this.forgetOld();
		const key = `${account}/${flowId}`;
		const entry = this.kept.get(key) ?? this.keep(key, lookUp(call, flowId));
		if (this.now() - entry.stateAt >= STATE_MS) {
			entry.stateAt = this.now();
			entry.dataflow = this.watch(key, refresh(entry.dataflow, call, flowId));
		}
		return await entry.dataflow;
	}

	/** Forgets a dataflow whose inlet did not take what it was sent: it may have been made anew. */
	drop(account: string, flowId: string) {
		this.kept.delete(`${account}/${flowId}`);
	}

	private keep(key: string, dataflow: Promise<Dataflow>) {
		const entry = { dataflow: this.watch(key, dataflow), at: this.now(), stateAt: this.now() };
		this.kept.set(key, entry);
		return entry;
	}

	/** What was refused is asked again the next time. */
	private watch(key: string, dataflow: Promise<Dataflow>) {
		dataflow.catch(() => this.kept.delete(key));
		return dataflow;
	}

	private forgetOld() {
		for (const [key, { at }] of this.kept) if (this.now() - at >= KEEP_MS) this.kept.delete(key);
	}
}

async function lookUp(call: PlatformCall, flowId: string): Promise<Dataflow> {
	const dataflow = await readDataflow(call, flowId);
	if (dataflow.schemaId || !dataflow.datasetId || dataflow.format === 'raw') return dataflow;
	return { ...dataflow, schemaId: await readSchemaId(call, dataflow.datasetId) };
}

/** The inlet may well work while the platform's API does not answer: then what is known is used. */
async function refresh(known: Promise<Dataflow>, call: PlatformCall, flowId: string) {
	const dataflow = await known;
	return await readState(call, flowId).then(
		(state) => ({ ...dataflow, ...state }),
		(refusal: PlatformRefusal) => {
			const { status } = refusal.refusal;
			return status === 0 || status >= 500 ? dataflow : Promise.reject<Dataflow>(refusal);
		},
	);
}
