import { askedUntilOf, LONGEST_SILENCE_MS } from '../../problem/askedToWait';
import type { Problem } from '../../problem/problem';
import { toProblem } from '../../problem/toProblem';

/** Milliseconds for which what was read is trusted. */
export const KEEP_MS = 600_000;
/** Milliseconds after which a lookup that failed is tried again. */
export const RETRY_MS = 60_000;
/** Milliseconds after which a value that seems out of date may be read again. */
export const RECHECK_MS = 10_000;
/** Values that are remembered; the one that was not used for the longest time goes first. */
const MOST_VALUES = 1_000;

/** The value that was read last, and the problem with the latest attempt to read it. */
export interface Lookup<Value> {
	value?: Value;
	problem?: Problem;
}

/** Rules for how long values are used. */
export interface LookupPolicy {
	/** Milliseconds for which what was read is trusted. */
	keepMs: number;
	/** Milliseconds after which a first lookup that failed is tried again; later ones are after a minute. */
	firstRetryMs: number;
	/** True if an earlier value outlives a definite answer, such as one that says that the resource is gone. */
	outlivesAnswers: boolean;
}

const DEFAULT_POLICY: LookupPolicy = {
	keepMs: KEEP_MS,
	firstRetryMs: RETRY_MS,
	outlivesAnswers: true,
};

type Read<Value> = (isKnown: boolean) => Promise<Value>;

interface Entry<Value> extends Lookup<Value> {
	triedAt: number;
	nextReadAt: number;
}

/**
 * Caches what is read from Adobe and may be missing, so that it is read once per process, however many executions need
 * it. This only saves requests: every process has its own cache.
 */
export class LookupCache<Value> {
	private readonly entries = new Map<string, Entry<Value>>();

	private readonly pending = new Map<string, Promise<Entry<Value>>>();

	private readonly policy: LookupPolicy;

	constructor(
		private readonly now: () => number = () => Date.now(),
		policy: Partial<LookupPolicy> = {},
	) {
		this.policy = { ...DEFAULT_POLICY, ...policy };
	}

	/**
	 * Returns a value, cached or read. Never throws: while Adobe does not return it, the one that was read last is used.
	 * @param key distinguishes values, credentials and sandboxes
	 * @param read is told if an earlier value is known: only without one is it worth waiting for Adobe
	 * @param isCurrent returns false for a value that lacks something that Adobe may have got since
	 */
	async find(
		key: string,
		read: Read<Value>,
		isCurrent: (value: Value) => boolean = () => true,
	): Promise<Lookup<Value>> {
		const known = this.entries.get(key);
		if (known && !this.mustRead(known, isCurrent)) return this.keep(key, known);
		const pending = this.pending.get(key) ?? this.readNow(read, known);
		this.pending.set(key, pending);
		return this.keep(key, await pending.finally(() => this.pending.delete(key)));
	}

	/** Lets a value be read again. What is known stays, in case that Adobe does not answer. */
	expire(key: string): void {
		const known = this.entries.get(key);
		if (known) known.nextReadAt = 0;
	}

	private mustRead(known: Entry<Value>, isCurrent: (value: Value) => boolean): boolean {
		const now = this.now();
		if (now >= known.nextReadAt) return true;
		if (known.value === undefined || known.problem) return false;
		return now >= known.triedAt + RECHECK_MS && !isCurrent(known.value);
	}

	private async readNow(read: Read<Value>, known?: Entry<Value>): Promise<Entry<Value>> {
		try {
			const value = await read(known?.value !== undefined);
			const now = this.now();
			return { value, triedAt: now, nextReadAt: now + this.policy.keepMs };
		} catch (error) {
			const problem = toProblem(error);
			const isOutage = problem.retry === 'later';
			const value = isOutage || this.policy.outlivesAnswers ? known?.value : undefined;
			const retryMs = value === undefined ? this.policy.firstRetryMs : RETRY_MS;
			const now = this.now();
			const askedUntil = Math.min(askedUntilOf(problem), now + LONGEST_SILENCE_MS);
			return { value, problem, triedAt: now, nextReadAt: Math.max(now + retryMs, askedUntil) };
		}
	}

	/** Stores the entry as the one that was used last. */
	private keep(key: string, entry: Entry<Value>): Lookup<Value> {
		this.entries.delete(key);
		this.entries.set(key, entry);
		for (const oldest of this.entries.keys()) {
			if (this.entries.size <= MOST_VALUES) break;
			this.entries.delete(oldest);
		}
		return entry;
	}
}
