/** Counts events within a moving window. */
class Window {
	readonly #lengthMs: number;
	#events: { at: number; count: number }[] = [];
	#total = 0;

	constructor(lengthMs: number) {
		this.#lengthMs = lengthMs;
	}

	/** Counts `count` more unless that would exceed `limit` within the window; returns true if it counted them. */
	take(count: number, limit: number, now: number): boolean {
		while (this.#events.length > 0 && this.#events[0]!.at <= now - this.#lengthMs) {
			this.#total -= this.#events.shift()!.count;
		}
		if (this.#total + count > limit) return false;
		this.#events.push({ at: now, count });
		this.#total += count;
		return true;
	}
}

/**
 * Adobe's guardrails for streaming ingestion: requests and messages per second and organization, synchronous
 * validations per minute and inlet.
 */
export class RateLimits {
	#requests = new Window(1_000);
	#messages = new Window(1_000);
	#sync = new Map<string, Window>();

	takeRequest(limit: number, now: number): boolean {
		return this.#requests.take(1, limit, now);
	}

	takeMessages(count: number, limit: number, now: number): boolean {
		return this.#messages.take(count, limit, now);
	}

	takeSync(inletId: string, limit: number, now: number): boolean {
		let window = this.#sync.get(inletId);
		if (!window) {
			window = new Window(60_000);
			this.#sync.set(inletId, window);
		}
		return window.take(1, limit, now);
	}

	clear(): void {
		this.#requests = new Window(1_000);
		this.#messages = new Window(1_000);
		this.#sync.clear();
	}
}
