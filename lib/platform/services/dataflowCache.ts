import type { PlatformCall } from '../transport/platformRequest';
import { readSchemaId } from './catalog';
import { readDataflow, readState, type Dataflow } from './flowService';
import { problemIn } from '../../problem/serviceError';

/** Milliseconds for which a dataflow is cached. */
export const KEEP_MS = 600_000;
/** Milliseconds for which its state is trusted: a disabled dataflow drops what it receives after a 200. */
export const STATE_MS = 60_000;

interface CacheEntry {
	dataflow: Promise<Dataflow>;
	addedAt: number;
	stateAt: number;
}

/**
 * Caches dataflows per credential, so that each is read once per process, however many executions need it. This only
 * saves requests: every process has its own cache.
 */
export class DataflowCache {
	private readonly entries = new Map<string, CacheEntry>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * Returns a dataflow, cached or read.
	 * @param account distinguishes credentials and sandboxes, e.g. a fingerprint
	 * @throws ServiceError
	 */
	async find(account: string, flowId: string, call: PlatformCall): Promise<Dataflow> {
		this.removeExpired();
		const key = `${account}/${flowId}`;
		const entry = this.entries.get(key) ?? this.add(key, readWithSchema(call, flowId));
		if (this.now() - entry.stateAt >= STATE_MS) {
			entry.stateAt = this.now();
			entry.dataflow = this.removeOnFailure(key, refresh(entry.dataflow, call, flowId));
		}
		return await entry.dataflow;
	}

	/** Removes a dataflow whose inlet did not accept a record: it may have been created again. */
	forget(account: string, flowId: string) {
		this.entries.delete(`${account}/${flowId}`);
	}

	private add(key: string, dataflow: Promise<Dataflow>) {
		const entry = {
			dataflow: this.removeOnFailure(key, dataflow),
			addedAt: this.now(),
			stateAt: this.now(),
		};
		this.entries.set(key, entry);
		return entry;
	}

	/** A failed lookup is removed, so that the next call tries again. */
	private removeOnFailure(key: string, dataflow: Promise<Dataflow>) {
		dataflow.catch(() => this.entries.delete(key));
		return dataflow;
	}

	private removeExpired() {
		for (const [key, { addedAt }] of this.entries)
			if (this.now() - addedAt >= KEEP_MS) this.entries.delete(key);
	}
}

async function readWithSchema(call: PlatformCall, flowId: string): Promise<Dataflow> {
	const dataflow = await readDataflow(call, flowId);
	if (dataflow.schemaId || !dataflow.datasetId || dataflow.format === 'raw') return dataflow;
	return { ...dataflow, schemaId: await readSchemaId(call, dataflow.datasetId) };
}

/**
 * Updates the state of a dataflow. The inlet may work even if the platform's API is down: then the known state is used.
 */
async function refresh(known: Promise<Dataflow>, call: PlatformCall, flowId: string) {
	const dataflow = await known;
	return await readState(call, flowId).then(
		(state) => ({ ...dataflow, ...state }),
		(error: unknown) => {
			const isTransient = problemIn(error)?.retry === 'later';
			return isTransient ? dataflow : Promise.reject<Dataflow>(error);
		},
	);
}
