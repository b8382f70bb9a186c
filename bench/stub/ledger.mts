/** Counts of what a stub has received. */
export interface Counts {
	/** Requests with records in them, without those that got a 429. */
	requests: number;
	/** Records that were accepted. */
	records: number;
	/** Different records among them. */
	distinct: number;
	/** Records that were accepted again. */
	doubled: number;
	/** Requests that got a 429. */
	rateLimited: number;
	/** Records that were rejected within an accepted batch. */
	rejected: number;
	/** Time of the last accepted record, in ms since 1970; 0 before. */
	lastAt: number;
}

const NOTHING: Counts = {
	requests: 0,
	records: 0,
	distinct: 0,
	doubled: 0,
	rateLimited: 0,
	rejected: 0,
	lastAt: 0,
};

/** Counts records by their key. */
export class Ledger {
	#counts = { ...NOTHING };
	/** Time at which each different record first arrived, in ms since 1970. */
	readonly #arrivals = new Map<string, number>();

	request(): void {
		this.#counts.requests++;
	}

	rateLimit(): void {
		this.#counts.rateLimited++;
	}

	reject(): void {
		this.#counts.rejected++;
	}

	take(record: unknown): void {
		const now = Date.now();
		this.#counts.records++;
		this.#counts.lastAt = now;
		const key = keyOf(record);
		if (key === undefined) return;
		if (this.#arrivals.has(key)) this.#counts.doubled++;
		else this.#arrivals.set(key, now);
	}

	counts(): Counts {
		return { ...this.#counts, distinct: this.#arrivals.size };
	}

	arrivals(): Array<[key: string, at: number]> {
		return [...this.#arrivals];
	}

	reset(): void {
		this.#counts = { ...NOTHING };
		this.#arrivals.clear();
	}
}

type JsonObject = Record<string, unknown>;

const objectIn = (value: unknown): JsonObject =>
	typeof value === 'object' && value !== null ? (value as JsonObject) : {};

/**
 * Returns the key of a record: the conversation of a Chatlio event, either as posted or in XDM under the tenant's key,
 * so that both sides of a comparison are counted by the same ID; otherwise `_id`.
 */
export function keyOf(record: unknown): string | undefined {
	const message = objectIn(record);
	const entity = objectIn(objectIn(message.body).xdmEntity ?? message);
	const tenantObjects = Object.values(entity).map((value) => objectIn(objectIn(value).chatlio));
	const conversation = tenantObjects.find(({ conversationId }) => conversationId !== undefined);
	const key = entity.conversationUUID ?? conversation?.conversationId ?? entity._id;
	return typeof key === 'string' ? key : undefined;
}
