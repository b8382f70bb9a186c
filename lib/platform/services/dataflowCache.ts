import { askedUntilOf, LONGEST_SILENCE_MS } from '../../problem/askedToWait';
import type { Problem } from '../../problem/problem';
import { problemIn } from '../../problem/serviceError';
import type { PlatformCall } from '../transport/platformRequest';
import { readSchemaId } from './catalog';
import { readDataflow, readState, type Dataflow } from './flowService';

/** Milliseconds after which everything about a dataflow is read again, not only its state. */
export const KEEP_MS = 600_000;
/** Milliseconds for which its state is trusted: a disabled dataflow drops what it receives after a 200. */
export const STATE_MS = 60_000;
/** Dataflows that are remembered, at about 1 kB each; the one that was not used for the longest time goes first. */
const MOST_DATAFLOWS = 1_000;

/** A dataflow as Adobe described it last. */
export interface KnownDataflow {
	dataflow: Dataflow;
	/** Time at which Adobe last confirmed its state, in ms since 1970. */
	confirmedAt: number;
}

interface CacheEntry extends KnownDataflow {
	/** Time of the last complete read; 0 if it must be read again. */
	readAt: number;
	nextCheckAt: number;
}

/** The connection of the caller. */
interface Connection {
	/** Waits out transient replies. */
	call: PlatformCall;
	callOnce: PlatformCall;
}

/**
 * Caches dataflows per credential, so that each is read once per process, however many executions need it. This only
 * saves requests: every process has its own cache. What is known is used for as long as Adobe does not answer: the inlet
 * may work even if the platform's API does not.
 */
export class DataflowCache {
	private readonly entries = new Map<string, CacheEntry>();

	private readonly pendingReads = new Map<string, Promise<CacheEntry>>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * Returns a dataflow, cached or read. One that is known is never waited for.
	 * @param account distinguishes credentials and sandboxes, e.g. a fingerprint
	 * @throws ServiceError
	 */
	async find(account: string, flowId: string, connection: Connection): Promise<KnownDataflow> {
		const key = `${account}/${flowId}`;
		const known = this.entries.get(key);
		if (known && this.now() < known.nextCheckAt) return this.keep(key, known);
		const entry = await this.readOnce(key, flowId, connection.callOnce, known).catch(
			async (error: unknown) => {
				const problem = problemIn(error);
				if (problem?.retry === 'later')
					return known
						? this.unconfirmed(known, problem)
						: await this.read(flowId, connection.call);
				this.entries.delete(key);
				return await Promise.reject<CacheEntry>(error);
			},
		);
		return this.keep(key, entry);
	}

	/**
	 * Lets everything about a dataflow be read again, because its inlet did not accept a record: it may have been created
	 * again. What is known stays, in case that Adobe does not answer.
	 */
	expire(account: string, flowId: string) {
		const entry = this.entries.get(`${account}/${flowId}`);
		if (entry) Object.assign(entry, { readAt: 0, nextCheckAt: 0 });
	}

	/** The same for all dataflows. */
	expireAll() {
		for (const entry of this.entries.values()) Object.assign(entry, { readAt: 0, nextCheckAt: 0 });
	}

	/** Reads the dataflow, or only its state. Executions that start together share the first attempt. */
	private async readOnce(
		key: string,
		flowId: string,
		callOnce: PlatformCall,
		known?: CacheEntry,
	): Promise<CacheEntry> {
		const isRecent = known !== undefined && this.now() - known.readAt < KEEP_MS;
		const pending =
			this.pendingReads.get(key) ??
			(isRecent ? this.refresh(flowId, callOnce, known) : this.read(flowId, callOnce));
		this.pendingReads.set(key, pending);
		return await pending.finally(() => this.pendingReads.delete(key));
	}

	private async read(flowId: string, call: PlatformCall): Promise<CacheEntry> {
		const dataflow = await readWithSchema(call, flowId);
		const now = this.now();
		return { dataflow, readAt: now, confirmedAt: now, nextCheckAt: now + STATE_MS };
	}

	private async refresh(
		flowId: string,
		call: PlatformCall,
		{ dataflow, readAt }: CacheEntry,
	): Promise<CacheEntry> {
		const state = await readState(call, flowId);
		const now = this.now();
		return {
			dataflow: { ...dataflow, ...state },
			readAt,
			confirmedAt: now,
			nextCheckAt: now + STATE_MS,
		};
	}

	private unconfirmed(known: CacheEntry, problem: Problem): CacheEntry {
		const now = this.now();
		const askedUntil = Math.min(askedUntilOf(problem), now + LONGEST_SILENCE_MS);
		const nextCheckAt = Math.max(now + STATE_MS, askedUntil);
		return { ...known, nextCheckAt };
	}

	/** Stores the entry as the one that was used last. */
	private keep(key: string, entry: CacheEntry): CacheEntry {
		this.entries.delete(key);
		this.entries.set(key, entry);
		for (const oldest of this.entries.keys()) {
			if (this.entries.size <= MOST_DATAFLOWS) break;
			this.entries.delete(oldest);
		}
		return entry;
	}
}

/** The dataflows that this process delivers to. */
export const knownDataflows = new DataflowCache();

async function readWithSchema(call: PlatformCall, flowId: string): Promise<Dataflow> {
	const dataflow = await readDataflow(call, flowId);
	if (dataflow.schemaId || !dataflow.datasetId || dataflow.format === 'raw') return dataflow;
	return { ...dataflow, schemaId: await readSchemaId(call, dataflow.datasetId) };
}
