/** Time for which an inlet is trusted after it accepted records, in ms. */
const TRUSTED_MS = 60_000;
/** Inlets that are remembered; the one that accepted records first goes first. */
const MOST_INLETS = 1_000;

/**
 * Remembers which inlets accepted records a moment ago: the next run need not wait for the answer to its first request
 * before it sends others. This only saves time: every process has its own.
 */
export class AcceptingInlets {
	private readonly acceptedAt = new Map<string, number>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/** @param inlet its address and how it is called, as one key */
	has(inlet: string): boolean {
		return this.now() - (this.acceptedAt.get(inlet) ?? -Infinity) < TRUSTED_MS;
	}

	add(inlet: string): void {
		this.acceptedAt.delete(inlet);
		this.acceptedAt.set(inlet, this.now());
		const [oldest] = this.acceptedAt.keys();
		if (this.acceptedAt.size > MOST_INLETS) this.acceptedAt.delete(oldest);
	}

	delete(inlet: string): void {
		this.acceptedAt.delete(inlet);
	}
}
