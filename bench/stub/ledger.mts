/** What a stub has been sent. */
export interface Counts {
	/** Requests with records in them, the refused ones not counted. */
	requests: number;
	/** Records taken. */
	records: number;
	/** How many different ones these are. */
	distinct: number;
	/** Records taken of which another was taken before. */
	doubled: number;
	/** Requests answered 429. */
	refused: number;
	/** Records refused within a batch that was taken. */
	rejected: number;
	/** When the last record was taken, in ms since 1970; 0 before. */
	lastAt: number;
}

const NOTHING: Counts = {
	requests: 0,
	records: 0,
	distinct: 0,
	doubled: 0,
	refused: 0,
	rejected: 0,
	lastAt: 0,
};

/** Counts records by what identifies them. */
export class Ledger {
	#counts = { ...NOTHING };
	/** When each different record came first, in ms since 1970. */
	readonly #arrivals = new Map<string, number>();

	request(): void {
		this.#counts.requests++;
	}

	refuse(): void {
		this.#counts.refused++;
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
 * What identifies a record: the conversation of a Chatlio event, as it was posted or as XDM has it below the tenant's
 * key, so that both sides of a comparison are counted by the same id; else `_id`.
 */
export function keyOf(record: unknown): string | undefined {
	const message = objectIn(record);
	const entity = objectIn(objectIn(message.body).xdmEntity ?? message);
	const own = Object.values(entity).map((value) => objectIn(objectIn(value).chatlio));
	const conversation = own.find(({ conversationId }) => conversationId !== undefined);
	const key = entity.conversationUUID ?? conversation?.conversationId ?? entity._id;
	return typeof key === 'string' ? key : undefined;
}
